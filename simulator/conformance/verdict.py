"""From evidence to the verdict of a cell. One cause is one line; what falls with it says by what it is blocked."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from simulator.catalogue.catalogue import Catalogue
from simulator.checks import CHECKS, outcomes
from simulator.checks.texts import check_title, sentence, settling
from simulator.conformance.attested import ATTENDED, by_people
from simulator.conformance.plan import Cell
from simulator.conformance.texts import reason
from simulator.core.text import Text
from simulator.domain.evidence import Evidence
from simulator.domain.outcome import CellOutcome, CheckOutcome, Owner, Verdict, worst


def judge(cell: Cell, catalogue: Catalogue, evidence: Evidence, as_of: date) -> tuple[CheckOutcome, ...]:
    """Return what the checks of the cell's scenario say, in the scenario's order."""
    judged: list[CheckOutcome] = []
    for check in cell.scenario.checks:
        judged += _judge_one(check, catalogue, evidence, as_of, judged)
    if cell.claim.driver == ATTENDED:
        judged = [by_people(outcome, evidence) for outcome in judged]
    return tuple(_one_line_a_cause(judged))


def cell_outcome(cell: Cell, checks: tuple[CheckOutcome, ...], ambiguous: bool = False) -> CellOutcome:
    """Return the cell's outcome: the worst of its checks; without a single one, the suite's own error."""
    if not checks:
        return cell.outcome(Verdict.ERROR, reason("no_check"))
    judged = tuple(_ambiguous(check) for check in checks) if ambiguous else checks
    verdict = worst(check.verdict for check in judged)
    return replace(cell.outcome(verdict, _reason(verdict, judged)), checks=judged)


def _judge_one(
    check_id: str, catalogue: Catalogue, evidence: Evidence, as_of: date, before: Iterable[CheckOutcome]
) -> list[CheckOutcome]:
    check = CHECKS[check_id]
    requirement = catalogue.requirements[check.requirement]
    failed = {outcome.id for outcome in before if outcome.verdict is Verdict.FAIL}
    try:
        return outcomes(check, evidence, requirement, as_of, failed)
    except Exception as error:  # a broken check is our fault, and must not hide the other checks
        return [_broken(check_id, requirement.id, requirement.level, error)]


def _broken(check_id: str, requirement: str, level: str, error: Exception) -> CheckOutcome:
    text = f"{type(error).__name__}: {error}"
    return CheckOutcome(
        id=check_id,
        requirement=requirement,
        level=level,
        verdict=Verdict.ERROR,
        owner=Owner.SUITE,
        message=reason("check_broke", error=text),
        remedy=reason("report_to_us"),
        found=text,
    )


def _one_line_a_cause(judged: Iterable[CheckOutcome]) -> Iterable[CheckOutcome]:
    """Let only the first check name a cause that keeps several from a conclusion."""
    first: dict[Text, str] = {}
    for outcome in judged:
        cause = first.setdefault(outcome.message, outcome.id) if outcome.verdict is Verdict.INCONCLUSIVE else outcome.id
        if cause == outcome.id or outcome.message == sentence("nothing_seen"):
            yield outcome
        else:
            message = sentence("blocked_by", {"check": check_title(cause)})
            yield replace(outcome, message=message, remedy=settling("blocked_by"), blocked_by=cause)


def _ambiguous(check: CheckOutcome) -> CheckOutcome:
    if check.verdict in (Verdict.NOT_APPLICABLE, Verdict.ERROR):
        return check
    return replace(check, verdict=Verdict.INCONCLUSIVE, owner=Owner.TESTER, message=reason("ambiguous"))


def _reason(verdict: Verdict, checks: tuple[CheckOutcome, ...]) -> Text:
    if verdict is Verdict.PASS:
        return reason("all_passed", count=sum(check.verdict is Verdict.PASS for check in checks))
    if verdict is Verdict.NOT_APPLICABLE:
        return reason("nothing_applied")
    return next(check.message for check in checks if check.verdict is verdict)
