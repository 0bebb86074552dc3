"""Each officer action's status reaches the portal, and within the time that the province itself claims."""

from collections.abc import Sequence

from simulator.checks.blocked import no_dossier, officer_stopped
from simulator.checks.seen import (
    acknowledged,
    deeds,
    exchanges_of,
    listed,
    nothing_more_is_due,
    numbers_text,
    owns,
    status_made,
    status_of,
    status_text,
    statuses_made,
)
from simulator.checks.seen import dossier_code as own_code
from simulator.checks.telling import tellings, tells
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement


def every_status_reaches_portal(evidence: Evidence) -> Judgement:
    """Judge each status that was made: acknowledged by the portal, in a dossier row or in a progress step."""
    blocked = no_dossier(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    actions = deeds(evidence)
    arrivals = [(action, _arrival(evidence, actions, index)) for index, action in enumerate(actions)]
    absent = [action for action, report in arrivals if report is None]
    missing = [action for action in absent if status_of(action) in (None, status_made(action))]
    findings = [_missing(evidence, missing)] if missing else []
    findings += [_another(action) for action in absent if action not in missing]
    findings += [late for action, report in arrivals if report and (late := _late(evidence, action, report))]
    findings += _rewritten([(action, report) for action, report in arrivals if report])
    stopped = officer_stopped(evidence)
    if stopped:
        findings.append(stopped)
    return Judgement(exchanges_of(report for _, report in arrivals if report), tuple(findings))


def _arrival(evidence: Evidence, actions: Sequence[Fact], index: int) -> Fact | None:
    """Return the report of what this action made.

    A report may be recorded before the hook's own exchange is, when the system reports while it answers. So only a
    status that an earlier action had made already has to arrive again after the action in between. So has one that
    the system's dialect tells under the number of another.
    """
    wanted = statuses_made(actions[index])
    before = actions[index - 1].exchange if index else 0
    repeated = any(not set(tellings(evidence, action)).isdisjoint(wanted) for action in actions[:index])
    after = before if repeated else 0
    reports = acknowledged(evidence)
    own = next((fact for fact in reports if status_of(fact) in wanted and fact.exchange > after), None)
    told = (fact for fact in reports if fact.exchange > before and tells(evidence, actions[index], fact))
    return own or next(told, None)


def _rewritten(arrivals: Sequence[tuple[Fact, Fact]]) -> list[Finding]:
    """Return a warning for what arrived under another number, as the system's dialect says that it does."""
    others = [(deed, report) for deed, report in arrivals if status_of(report) not in statuses_made(deed)]
    if not others:
        return []
    made = listed(status_text(status) for status in dict.fromkeys(status_made(deed) for deed, _ in others))
    told = listed(status_text(status) for status in dict.fromkeys(status_of(report) or 0 for _, report in others))
    exchanges = exchanges_of([fact for pair in others for fact in pair])
    return [Finding("status_rewritten", {"made": made, "told": told}, exchanges=exchanges, assumed=True)]


def _another(action: Fact) -> Finding:
    """The system itself says that the action made another status: then this one had nothing to report."""
    made, wanted = status_of(action) or 0, status_made(action)
    return Finding(
        "action_made_another",
        {"action": str(action.get("action") or action.kind), "made": status_text(made), "wanted": status_text(wanted)},
        expected=str(wanted),
        found=str(made),
        exchanges=exchanges_of([action]),
        settles=False,
    )


def _missing(evidence: Evidence, missing: Sequence[Fact]) -> Finding:
    statuses = [status_made(action) for action in missing]
    refused = [fact for fact in _refused(evidence) if status_of(fact) in statuses]
    seen = acknowledged(evidence)
    return Finding(
        _code(evidence, refused, seen),
        {
            "statuses": listed(status_text(status) for status in dict.fromkeys(statuses)),
            "dossier": own_code(evidence),
            "answer": str(refused[-1].get("answer_code") or "–") if refused else "–",
            "seen": numbers_text(status_of(fact) for fact in seen),
        },
        expected=numbers_text(statuses),
        found=numbers_text(status_of(fact) for fact in seen),
        exchanges=exchanges_of([*missing, *refused, *seen]),
        settles=nothing_more_is_due(evidence),
    )


def _code(evidence: Evidence, refused: Sequence[Fact], seen: Sequence[Fact]) -> str:
    if not nothing_more_is_due(evidence):
        return "status_not_yet"
    if refused:
        return "status_refused_by_portal"
    return "status_missing" if seen else "nothing_arrived"


def _refused(evidence: Evidence) -> list[Fact]:
    code = own_code(evidence)
    reports = evidence.of("dossier_report", "progress_report")
    return [fact for fact in reports if owns(fact, code) and not fact.get("accepted")]


def _late(evidence: Evidence, action: Fact, report: Fact) -> Finding | None:
    """Return a finding when the report took longer than claimed; an outage of ours excuses the delay."""
    limit = evidence.limit_after(action)
    took = (report.at - action.at).total_seconds()
    if limit is None or took <= limit or any(evidence.of("disturbed")):
        return None
    if any(action.at <= away.at <= report.at for away in evidence.of("restarted")):
        return None
    return Finding(
        "status_late",
        {"status": status_text(status_made(action)), "took": f"{took:.1f}", "limit": f"{limit:g}"},
        expected=f"≤ {limit:g} s",
        found=f"{took:.1f} s",
        exchanges=exchanges_of([action, report]),
    )
