"""`POST /admin/provinces/<id>/inbound/<operation>`: lets the portal call a system without a story around it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response

from simulator.control import inbound_words as words
from simulator.control.body import bad_request, json_object
from simulator.control.envelope import answer
from simulator.control.inbound_desk import InboundDesk
from simulator.control.known_province import known_province
from simulator.control.problems import HandProblem
from simulator.core.errors import near_matches
from simulator.core.ids import random_id
from simulator.domain.inbound import AMENDMENT, LOOK_UP, OPERATIONS, PROMOTION, TAX_NOTICE
from simulator.domain.person import Person
from simulator.session.dossier_list import DossierList
from simulator.web.citizens import find_named
from simulator.web.national import National
from simulator.web.outbound import Outbound

_NEWEST = 50
"""Dossiers among which the one that is meant is looked for."""


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the route; what the body does not tell is as in the contract's example."""
    outbound = Outbound(national)

    @admin.post("/provinces/<province>/inbound/<operation>")
    def call_province(province: str, operation: str) -> Response:
        desk = InboundDesk(national, outbound, known_province(national, province))
        return answer({**call_by_hand(desk, operation, json_object()), "position": national.db.position})


def call_by_hand(desk: InboundDesk, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Let the portal call a system once, and return what came of it."""
    if operation not in OPERATIONS:
        raise bad_request("operation", f"one of {', '.join(OPERATIONS)} ({near_matches(operation, OPERATIONS)})")
    try:
        desk.require(operation)
        return _asked(desk, body) if operation == LOOK_UP else _sent(desk, operation, body)
    except HandProblem as problem:
        return _problem(desk, problem)


def _asked(desk: InboundDesk, body: Mapping[str, Any]) -> dict[str, Any]:
    national = desk.national
    code = _dossier(desk, LOOK_UP, body)
    if not code:
        raise bad_request("dossier_code", f"the code of a dossier; {desk.sheet.id} has not told the portal of any yet")
    sessions = national.sessions.match(national.db.read, desk.sheet.id, [("dossier_code", code)])
    return {"ok": True, "dossier_code": code, "answer": desk.look_up(code, sessions)}


def _sent(desk: InboundDesk, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """`person`: a personal number or a persona, else the first persona; `dossier_code`: else the newest one."""
    national, faults = desk.national, words.faults_of(body)
    now, contracts, before = national.clock.now(), national.contracts, national.db.position
    person, code = _person(national, words.written(body, "person")), _dossier(desk, operation, body)
    if operation in (PROMOTION, AMENDMENT):
        notice = (
            words.promotion(contracts, body, person, now)
            if operation == PROMOTION
            else words.amendment(contracts, body, person, now, code)
        )
        code = desk.file(operation, notice, words.written(body, "request_id") or random_id("inbound"), faults=faults)
        told = desk.deliver(operation, code, before)
    else:
        taxes = words.tax_notice(contracts, body, person, now, code)
        code = taxes.dossier_code
        message = taxes if operation == TAX_NOTICE else words.tax_receipt(contracts, taxes, person, now)
        told = desk.send(operation, message, faults)
    said = {name: told.get(name) for name in ("ok", "status", "answer_code", "answer", "problem")} if told else {}
    return {"dossier_code": code, "ok": None, **said}


def _dossier(desk: InboundDesk, operation: str, body: Mapping[str, Any]) -> str:
    """Return the dossier that is meant: of those that fit the one that changed last, unless told otherwise."""
    wanted = operation in (PROMOTION, AMENDMENT)
    newest = DossierList(desk.national.db).page(province=desk.sheet.id, limit=_NEWEST).lines
    fitting = (line.code for line in newest if desk.brought(line.code) is wanted)
    return words.written(body, "dossier_code") or next(fitting, "")


def _person(national: National, word: str) -> Person | None:
    known = national.personas.people
    if not word:
        return next(iter(known.values()), None)
    found = find_named(national, word)
    if found is None:
        raise bad_request("person", f"a personal number that is known here, or a persona ({near_matches(word, known)})")
    return found


def _problem(desk: InboundDesk, problem: HandProblem) -> dict[str, Any]:
    if problem.reply is not None:
        owners = tuple(problem.reply.draft.links)
        facts = [(kind, owners, data) for kind, data in problem.facts]
        desk.outbound.record(problem.reply, facts, problem.findings)
    return {"ok": False, "problem": problem.to_json()}
