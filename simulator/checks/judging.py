"""Gives a check's findings the weight of its requirement."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from simulator.checks.check import Check
from simulator.checks.texts import check_title, sentence, settling
from simulator.core.text import Text
from simulator.domain.evidence import Evidence
from simulator.domain.outcome import CheckOutcome, Finding, Judgement, Owner, Part, Verdict
from simulator.domain.requirement import Requirement

NOTHING = Text("", "")


def outcomes(
    check: Check, evidence: Evidence, requirement: Requirement, as_of: date, failed: Collection[str] = ()
) -> list[CheckOutcome]:
    """Return the outcomes of one check: one for each finding, or the one PASS, INCONCLUSIVE or NOT_APPLICABLE.

    `failed` names the checks that have failed in the same cell: what they explain is blocked by them.
    """
    requirement = requirement.on(as_of)
    if not requirement.in_force(as_of):
        rule = f"{requirement.document}, {requirement.article}"
        return [_plain(check, requirement, Verdict.NOT_APPLICABLE, sentence("not_in_force", {"rule": rule}))]
    if unsuited := check.nothing_to_judge(evidence.service, as_of):
        return [_plain(check, requirement, Verdict.NOT_APPLICABLE, sentence(unsuited))]
    judgement = check.judge(evidence)
    if judgement.parts:
        return [one for part in judgement.parts for one in _of_part(check, requirement, part, failed)]
    return _judged(check, requirement, judgement, failed)


def _of_part(check: Check, requirement: Requirement, part: Part, failed: Collection[str]) -> Iterator[CheckOutcome]:
    for outcome in _judged(check, requirement, part.judgement, failed):
        mended = outcome.verdict in (Verdict.FAIL, Verdict.WARN)
        yield replace(outcome, case=part.case, remedy=part.remedy if mended else outcome.remedy)


def _judged(
    check: Check, requirement: Requirement, judgement: Judgement, failed: Collection[str]
) -> list[CheckOutcome]:
    if judgement.left_out:
        said = sentence(judgement.left_out, judgement.values)
        return [_plain(check, requirement, Verdict.NOT_APPLICABLE, said)]
    if judgement.findings:
        return [_found(check, requirement, _explained(check, finding, failed)) for finding in judgement.findings]
    if judgement.witness:
        said = sentence(judgement.confirms, judgement.values) if judgement.confirms else check_title(check.id)
        return [_plain(check, requirement, Verdict.PASS, said, judgement.witness)]
    return [_found(check, requirement, Finding("nothing_seen", owner=Owner.TESTER, settles=False))]


def verdict_of(finding: Finding, requirement: Requirement) -> Verdict:
    """Return what a finding weighs: a rule or a fact that is not certain never weighs more than WARN."""
    if not finding.settles:
        return Verdict.INCONCLUSIVE
    return Verdict.FAIL if requirement.can_fail and not finding.assumed else Verdict.WARN


def blocked_by(finding: Finding, cause: str) -> Finding:
    """Return the finding as one that cannot be told, because the check `cause` has failed already."""
    values = {"check": check_title(cause), "cause": cause}
    return replace(finding, code="blocked_by", values=values, settles=False)


def _explained(check: Check, finding: Finding, failed: Collection[str]) -> Finding:
    cause = check.explained_by.get(finding.code)
    return blocked_by(finding, cause) if cause in failed and cause is not None else finding


def _found(check: Check, requirement: Requirement, finding: Finding) -> CheckOutcome:
    verdict = verdict_of(finding, requirement)
    return CheckOutcome(
        id=check.id,
        requirement=requirement.id,
        level=requirement.level,
        verdict=verdict,
        owner=finding.owner,
        message=sentence(finding.code, finding.values),
        remedy=settling(finding.code) if verdict is Verdict.INCONCLUSIVE else requirement.remedy,
        where=finding.where,
        expected=finding.expected,
        found=finding.found,
        exchanges=finding.exchanges,
        blocked_by=finding.values.get("cause", "") if finding.code == "blocked_by" else "",
    )


def _plain(
    check: Check, requirement: Requirement, verdict: Verdict, message: Text, witness: tuple[int, ...] = ()
) -> CheckOutcome:
    return CheckOutcome(
        id=check.id,
        requirement=requirement.id,
        level=requirement.level,
        verdict=verdict,
        owner=Owner.NOBODY,
        message=message,
        remedy=NOTHING,
        exchanges=witness,
    )
