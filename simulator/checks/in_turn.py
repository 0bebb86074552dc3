"""Cases that were tried in turn, each between two controls: one part of a judgement for each."""

from collections.abc import Callable, Iterator

from simulator.checks.blocked import hand_problem
from simulator.checks.login_tried import Tried
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.identity_case import NEEDS, PLAIN
from simulator.domain.outcome import Finding, Judgement, Owner, Part

Judge = Callable[[Tried, Evidence], Judgement]


def judged_in_turn(
    kind: str, nothing_tried: str, expectations: tuple[str, ...], judge_one: Judge
) -> Callable[[Evidence], Judgement]:
    """Return the judge of a check over the facts of a kind: all tried cases that expect one of these.

    `nothing_tried` is the code of the finding when no case was tried.
    """

    def judge(evidence: Evidence) -> Judgement:
        parts = tuple(_parts(evidence, kind, expectations, judge_one))
        if parts:
            return Judgement(parts=parts)
        why = None if any(evidence.of(kind)) else hand_problem(evidence)
        return Judgement(findings=(why or Finding(nothing_tried, owner=Owner.TESTER, settles=False),))

    return judge


def _parts(evidence: Evidence, kind: str, expectations: tuple[str, ...], judge_one: Judge) -> Iterator[Part]:
    facts = list(evidence.of(kind))
    for place, fact in enumerate(facts):
        for row in fact.get("left_out") or ():
            case = evidence.cases.get(str(row["case"]))
            if case is not None and case.expects in expectations:
                values = {"case": case.title, "lacks": str(row["lacks"])}
                code = "case_left_out" if row["lacks"] in (*NEEDS, PLAIN) else "case_of_other_profile"
                yield Part(case.id, Judgement(left_out=code, values=values), case.remedy)
        case = evidence.cases.get(str(fact.get("case")))
        if case is not None and case.expects in expectations:
            tried = Tried(case, fact, _control(facts[:place][::-1]), _control(facts[place + 1 :]))
            yield Part(case.id, judge_one(tried, evidence), case.remedy)


def _control(facts: list[Fact]) -> Fact | None:
    return next((fact for fact in facts if fact.get("control")), None)
