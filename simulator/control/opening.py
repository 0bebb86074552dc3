"""The citizen comes from the portal with one procedure code after the other, reads the form and submits nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from simulator.control.body import text_of
from simulator.control.journey import Wishes
from simulator.control.problems import HandProblem, said
from simulator.control.stage import Stage

EVERY = "every"
"""In a story's `code`: every code of the service that is valid on the day of the session."""
DEAD = "dead"
"""In a story's `code`: every code of the service that is not."""


def open_forms(stage: Stage, wishes: Wishes, open_form: Callable[[str], None]) -> dict[str, Any]:
    """Open the form under each code; what stops one is recorded and does not keep the others from being tried.

    That a code which is not valid is turned away is an answer, not a problem.
    """
    wanted = text_of(wishes.told, "code", "")
    problems = [problem for code in _codes(stage, wanted) if (problem := _problem(stage, open_form, code)) is not None]
    stopping = [problem for problem in problems if wanted != DEAD or not _is_answer(problem)]
    return {"ok": not stopping, **({"problem": stopping[0].to_json()} if stopping else {})}


def _codes(stage: Stage, wanted: str) -> Sequence[str]:
    day = stage.session_now.date()
    valid = [code.code for code in stage.service.codes if code.valid_on(day)]
    if wanted == DEAD:
        return [code.code for code in stage.service.codes if code.code not in valid]
    if wanted == EVERY:
        return valid
    main = stage.service.code_on(day)
    if not wanted and main is None:
        raise HandProblem("not_offered", f"service {stage.service.id} has no procedure code to come with")
    return [wanted or (main.code if main else "")]


def _problem(stage: Stage, open_form: Callable[[str], None], code: str) -> HandProblem | None:
    try:
        open_form(code)
    except HandProblem as problem:
        problem.facts = [
            (kind, {**data, **_seen(problem)} if kind == "handover" else data) for kind, data in problem.facts
        ]
        if problem.reply is not None and _is_answer(problem):
            stage.record(problem.reply, problem.facts, problem.findings)
        else:
            stage.fail(problem)
        return problem
    return None


def _seen(problem: HandProblem) -> dict[str, Any]:
    reply = problem.reply
    return {"status": reply.status if reply else None, "reason": said(reply) if reply else "", "problem": problem.kind}


def _is_answer(problem: HandProblem) -> bool:
    return problem.kind == "http_status"
