"""The counter's hand: an officer enters a dossier for a citizen who stands there, through the counter hook."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.control.body import bad_request
from simulator.control.contract_ids import COUNTER
from simulator.control.filling import Citizen
from simulator.control.former_units import FormerHome, communes_json, former_home
from simulator.control.hooks import call_hook
from simulator.control.journey import Wishes, citizen_of
from simulator.control.paper import papers
from simulator.control.problems import HandProblem, json_of, said, wrong_status
from simulator.control.stage import Stage
from simulator.domain.person import Person
from simulator.journal.database import Transaction
from simulator.web.outbound import Reply
from simulator.wire.counter import CardAddress, counter_refusal_from_wire, counter_to_wire
from simulator.wire.form import Attachment, submission_from_wire

IDENTITIES = ("card", "vneid", "none")
DISTRICT = "district"
FORMER = "former"


@dataclass(frozen=True)
class Filing:
    """One visit at the counter."""

    person: Person
    address: CardAddress
    components: list[Attachment]
    fact: Mapping[str, Any]
    """What the fact `counter_filing` says of it."""


def file(stage: Stage, wishes: Wishes) -> dict[str, Any]:
    """File a dossier at the counter.

    `identified_by`: card, vneid or none. `agency`: an agency code, or `district` for the district in which the citizen
    lived. `address: former`: the card still shows the old three-level address. `leave_out` as for an online form.
    """
    filing = filing_of(stage, wishes)
    fact = dict(filing.fact)
    body = counter_to_wire(
        request_id=stage.request_id,
        procedure=_procedure(stage),
        agency=fact["agency"],
        identified_by=fact["identified_by"],
        person=filing.person,
        address=filing.address,
        values=fact["typed"],
        components=filing.components,
        session_time=stage.session_now,
    )
    reply = call_hook(stage, "counter", "POST", COUNTER, body)
    if reply.status == 422:
        return _refused(stage, reply, fact)
    if reply.status not in (200, 201):
        raise wrong_status(reply, "201 with the dossier code")
    return _accepted(stage, reply, fact)


def filing_of(stage: Stage, wishes: Wishes) -> Filing:
    """Return who comes to which counter with what."""
    person = stage.session.people[citizen_of(stage)]
    told = _told(wishes.told)
    home = former_home(stage, person.number) if told["address"] == FORMER or told["agency"] == DISTRICT else None
    address = _address(stage, person, home)
    agency = home.district.agency if home and told["agency"] == DISTRICT else told["agency"]
    fact: dict[str, Any] = {
        "identified_by": told["identified_by"],
        "agency": agency or stage.sheet.receiving_agency,
        "typed": _said(stage, wishes),
        "address": address.text,
        "heirs": communes_json(home.heirs) if home else [],
    }
    return Filing(person, address, _brought(stage, wishes), fact)


def _told(told: Mapping[str, Any]) -> dict[str, str]:
    found = {name: str(told.get(name) or "") for name in ("identified_by", "agency", "address")}
    found["identified_by"] = found["identified_by"] or "card"
    if found["identified_by"] not in IDENTITIES:
        raise bad_request("identified_by", f"one of {', '.join(IDENTITIES)}")
    if found["address"] not in ("", FORMER):
        raise bad_request("address", f"{FORMER}, or nothing for the address of today")
    return found


def _address(stage: Stage, person: Person, home: FormerHome | None) -> CardAddress:
    if home is None:
        return CardAddress(person.get("residence") or "", "")
    province = stage.national.catalogue.codes[stage.sheet.province_code].name
    return CardAddress(home.address(person.number, province), home.old.code)


def _procedure(stage: Stage) -> str:
    code = stage.service.code_on(stage.session_now.date())
    if code is None:
        raise HandProblem("not_offered", f"service {stage.service.id} has no procedure code to file under")
    return code.code


def _said(stage: Stage, wishes: Wishes) -> dict[str, str]:
    """What the citizen tells the officer: an answer to every line of the published form, by datum."""
    names = ("key", "datum", "type", "required")
    lines = [{name: getattr(line, name) for name in names} for line in stage.service.fields]
    form = {"fields": [{**line, "id": line["key"], "state": "input", "value": ""} for line in lines]}
    return dict(Citizen(stage.service, stage.session.people, wishes.typed).fill(form).typed)


def _brought(stage: Stage, wishes: Wishes) -> list[Attachment]:
    """The papers that the published list asks for and that no data replace."""
    rows = [
        {"code": component.code, "required": component.required == "always" and not component.replaced_by}
        for component in stage.service.components
        if component.kind != "eform"
    ]
    return papers(rows, wishes.leave_out, stage.service)


def _refused(stage: Stage, reply: Reply, fact: Mapping[str, Any]) -> dict[str, Any]:
    demands, reason = counter_refusal_from_wire(reply.json())
    refused = {**fact, "dossier_code": "", "accepted": False, "demands": demands, "reason": reason or said(reply)}
    stage.record(reply, [("counter_filing", refused)], stage.findings(COUNTER, reply.json()))
    detail = f"the counter did not take the dossier (422): {refused['reason']}"
    return {"ok": False, "problem": HandProblem("http_status", detail, reply.draft.url).to_json()}


def _accepted(stage: Stage, reply: Reply, fact: Mapping[str, Any]) -> dict[str, Any]:
    document = json_of(reply, "the counter hook")
    filed = stage.read(reply, COUNTER, document, submission_from_wire)

    def keep(tx: Transaction) -> None:
        stage.store.submitted(tx, stage.session.id, filed.dossier_code, filed.view)
        stage.national.sessions.register_key(tx, stage.session.id, stage.sheet.id, "dossier_code", filed.dossier_code)

    demands, _ = counter_refusal_from_wire(document)
    taken = {**fact, "dossier_code": filed.dossier_code, "accepted": True, "demands": demands, "reason": ""}
    stage.record(reply, [("counter_filing", taken)], stage.findings(COUNTER, document), keep)
    return {"ok": True, "dossier_code": filed.dossier_code, "status": filed.status}
