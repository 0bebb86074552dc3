"""Why something could not be judged: the first thing that went wrong, and who can mend it."""

from simulator.checks.seen import dossier_code, filings
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Owner

NO_ANSWER = ("refused", "timeout", "closed", "tls")
"""Problems of a connection: nobody can say from here on which side they lie."""

_OF_THE_SCRIPT = ("selector_gone", "script_stuck", "driver_missing")
"""Problems of working pages by browser: the script may be wrong, or there is no browser."""

_NAMED = (*NO_ANSWER, *_OF_THE_SCRIPT, "not_json", "redirect_loop", "cannot")
"""Problems with a sentence of their own."""

_SIDE_HANDS = ("idle", "clock")
"""Words in the names of hands that no story depends on."""


def no_dossier(evidence: Evidence) -> Finding | None:
    """Return why there is no dossier to judge; None when there is one."""
    if dossier_code(evidence):
        return None
    refused = next((fact for fact in filings(evidence) if not fact.get("accepted")), None)
    if refused is not None:
        reason = str(refused.get("reason") or "–")
        return Finding(
            "submission_refused", {"reason": reason}, found=reason, exchanges=(refused.exchange,), settles=False
        )
    untold = [fact.exchange for fact in filings(evidence) if fact.get("accepted")]
    if untold:  # a person filed it, and neither the person nor a report said its code
        return Finding("code_not_told", exchanges=tuple(untold), owner=Owner.TESTER, settles=False)
    return hand_problem(evidence) or Finding("no_submission", owner=Owner.TESTER, settles=False)


def no_form(evidence: Evidence) -> Finding:
    """Return why no form was read."""
    return hand_problem(evidence) or Finding("no_form", owner=Owner.TESTER, settles=False)


def officer_stopped(evidence: Evidence) -> Finding | None:
    """Return why an officer's step was not done; None when each one that was tried was done."""
    for fact in evidence.of("officer_action", "hand_failed"):
        if fact.kind == "officer_action" and not fact.get("done") and not fact.get("refusable"):
            reason = str(fact.get("reason") or "–")
            values = {"action": str(fact.get("action")), "reason": reason}
            return Finding("officer_refused", values, found=reason, exchanges=(fact.exchange,), settles=False)
        if fact.kind == "hand_failed" and "officer" in str(fact.get("hand")):
            return _hand(evidence, fact)
    return _failed_step(evidence, "officer")


def hand_problem(evidence: Evidence) -> Finding | None:
    """Return the first failure of the session's hands (the citizen's browser, the officer hook); None without one."""
    for fact in evidence.of("hand_failed"):
        if not any(word in str(fact.get("hand")) for word in _SIDE_HANDS):
            return _hand(evidence, fact)
    return _failed_step(evidence, "call")


def _failed_step(evidence: Evidence, verb: str) -> Finding | None:
    """Return the first step of that verb that failed without an exchange to show for it."""
    failed = (step for step in evidence.steps if step.verb == verb and step.status == "failed")
    return next(
        (
            Finding(
                "hand_driver_missing" if step.problem == "driver_missing" else "step_failed",
                {"step": f"{step.verb} {step.target}", "detail": step.detail},
                owner=Owner.TESTER if step.problem in _OF_THE_SCRIPT else Owner.PROVINCE,
                settles=False,
            )
            for step in failed
        ),
        None,
    )


def _owner(problem: str) -> Owner:
    if problem in (*_OF_THE_SCRIPT, "cannot"):
        return Owner.TESTER
    return Owner.NETWORK if problem in NO_ANSWER else Owner.PROVINCE


def _hand(evidence: Evidence, fact: Fact) -> Finding:
    problem = str(fact.get("problem"))
    values = {
        "url": str(fact.get("url") or "–"),
        "detail": str(fact.get("detail") or problem),
        "problem": problem,
    }
    picture = f" [screenshots/{evidence.session}-{fact.get('screenshot')}]" if fact.get("screenshot") else ""
    return Finding(
        f"hand_{problem}" if problem in _NAMED else "hand_unexpected",
        values,
        where=values["url"],
        found=values["detail"] + picture,
        exchanges=(fact.exchange,),
        owner=_owner(problem),
        settles=False,
    )
