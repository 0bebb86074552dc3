"""No older state of the dossier takes the place of a newer one at the portal."""

from collections.abc import Mapping, Sequence

from simulator.checks.blocked import no_dossier, officer_stopped
from simulator.checks.seen import acknowledged, deeds, exchanges_of, status_made, status_of, status_text
from simulator.checks.telling import other_numbers, tellings
from simulator.domain.dossier import DossierStatus
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement


def no_older_state_over_newer(evidence: Evidence) -> Judgement:
    """Judge the dossier rows that the portal acknowledged, in their order; a late progress step is only history."""
    actions = deeds(evidence)
    blocked = no_dossier(evidence) or (None if actions else officer_stopped(evidence))
    if blocked:
        return Judgement(findings=(blocked,))
    ranks = _ranks(evidence, actions)
    records = [fact for fact in acknowledged(evidence, "dossier_report") if status_of(fact) in ranks]
    findings = tuple(_steps_back(records, ranks))
    shown = {status_of(fact) for fact in records}
    newest = tellings(evidence, actions[-1]) if actions else ()
    if findings or len(shown) > 1 or not shown.isdisjoint(newest):
        return Judgement(exchanges_of(records), findings)
    return Judgement(findings=(Finding("no_order_seen", exchanges=exchanges_of(records), settles=False),))


def _ranks(evidence: Evidence, actions: Sequence[Fact]) -> dict[int | None, tuple[int, ...]]:
    """Return status -> its places in the order of the officer's actions; a status may come more than once."""
    ranks: dict[int | None, tuple[int, ...]] = {int(DossierStatus.REGISTERED): (0,)}
    for place, action in enumerate(actions, start=1):
        own = status_made(action)
        for status in (own, *other_numbers(evidence, own)):
            ranks[status] = (*ranks.get(status, ()), place)
    return ranks


def _steps_back(records: Sequence[Fact], ranks: Mapping[int | None, tuple[int, ...]]) -> list[Finding]:
    """Return a finding for each row that can only be older than the row before it."""
    findings: list[Finding] = []
    newest, newest_record = -1, None
    for record in records:
        possible = [rank for rank in ranks[status_of(record)] if rank >= newest]
        if possible:
            newest, newest_record = possible[0], record
        elif newest_record is not None and not findings:
            findings.append(_step_back(newest_record, record))
    return findings


def _step_back(newer: Fact, older: Fact) -> Finding:
    before, after = status_of(newer) or 0, status_of(older) or 0
    return Finding(
        "older_over_newer",
        {"newer": status_text(before), "older": status_text(after)},
        expected=str(before),
        found=f"{before} → {after}",
        exchanges=exchanges_of([newer, older]),
    )
