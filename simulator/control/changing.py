"""The citizen changes a dossier that was submitted: supplements what was asked for, or stops the procedure."""

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.control.body import text_of, texts_of
from simulator.control.browser import Browser
from simulator.control.contract_ids import SUPPLEMENT, WITHDRAWAL
from simulator.control.journey import Look, Wishes, look
from simulator.control.paper import pdf
from simulator.control.problems import HandProblem, json_of, said, wrong_status
from simulator.control.stage import Stage
from simulator.domain.dossier import DossierStatus
from simulator.web.outbound import Reply
from simulator.wire.form import (
    Attachment,
    changed_from_wire,
    refusal_from_wire,
    supplement_to_wire,
    withdrawal_to_wire,
)

ASKED = "asked"
"""In a story's `attach`: every paper that the dossier's page asks for."""

_REFUSALS = (409, 422)
ENDED = (DossierStatus.WITHDRAWN, DossierStatus.STOPPED)
NOT_POSSIBLE = "the dossier's page says that it is not possible now"


def supplement(stage: Stage, browser: Browser, wishes: Wishes) -> dict[str, Any]:
    """State anew the lines and hand in the papers that the dossier's page asks for."""
    found = look(stage, browser)
    asked = found.seen["asked"] or {}
    values = _values(found.seen["fields"], asked.get("fields") or (), wishes.typed)
    codes = asked_codes(texts_of(wishes.told, "attach") or (ASKED,), asked.get("components") or ())
    datums = {row["id"]: row["datum"] for row in found.seen["fields"]}
    typed = {datums[line]: text for line, text in values.items() if datums.get(line)}
    fact = {"dossier_code": stage.dossier().code, "typed": typed, "components": codes}
    path = _path(stage, found, "supplement")
    if not path:
        return _not_possible(stage, found, "supplement", fact)
    found.record(stage)
    papers = [Attachment(code, f"{code}.pdf", pdf(code)) for code in codes]
    body = supplement_to_wire(supplement_id=stage.request_id, values=values, components=papers)
    return _sent(stage, browser.post(stage.url(path), SUPPLEMENT, body), SUPPLEMENT, "supplement", fact)


def withdraw(stage: Stage, browser: Browser, wishes: Wishes) -> dict[str, Any]:
    """Stop the procedure. A repeat after a crash finds it stopped already, which is what was wanted."""
    found = look(stage, browser)
    fact = {"dossier_code": stage.dossier().code}
    path, status = _path(stage, found, "withdraw"), found.seen["status"]
    if not path and status in ENDED:
        found.record(stage, ("withdrawal", {**fact, "accepted": True, "reason": "", "status": status}))
        return {"ok": True, "dossier_code": fact["dossier_code"], "status": status}
    if not path:
        return _not_possible(stage, found, "withdrawal", {**fact, "status": status})
    found.record(stage)
    body = withdrawal_to_wire(request_id=stage.request_id, reason=text_of(wishes.told, "reason", ""))
    return _sent(stage, browser.post(stage.url(path), WITHDRAWAL, body), WITHDRAWAL, "withdrawal", fact)


def _path(stage: Stage, found: Look, name: str) -> str:
    """Return the path that the page offers; one that does not know the contract cannot be used for this."""
    path = found.seen[name]
    if path is None:
        found.record(stage)
        raise HandProblem("not_offered", f"the page of the dossier (contract province/view) has no key `{name}`")
    return str(path)


def _not_possible(stage: Stage, found: Look, kind: str, fact: Mapping[str, Any]) -> dict[str, Any]:
    found.record(stage, (kind, {**fact, "accepted": False, "reason": NOT_POSSIBLE}))
    return {"ok": False, "problem": HandProblem("not_offered", NOT_POSSIBLE, found.reply.draft.url).to_json()}


def _sent(stage: Stage, reply: Reply, contract: str, kind: str, fact: Mapping[str, Any]) -> dict[str, Any]:
    """Say what the answer meant: taken, refused with a reason, or something that nobody agreed on."""
    if reply.status in _REFUSALS:
        reason = refusal_from_wire(reply.json()) or said(reply)
        status = {"status": None} if kind == "withdrawal" else {}
        stage.record(reply, [(kind, {**fact, **status, "accepted": False, "reason": reason})])
        problem = HandProblem("http_status", f"refused ({reply.status}): {reason}", reply.draft.url)
        return {"ok": False, "problem": problem.to_json()}
    if reply.status not in (200, 201):
        raise wrong_status(reply, "200 with the dossier code")
    document = json_of(reply, f"the {kind}")
    code, status_code = stage.read(reply, contract, document, changed_from_wire)
    taken = {**fact, "dossier_code": code, "accepted": True, "reason": ""}
    if kind == "withdrawal":
        taken["status"] = status_code
    stage.record(reply, [(kind, taken)], stage.findings(contract, document))
    return {"ok": True, "dossier_code": fact["dossier_code"], "status": status_code}


def _values(rows: Iterable[Mapping[str, str]], asked: Iterable[str], typed: Mapping[str, str]) -> dict[str, str]:
    """Return field id -> text: what is asked for is stated anew, and what the story wants to stand otherwise."""
    wanted = set(asked)
    lines = ((row["id"], row["value"], typed.get(row["datum"]) or row["value"]) for row in rows if row["id"])
    return {line: text for line, stands, text in lines if line in wanted or text != stands}


def asked_codes(attach: Iterable[str], asked: Iterable[str]) -> list[str]:
    """Return the codes to attach, each once."""
    named = (code for word in attach for code in (asked if word == ASKED else (word,)))
    return list(dict.fromkeys(named))
