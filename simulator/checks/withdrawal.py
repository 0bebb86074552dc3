"""Before there is a decision the applicant may stop the procedure: the portal hears of it, and processing ends."""

from collections.abc import Iterator

from simulator.checks.blocked import hand_problem, no_dossier
from simulator.checks.seen import (
    acknowledged,
    done_actions,
    dossier_code,
    exchanges_of,
    nothing_more_is_due,
    numbers_text,
    status_made,
    status_of,
    status_text,
    taken,
)
from simulator.checks.telling import tellings, tells
from simulator.domain.dossier import DossierStatus
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner

_DECIDED = (DossierStatus.NOT_ACCEPTED, DossierStatus.STOPPED, DossierStatus.FINISHED, DossierStatus.RETURNED)


def withdrawal_honoured(evidence: Evidence) -> Judgement:
    """Judge the withdrawal: taken, heard of by the portal, and the last thing that happened."""
    blocked = no_dossier(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    tried = list(evidence.of("withdrawal"))
    if not tried:
        nothing = Finding("not_withdrawn", owner=Owner.TESTER, settles=False)
        return Judgement(findings=(hand_problem(evidence) or nothing,))
    done = taken(evidence, "withdrawal")
    if not done:
        return _refused(evidence, tried[0])
    heard = [fact for fact in acknowledged(evidence) if tells(evidence, done[0], fact)]
    findings = (*(() if heard else (_not_heard(evidence, done[0]),)), *_went_on(evidence, done[0]))
    return Judgement(exchanges_of([done[0], *heard]), findings)


def _refused(evidence: Evidence, tried: Fact) -> Judgement:
    """Refusing is right once the officer has decided."""
    decided = [act for act in done_actions(evidence) if status_made(act) in _DECIDED and act.exchange < tried.exchange]
    if decided:
        return Judgement(exchanges_of([*decided, tried]))
    reason = str(tried.get("reason") or "–")
    refused = Finding(
        "withdrawal_refused", {"reason": reason}, expected="200", found=reason, exchanges=(tried.exchange,)
    )
    return Judgement(findings=(refused,))


def _not_heard(evidence: Evidence, withdrawal: Fact) -> Finding:
    reports = acknowledged(evidence)
    due = nothing_more_is_due(evidence)
    seen = numbers_text(status_of(fact) for fact in reports)
    return Finding(
        "withdrawal_not_reported" if due else "withdrawal_not_reported_yet",
        {"dossier": dossier_code(evidence), "seen": seen},
        expected="7 | 8",
        found=seen,
        exchanges=exchanges_of([withdrawal, *reports]),
        settles=due,
    )


def _went_on(evidence: Evidence, withdrawal: Fact) -> Iterator[Finding]:
    """Yield a finding for what was done later; an earlier state or a mere step that comes late is no processing."""
    acts = [act for act in done_actions(evidence) if act.exchange > withdrawal.exchange]
    before = {status_made(act) for act in done_actions(evidence) if act.exchange < withdrawal.exchange}
    fine = {int(DossierStatus.REGISTERED), *tellings(evidence, withdrawal), *before, None}
    records = (fact for fact in acknowledged(evidence, "dossier_report") if fact.exchange > withdrawal.exchange)
    news = [fact for fact in records if status_of(fact) not in fine]
    if acts or news:
        statuses = dict.fromkeys([*map(status_made, acts), *(status_of(fact) or 0 for fact in news)])
        what = [status_text(status) for status in statuses]
        yield Finding(
            "processed_after_withdrawal",
            {"what": what[0]},
            expected="7 | 8",
            found=numbers_text(statuses),
            exchanges=exchanges_of([withdrawal, *acts, *news]),
        )
