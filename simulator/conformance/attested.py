"""What becomes of a verdict where people worked the system: the one place in which a person's word is weighed.

A "yes" with a file is ATTESTED; without one it counts for nothing: NOT_RUN. A "no" is a WARN and never a FAIL, with or
without a file: it is hearsay until somebody looks. What only people could see and nobody said is NOT_RUN. What was
seen on the wire stays what it is.
"""

from dataclasses import dataclass, replace

from simulator.checks.asks import asks, only_people_see, rest_on_pages, rest_on_typing
from simulator.conformance.texts import reason
from simulator.core.text import Text
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Attestation, CheckOutcome, Owner, Verdict

ATTENDED = "attended"
_NOTHING = Text("", "")


@dataclass(frozen=True)
class _Said:
    """One answer to the question of a check."""

    yes: bool
    fact: Fact

    @property
    def attestation(self) -> Attestation:
        return _attestation(self.fact)


def by_people(outcome: CheckOutcome, evidence: Evidence) -> CheckOutcome:
    """Return the outcome as it stands when a person's word is all that there is for it."""
    answers = list(evidence.of("work_done"))
    said = _said(outcome.id, answers)
    if said is not None and not said.yes and outcome.verdict not in (Verdict.FAIL, Verdict.ERROR):
        return _denied(outcome, said, evidence)
    if _is_unseen(outcome, evidence):
        return _vouched(outcome, said, evidence)
    if outcome.verdict is Verdict.PASS:
        return _only_a_word(outcome, said, answers)
    if outcome.verdict is Verdict.FAIL and outcome.id in rest_on_typing():
        message = reason("typed_by_a_person", message=outcome.message)
        return replace(outcome, verdict=Verdict.WARN, message=message)
    return outcome


def _said(check: str, answers: list[Fact]) -> _Said | None:
    """Return the latest answer about a check."""
    given = [fact for fact in answers if check in (fact.get("answers") or {})]
    return _Said(given[-1].get("answers")[check] == "yes", given[-1]) if given else None


def _is_unseen(outcome: CheckOutcome, evidence: Evidence) -> bool:
    """Return whether the check could not tell because only people saw the page; not when a person was stopped."""
    if outcome.id not in asks() or any(fact.get("problem") == "cannot" for fact in evidence.of("hand_failed")):
        return False
    missing = outcome.verdict is Verdict.FAIL and outcome.id in rest_on_pages()
    unseen = outcome.verdict is Verdict.PASS and outcome.id in only_people_see()
    return missing or unseen or outcome.verdict is Verdict.INCONCLUSIVE


def _vouched(outcome: CheckOutcome, said: _Said | None, evidence: Evidence) -> CheckOutcome:
    question = _question(outcome.id, evidence)
    if said is None:
        return _not_run(outcome, reason("not_answered", question=question), ())
    attestation = said.attestation
    if not said.yes:
        return _denied(outcome, said, evidence)
    if not attestation.file:
        told = reason("vouched_without_file", by=attestation.by, question=question)
        return _not_run(outcome, told, (said.fact.exchange,))
    return _attested(
        outcome, reason("attested", by=attestation.by, file=attestation.file, question=question), said.fact
    )


def _denied(outcome: CheckOutcome, said: _Said, evidence: Evidence) -> CheckOutcome:
    attestation = said.attestation
    return replace(
        outcome,
        verdict=Verdict.WARN,
        owner=Owner.PROVINCE,
        message=reason("denied", by=attestation.by, question=_question(outcome.id, evidence)),
        remedy=reason("denied_remedy"),
        expected="yes",
        found=f"no{f' ({attestation.file})' if attestation.file else ''}",
        exchanges=(said.fact.exchange,),
        attested=attestation if attestation.file else None,
    )


def _only_a_word(outcome: CheckOutcome, said: _Said | None, answers: list[Fact]) -> CheckOutcome:
    """Keep a PASS that something was seen for; one that rests on answers alone needs a file."""
    own = {fact.exchange: fact for fact in answers}
    if not outcome.exchanges or not set(outcome.exchanges) <= own.keys():
        return outcome
    resting = [*([said.fact] if said else []), *(own[one] for one in reversed(outcome.exchanges))]
    vouched = next((fact for fact in resting if fact.get("screenshot")), None)
    if vouched is None:
        return _not_run(outcome, reason("only_a_word", by=str(resting[0].get("by"))), outcome.exchanges)
    attestation = _attestation(vouched)
    return _attested(outcome, reason("attested_by_deed", by=attestation.by, file=attestation.file), vouched)


def _attested(outcome: CheckOutcome, message: Text, fact: Fact) -> CheckOutcome:
    return replace(
        _without_findings(outcome),
        verdict=Verdict.ATTESTED,
        owner=Owner.NOBODY,
        message=message,
        remedy=_NOTHING,
        exchanges=(fact.exchange,),
        attested=_attestation(fact),
    )


def _not_run(outcome: CheckOutcome, message: Text, exchanges: tuple[int, ...]) -> CheckOutcome:
    return replace(
        _without_findings(outcome),
        verdict=Verdict.NOT_RUN,
        owner=Owner.TESTER,
        message=message,
        remedy=reason("answer_with_file"),
        exchanges=exchanges,
    )


def _without_findings(outcome: CheckOutcome) -> CheckOutcome:
    return replace(outcome, where="", expected="", found="", blocked_by="")


def _question(check: str, evidence: Evidence) -> Text:
    fee = evidence.service.fee.online_vnd
    return asks()[check].text.fill(fee=fee if fee is not None else "–")


def _attestation(fact: Fact) -> Attestation:
    return Attestation(str(fact.get("by")), str(fact.get("screenshot") or ""), str(fact.get("item")))
