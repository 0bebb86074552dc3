"""What a work item tells a person: who to be, where to go, what to type and attach, what to look at."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from simulator.checks.asks import asks
from simulator.control import work_texts
from simulator.control.asking import Asked, what_to_ask
from simulator.control.body import text_of
from simulator.control.counter import filing_of
from simulator.control.filling import Citizen
from simulator.control.former_units import CLOSED, closed_agency, closed_json
from simulator.control.journey import Wishes, citizen_of, procedure_code
from simulator.control.paper import REPLACED
from simulator.control.stage import Stage
from simulator.core.text import Text
from simulator.domain.commune import ClosedCode
from simulator.domain.person import Person
from simulator.domain.service import Component, FormField

_FILING = ("citizen.apply", "counter.file")
_OFFICER = ("officer", "counter")
_AT_LOGIN = "login"
"""In `FormField.known_once`: the state knows it as soon as the citizen has logged in."""


def told_of(stage: Stage, action: str, wishes: Wishes) -> dict[str, Any]:
    """Return what an item tells, as JSON in the words of `/admin/work`."""
    person, hand = stage.session.people[citizen_of(stage)], action.partition(".")[0]
    code, reason = _code(stage), text_of(wishes.told, "reason", "")
    asked = what_to_ask(stage, wishes.told.get("ask") or ()) if hand == "officer" else Asked()
    values = _values(stage, person, code, reason)
    if action == "counter.file":
        values |= _visit(stage, wishes)
    refusable = bool(wishes.told.get("refusable"))
    return {
        "title": work_texts.title(action, values).to_json(),
        "instructions": [text.to_json() for text in _instructions(stage, action, values, asked, refusable)],
        "who": _who(stage, person, hand),
        "login": work_texts.login("officer" if hand in _OFFICER else "citizen", values).to_json(),
        "open": _address(stage, action, wishes),
        "dossier_code": "" if action in _FILING else code,
        "type": list(_lines(stage, action, wishes)),
        "attach": [_named(one) for one in _attached(stage, action, wishes)],
        "leave_out": [_named(one) for one in _left_out(stage, wishes)] if action in _FILING else [],
        "reason": reason,
        "ask": [text.vi for text in _asked(stage, asked)],
        "questions": list(_questions(stage, action)),
        "minutes": _minutes(stage, hand),
        "refusable": refusable,
        "asked": {"components": list(asked.components), "fields": list(asked.fields)},
        "filed": _filed(stage, action, wishes),
    }


def group_of(stage: Stage, action: str) -> str:
    """Return whose log-in an item needs: the officers' unit, or the citizen's number."""
    if action.partition(".")[0] in _OFFICER:
        return _unit(stage)
    return stage.session.people[citizen_of(stage)]["personal_id"]


def _values(stage: Stage, person: Person, code: str, reason: str) -> dict[str, str | Text]:
    service = stage.service.name
    known: dict[str, str | Text] = {
        "name": person.get("full_name") or "–",
        "number": person.get("personal_id") or "–",
        "service": service,
        "system": stage.sheet.name,
        "unit": _unit(stage),
        "reason": reason,
        "code": code,
    }
    return {**known, "dossier": work_texts.told("known_dossier" if code else "unknown_dossier", known)}


def _visit(stage: Stage, wishes: Wishes) -> dict[str, str | Text]:
    fact = filing_of(stage, wishes).fact
    shown = work_texts.told(f"identified_by_{fact['identified_by']}", {})
    return {"identified_by": shown, "address": str(fact["address"]) or "–"}


def _instructions(
    stage: Stage, action: str, values: work_texts.Values, asked: Asked, refusable: bool
) -> Iterator[Text]:
    yield from work_texts.instructions(action, values)
    for what in [_listed(_asked(stage, asked))]:
        if what.vi:
            yield work_texts.told("ask_first", {"what": what})
    if refusable:
        yield work_texts.told("refusable", {})


def _who(stage: Stage, person: Person, hand: str) -> dict[str, str]:
    if hand in _OFFICER:
        return {"role": "officer", "name": "", "personal_id": "", "unit": _unit(stage)}
    return {
        "role": "citizen",
        "name": person.get("full_name") or "",
        "personal_id": person.get("personal_id") or "",
        "unit": "",
    }


def _unit(stage: Stage) -> str:
    return stage.sheet.attended.unit or stage.sheet.receiving_agency


def _minutes(stage: Stage, hand: str) -> int:
    claimed = stage.sheet.attended
    return claimed.officer_minutes if hand in _OFFICER else claimed.citizen_minutes


def _address(stage: Stage, action: str, wishes: Wishes) -> str:
    if action == "citizen.apply":
        closed = _closed(stage, wishes)
        query = urlencode({"province": stage.sheet.id} | ({"agency": closed.code} if closed else {}))
        return f"{stage.national.public_url}/citizen/services/{procedure_code(stage)}/apply?{query}"
    if action.partition(".")[0] in _OFFICER:
        return stage.sheet.attended.officer_url or stage.sheet.base_url
    return stage.sheet.base_url


def _code(stage: Stage) -> str:
    known = stage.dossiers()
    return known[-1].code if known else ""


def _lines(stage: Stage, action: str, wishes: Wishes) -> Iterator[dict[str, Any]]:
    """What to type, or on a look at the dossier what to compare with: what only the citizen knows comes first."""
    if action not in (*_FILING, "citizen.view", "citizen.supplement"):
        return
    citizen = Citizen(stage.service, stage.session.people, wishes.typed)
    rows = [(line, citizen.told(line)) for line in stage.service.fields]
    for line, text in sorted(rows, key=lambda row: is_known(stage, row[0], wishes)):
        if text:
            known = is_known(stage, line, wishes)
            yield {"datum": line.datum, "label": line.label.to_json(), "value": text, "known": known}


def is_known(stage: Stage, line: FormField, wishes: Wishes) -> bool:
    """Return whether the state knows a line of this citizen's form at login, so that it should be filled in."""
    subject, _, attribute = line.datum.partition(".")
    person = stage.session.people.get(stage.service.subjects.get(subject, ""))
    if person is None or line.datum in wishes.typed or line.known_once != _AT_LOGIN:
        return False
    return any(person.knows(source, attribute) for source in person.known_to)


