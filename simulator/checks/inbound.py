"""What the portal brings to a system by itself: promotion notices and their amendments, each taken once."""

from simulator.checks.blocked import NO_ANSWER, hand_problem
from simulator.checks.seen import exchanges_of, nothing_more_is_due
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner


def promotion_taken_once(evidence: Evidence) -> Judgement:
    """Judge a notice that came twice: taken, one dossier, and its status told."""
    sent = sendings(evidence, "promotion")
    if not sent or not sent[0].get("ok"):
        return Judgement(findings=(not_taken(evidence, sent, "promotion"),))
    told = _told(evidence, sent[0])
    codes = list(dict.fromkeys(str(fact.get("own_code")) for fact in told if fact.get("own_code")))
    findings = [_repeat_refused(fact) for fact in sent[1:] if not fact.get("ok")]
    if len(codes) > 1:
        findings.append(_doubled(sent, told, codes))
    if not told:
        findings.append(_untold(evidence, sent[0]))
    return Judgement(exchanges_of([*sent, *told]), tuple(findings))


def promotion_amended(evidence: Evidence) -> Judgement:
    """Judge an amendment: taken, and its status told."""
    sent = sendings(evidence, "amendment")
    if not sent or not sent[0].get("ok"):
        return Judgement(findings=(not_taken(evidence, sent, "amendment"),))
    told = _told(evidence, sent[0])
    untold = () if told else (_untold(evidence, sent[0]),)
    return Judgement(exchanges_of([*sent, *told]), untold)


def sendings(evidence: Evidence, operation: str) -> list[Fact]:
    """Return what the portal sent of one kind, in order."""
    return [fact for fact in evidence.of("portal_asked") if fact.get("operation") == operation]


def not_taken(evidence: Evidence, sent: list[Fact], operation: str) -> Finding:
    """Return why a message was not taken: refused, answered with nothing that can be read, or never sent."""
    if not sent:
        return hand_problem(evidence) or Finding("portal_sent_nothing", owner=Owner.TESTER, settles=False)
    first = sent[0]
    problem = str(first.get("problem") or "")
    said = str((first.get("answer") or {}).get("message") or "–")
    found = f"HTTP {first.get('status')}, error_code {first.get('answer_code')}"
    values = {"operation": operation, "said": said, "found": found}
    if problem in NO_ANSWER:
        values["problem"] = problem
        return Finding("portal_not_answered", values, exchanges=(first.exchange,), owner=Owner.NETWORK, settles=False)
    code = "portal_message_refused" if not problem else "portal_answer_unreadable"
    return Finding(code, values, "error_code", "0", found, exchanges=(first.exchange,))


def _told(evidence: Evidence, sent: Fact) -> list[Fact]:
    code = sent.get("dossier_code")
    return [fact for fact in evidence.of("status_report") if fact.get("accepted") and fact.get("dossier_code") == code]


def _repeat_refused(fact: Fact) -> Finding:
    found = f"error_code {fact.get('answer_code')}"
    return Finding("promotion_repeat_refused", {"found": found}, "error_code", "1", found, exchanges=(fact.exchange,))


def _doubled(sent: list[Fact], told: list[Fact], codes: list[str]) -> Finding:
    values = {"dossier": str(sent[0].get("dossier_code")), "codes": ", ".join(codes)}
    return Finding(
        "promotion_doubled", values, "own_code", codes[0], values["codes"], exchanges=exchanges_of([*sent, *told])
    )


def _untold(evidence: Evidence, sent: Fact) -> Finding:
    values = {"dossier": str(sent.get("dossier_code"))}
    missing = nothing_more_is_due(evidence)
    return Finding("promotion_status_untold", values, found="–", exchanges=(sent.exchange,), settles=missing)
