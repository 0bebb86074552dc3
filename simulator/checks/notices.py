"""The citizen is told of each status by a notice in the VNeID inbox, where a system claims to send them."""

from simulator.checks.blocked import no_dossier, officer_stopped
from simulator.checks.seen import deeds, exchanges_of, listed, nothing_more_is_due, status_text, statuses_made
from simulator.checks.seen import dossier_code as own_code
from simulator.domain.evidence import Evidence
from simulator.domain.outcome import Finding, Judgement


def every_status_noticed(evidence: Evidence) -> Judgement:
    """Judge that a notice about the dossier came for each status that the officer made."""
    if blocked := no_dossier(evidence):
        return Judgement(findings=(blocked,))
    code = own_code(evidence)
    notices = [fact for fact in evidence.of("notice_sent") if fact.get("dossier_code") == code]
    told = {str(fact.get("status")) for fact in notices}
    missed = [deed for deed in deeds(evidence) if not told & {str(status) for status in statuses_made(deed)}]
    findings = []
    if missed:
        statuses = [statuses_made(deed)[0] for deed in missed]
        findings.append(
            Finding(
                "status_not_noticed",
                {"statuses": listed(status_text(status) for status in dict.fromkeys(statuses)), "dossier": code},
                expected=", ".join(str(status) for status in statuses),
                found=", ".join(sorted(told, key=lambda text: text.zfill(2))) or "–",
                exchanges=exchanges_of([*missed, *notices]),
                settles=nothing_more_is_due(evidence),
            )
        )
    if stopped := officer_stopped(evidence):
        findings.append(stopped)
    return Judgement(exchanges_of(notices), tuple(findings))