def _attached(stage: Stage, action: str, wishes: Wishes) -> list[Component]:
    """What the published list asks of everybody; in a supplement, what some cases need."""
    components = [one for one in stage.service.components if one.kind != "eform"]
    if action == "citizen.supplement":
        asked = {code for fact in _requests(stage) for code in fact.get("components") or ()}
        return [one for one in components if one.code in asked]
    if action not in _FILING:
        return []
    out = {one.code for one in _left_out(stage, wishes)}
    return [one for one in components if one.required == "always" and not one.replaced_by and one.code not in out]


def _requests(stage: Stage) -> list[Any]:
    facts = stage.national.journal.facts(stage.session.id)
    asked = [fact for fact in facts if fact.kind == "officer_action" and fact.get("action") == "request_supplement"]
    return asked[-1:]


def _left_out(stage: Stage, wishes: Wishes) -> list[Component]:
    named = set(wishes.leave_out)
    return [one for one in stage.service.components if one.code in named or (REPLACED in named and one.replaced_by)]


def _named(component: Component) -> dict[str, Any]:
    return {"code": component.code, "name": component.name.to_json()}


def _asked(stage: Stage, asked: Asked) -> list[Text]:
    """Return what a supplement has to bring, by its names."""
    names = {one.code: one.name for one in stage.service.components}
    labels = {one.key: one.label for one in stage.service.fields}
    return [names.get(one) or labels.get(one) or Text(one, one) for one in (*asked.components, *asked.fields)]


def _listed(texts: Iterable[Text]) -> Text:
    several = list(texts)
    return Text("; ".join(text.vi for text in several), "; ".join(text.en for text in several))


def _questions(stage: Stage, action: str) -> Iterator[dict[str, Any]]:
    scenario = stage.national.catalogue.scenarios.get(stage.session.scenario)
    filed_before = bool(list(_filings(stage)))
    fee = stage.service.fee.online_vnd
    for check in scenario.checks if scenario else ():
        ask = asks().get(check)
        if ask and action in ask.at and (filed_before or not ask.again) and not (check == _FEE and fee is None):
            yield {"id": check, "text": ask.text.fill(fee=fee).to_json()}


_FEE = "fee_as_published"


def _filings(stage: Stage) -> Iterator[Any]:
    facts = stage.national.journal.facts(stage.session.id)
    return (fact for fact in facts if fact.kind in ("submission", "counter_filing") and fact.get("accepted"))


def _filed(stage: Stage, action: str, wishes: Wishes) -> dict[str, Any]:
    """Return what the person's fact says: what was certainly typed by hand, and what was attached."""
    components = [one.code for one in _attached(stage, action, wishes)]
    if action == "counter.file":
        return {**filing_of(stage, wishes).fact, "demands": [], "components": components}
    typed = {row["datum"]: row["value"] for row in _lines(stage, action, wishes) if row["datum"] and not row["known"]}
    known = {"typed": typed if action == "citizen.apply" else {}, "components": components}
    closed = _closed(stage, wishes) if action == "citizen.apply" else None
    if closed is None:
        return known
    told = {"procedure_code": procedure_code(stage), "agency": closed.code, "closed": closed_json(stage, closed)}
    return {**known, "handover": told}


def _closed(stage: Stage, wishes: Wishes) -> ClosedCode | None:
    """Return the closed agency code with which the story comes, if it does."""
    kind = str(wishes.told.get("agency") or "")
    return closed_agency(stage, kind) if kind in CLOSED else None
