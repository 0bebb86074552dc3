"""Procedure codes in their time: one in use reaches its form, one that is not in use is not taken for a new dossier."""

from collections.abc import Iterator
from datetime import date

from simulator.checks.blocked import NO_ANSWER, hand_problem, no_form
from simulator.checks.seen import exchanges_of
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.mark import Mark
from simulator.domain.outcome import Finding, Judgement
from simulator.domain.service import ProcedureCode, Service

_REFUSED = range(400, 500)


def service_reachable(evidence: Evidence) -> Judgement:
    """Judge each code that is in use on the day: the citizen who comes with it sees the form."""
    day = evidence.session_opened_at.date()
    tried = {code: fact for code in evidence.service.codes if code.valid_on(day) and (fact := _came(evidence, code))}
    if not tried:
        return Judgement(findings=(no_form(evidence),))
    reached = [form for form in evidence.of("form_read") if any(_opened(fact, form) for fact in tried.values())]
    findings = tuple(
        _unreached(evidence, code, fact)
        for code, fact in tried.items()
        if not any(_opened(fact, form) for form in reached)
    )
    empty = [form for form in reached if not _binds(evidence.service, form)]
    if empty:
        findings += (Finding("form_binds_nothing", exchanges=exchanges_of(empty), settles=False),)
    return Judgement(exchanges_of(reached), findings)


def _binds(service: Service, form: Fact) -> bool:
    """Return whether the form speaks of this service at all: one that binds none of its data could be any page."""
    datums = {field.datum for field in service.fields if field.datum}
    return any(row.get("datum") in datums for row in form.get("fields") or ())


def _opened(handover: Fact, form: Fact) -> bool:
    """Return whether this form was what the hand-over ended in: both are told by the same exchange."""
    return form.exchange == handover.exchange


def _unreached(evidence: Evidence, code: ProcedureCode, handover: Fact) -> Finding:
    problem = str(handover.get("problem") or "")
    if problem != "http_status" and (unclear := hand_problem(evidence)):
        return unclear  # a page that a program cannot read may still be a form for people
    reason = str(handover.get("reason") or problem or "–")
    main = evidence.service.code_on(evidence.session_opened_at.date())
    return Finding(
        "code_not_reached",
        {"code": code.code, "name": code.name, "reason": reason},
        where=code.code,
        expected="200, province/form",
        found=f"{handover.get('status') or '–'}: {reason}",
        exchanges=(handover.exchange,),
        # Of the further codes it is not known for certain that they were in use on that very day.
        assumed=code.mark is not Mark.SEEN or code != main,
    )


def without_dead_code(service: Service, day: date) -> str:
    """Return why there is no code to be refused: each one is in use on that day."""
    return "" if any(not code.valid_on(day) for code in service.codes) else "no_dead_code"


def dead_code_refused(evidence: Evidence) -> Judgement:
    """Judge each code that is not in use: it is refused with a reason, or leads to the form of one that is."""
    day = evidence.session_opened_at.date()
    tried = {
        code: fact for code in evidence.service.codes if not code.valid_on(day) and (fact := _came(evidence, code))
    }
    if not tried:
        return Judgement(findings=(no_form(evidence),))
    findings = tuple(found for code, fact in tried.items() for found in _taken(evidence, code, fact))
    return Judgement(exchanges_of(tried.values()), findings)


def _taken(evidence: Evidence, code: ProcedureCode, handover: Fact) -> Iterator[Finding]:
    day = evidence.session_opened_at.date()
    valid = {one.code for one in evidence.service.codes if one.valid_on(day)}
    form = next((one for one in evidence.of("form_read") if _opened(handover, one)), None)
    known = ", ".join(sorted(valid)) or "–"
    if form is not None and form.get("procedure_code") not in valid:
        yield Finding(
            "dead_code_taken",
            {"code": code.code, "name": code.name, "valid": known},
            where=code.code,
            expected=f"4xx | {known}",
            found=str(form.get("procedure_code") or "–"),
            exchanges=(form.exchange,),
            assumed=code.dead_mark(day) is not Mark.SEEN,
        )
    if form is None:
        yield from _unsaid(evidence, code, handover)


def _unsaid(evidence: Evidence, code: ProcedureCode, handover: Fact) -> Iterator[Finding]:
    """A refusal tells why; an answer that is none, or no answer, does not show that the code is refused."""
    if str(handover.get("problem")) in NO_ANSWER and (silent := hand_problem(evidence)):
        yield silent
        return
    status = handover.get("status")
    if status in _REFUSED and handover.get("reason"):
        return
    values = {"code": code.code, "status": status or "–", "problem": str(handover.get("problem") or "–")}
    refused = status in _REFUSED
    yield Finding(
        "dead_code_without_reason" if refused else "dead_code_unclear",
        values,
        where=code.code,
        found=str(status or "–"),
        exchanges=(handover.exchange,),
        settles=refused,
        assumed=True,
    )


def _came(evidence: Evidence, code: ProcedureCode) -> Fact | None:
    """Return the last hand-over under a code that was told by the system's own answer."""
    return next((fact for fact in reversed(list(evidence.of("handover"))) if _is_under(fact, code)), None)


def _is_under(handover: Fact, code: ProcedureCode) -> bool:
    return handover.get("procedure_code") == code.code and handover.get("landed") is not None
