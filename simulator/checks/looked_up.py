"""What a system says of a dossier when the portal asks: the same as it has reported."""

from simulator.checks.blocked import NO_ANSWER, hand_problem, no_dossier
from simulator.checks.inbound import sendings
from simulator.checks.seen import acknowledged, dossier_code, exchanges_of, nothing_more_is_due, owns, status_of
from simulator.checks.seen import status_text as shown
from simulator.checks.telling import other_numbers
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner


def look_up_agrees(evidence: Evidence) -> Judgement:
    """Judge each answer: found with the reported status and procedure, and -1 for a code that nobody gave."""
    blocked = no_dossier(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    asked = sendings(evidence, "look_up")
    own = [fact for fact in asked if owns(fact, dossier_code(evidence))]
    if not own:
        return Judgement(findings=(hand_problem(evidence) or Finding("no_look_up", owner=Owner.TESTER, settles=False),))
    findings = [found for fact in own for found in _of_own(evidence, fact)]
    findings += [_invented(fact) for fact in asked if fact not in own and fact.get("ok")]
    return Judgement(exchanges_of(fact for fact in own if fact.get("ok")), tuple(findings))


def _of_own(evidence: Evidence, asked: Fact) -> list[Finding]:
    problem = str(asked.get("problem") or "")
    reports = [fact for fact in acknowledged(evidence) if status_of(fact) is not None]
    told = [fact for fact in reports if fact.exchange < asked.exchange]
    if problem:
        values = {"problem": problem, "found": f"HTTP {asked.get('status')}"}
        lost = problem in NO_ANSWER
        owner = Owner.NETWORK if lost else Owner.PROVINCE
        return [Finding("look_up_failed", values, exchanges=(asked.exchange,), owner=owner, settles=not lost)]
    if not asked.get("ok"):
        known = {"dossier": dossier_code(evidence)}
        return [Finding("look_up_denies", known, found="-1", exchanges=(asked.exchange,), settles=bool(told))]
    if not told:
        return [Finding("look_up_too_early", exchanges=(asked.exchange,), settles=False)]
    return [*_status(evidence, asked, told, reports), *_procedure(evidence, asked)]


def _status(evidence: Evidence, asked: Fact, told: list[Fact], reports: list[Fact]) -> list[Finding]:
    said, latest = (asked.get("answer") or {}).get("status"), status_of(told[-1]) or 0
    if not isinstance(said, int):
        values = {"latest": shown(latest)}
        return [Finding("look_up_without_status", values, "status", str(latest), "–", exchanges=(asked.exchange,))]
    # What the system says may be newer than what it has reported so far, or told there under another number.
    later = [status_of(fact) for fact in reports if fact.exchange > asked.exchange]
    if latest in (said, *other_numbers(evidence, said)) or said in later:
        return []
    older = any(status_of(fact) == said for fact in told)
    return [
        Finding(
            "look_up_behind" if older else "look_up_differs",
            {"said": shown(said), "latest": shown(latest)},
            where="status",
            expected=str(latest),
            found=str(said),
            exchanges=exchanges_of([told[-1], asked]),
            settles=older or nothing_more_is_due(evidence),
        )
    ]


def _procedure(evidence: Evidence, asked: Fact) -> list[Finding]:
    rows = [fact for fact in acknowledged(evidence, "dossier_report") if fact.exchange < asked.exchange]
    said = str((asked.get("answer") or {}).get("procedure_code") or "")
    if not rows or not said or said == rows[-1].get("procedure_code"):
        return []
    told = str(rows[-1].get("procedure_code"))
    values = {"said": said, "told": told}
    exchanges = exchanges_of([rows[-1], asked])
    return [Finding("look_up_other_procedure", values, "procedure_code", told, said, exchanges=exchanges)]


def _invented(asked: Fact) -> Finding:
    values = {"dossier": str(asked.get("dossier_code"))}
    return Finding("look_up_invents", values, expected="-1", found=values["dossier"], exchanges=(asked.exchange,))
