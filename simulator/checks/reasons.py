"""Why a dossier is refused, stopped or sent back can be read by the citizen, at the portal or at the system itself."""

from collections.abc import Iterator
from typing import Any

from simulator.checks.blocked import no_dossier, officer_stopped
from simulator.checks.comparing import folded
from simulator.checks.seen import acknowledged, done_actions, dossier_code, exchanges_of, nothing_more_is_due, owns
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner

_ACTIONS = ("refuse", "request_supplement", "stop")
_ENOUGH = 40
"""So many letters of a reason that a system had to cut short are still the reason."""


def reason_reaches_citizen(evidence: Evidence) -> Judgement:
    """Judge each reason that the officer gave: it stands in a progress step or on the dossier's page."""
    blocked = no_dossier(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    given = [act for act in done_actions(evidence) if act.get("action") in _ACTIONS and act.get("reason")]
    if not given:
        nothing = Finding("no_reason_given", owner=Owner.TESTER, settles=False)
        return Judgement(findings=(officer_stopped(evidence) or nothing,))
    told = [(act, [fact for fact, text in _told(evidence) if _carries(text, str(act.get("reason")))]) for act in given]
    missing = tuple(_missing(evidence, act) for act, places in told if not places)
    return Judgement(exchanges_of(place for _, places in told for place in places), missing)


def _told(evidence: Evidence) -> Iterator[tuple[Fact, str]]:
    """Yield what the citizen can read about the dossier, and where."""
    for fact in acknowledged(evidence, "progress_report"):
        yield fact, str(fact.get("content") or "")
    code = dossier_code(evidence)
    for view in evidence.of("dossier_view"):
        if not owns(view, code):
            continue
        asked: dict[str, Any] = view.get("asked") or {}
        yield view, str(asked.get("reason") or "")
        for step in view.get("history") or ():
            yield view, str(step.get("content") or "")


def _carries(text: str, reason: str) -> bool:
    wanted = folded(reason)
    return wanted[:_ENOUGH] in folded(text)


def _missing(evidence: Evidence, act: Fact) -> Finding:
    read = exchanges_of(fact for fact, _ in _told(evidence))
    return Finding(
        "reason_not_told",
        {"action": str(act.get("action")), "reason": str(act.get("reason"))},
        where=str(act.get("action")),
        expected=str(act.get("reason")),
        found=next((text for fact, text in reversed(list(_told(evidence))) if text), "–"),
        exchanges=(act.exchange, *read),
        settles=nothing_more_is_due(evidence),
    )
