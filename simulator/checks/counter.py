"""At a counter nothing is asked that no rule asks: no VNeID, no proof that an old and a new place name are the same."""

from collections.abc import Iterable, Iterator

from simulator.checks.blocked import no_dossier, officer_stopped
from simulator.checks.comparing import folded
from simulator.checks.seen import acknowledged, exchanges_of, filings
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement

VNEID = "vneid"
PLACE_NAME_PROOF = "place_name_proof"
ADDRESS_CHANGE = "address_change"
_ADDRESS_WORDS = ("địa chỉ", "nơi cư trú", "thường trú", "residence", "address")


def vneid_not_demanded(evidence: Evidence) -> Judgement:
    """Judge that a citizen who shows a card at the counter is not sent to VNeID."""
    by_card = [fact for fact in evidence.of("counter_filing") if fact.get("identified_by") == "card"]
    demanded = [fact for fact in by_card if VNEID in (fact.get("demands") or ())]
    if demanded:
        return Judgement(findings=(_demanded("vneid_demanded", demanded[0], VNEID),))
    return _taken(evidence, by_card)


def place_names_not_proven(evidence: Evidence) -> Judgement:
    """Judge that nobody asks for a paper which says that an old and a new place name mean the same."""
    seen = filings(evidence)
    for fact in seen:
        if PLACE_NAME_PROOF in (fact.get("demands") or ()):
            return Judgement(findings=(_demanded("place_name_proof_demanded", fact, PLACE_NAME_PROOF),))
    findings = tuple(_unpublished_papers(evidence))
    return Judgement(exchanges_of(seen), findings) if findings else _taken(evidence, seen)


def old_address_accepted(evidence: Evidence) -> Judgement:
    """Judge that a dossier of somebody with an old address is taken, at filing and by the officer."""
    seen = filings(evidence)
    for fact in seen:
        if not fact.get("accepted") and _names_address(fact):
            return Judgement(findings=(_refused("old_address_refused", fact),))
    for fact in evidence.of("officer_action"):
        if not fact.get("done") and _is_about_address(str(fact.get("reason") or "")):
            return Judgement(findings=(_refused("old_address_refused", fact),))
    if blocked := officer_stopped(evidence):
        return Judgement(findings=(blocked,))
    return _taken(evidence, seen)


def _taken(evidence: Evidence, seen: Iterable[Fact]) -> Judgement:
    """A dossier that was taken without the demand, and is at the portal, is the witness; a mere yes proves nothing."""
    if blocked := no_dossier(evidence):
        return Judgement(findings=(blocked,))
    taken = [fact for fact in seen if fact.get("accepted")]
    reports = acknowledged(evidence, "dossier_report")
    if taken and not reports:
        return Judgement(findings=(Finding("taken_not_reported", settles=False),))
    return Judgement(exchanges_of([*taken, *reports]) if taken else ())


def _unpublished_papers(evidence: Evidence) -> Iterator[Finding]:
    known = {component.code for component in evidence.service.components}
    for form in evidence.of("form_read"):
        for row in form.get("components") or ():
            if row.get("required") and row.get("code") not in known:
                yield Finding(
                    "unpublished_paper",
                    {"paper": str(row.get("name") or row.get("code"))},
                    where=str(row.get("code")),
                    expected=", ".join(sorted(known)),
                    found=str(row.get("code")),
                    exchanges=exchanges_of([form]),
                    assumed=True,
                )


def _demanded(code: str, fact: Fact, demand: str) -> Finding:
    reason = str(fact.get("reason") or "–")
    return Finding(code, {"reason": reason}, expected="–", found=demand, exchanges=exchanges_of([fact]))


def _refused(code: str, fact: Fact) -> Finding:
    reason, address = str(fact.get("reason") or "–"), str(fact.get("address") or "–")
    return Finding(
        code, {"reason": reason, "address": address}, expected="201", found=reason, exchanges=(fact.exchange,)
    )


def _names_address(fact: Fact) -> bool:
    """Return whether a refusal is about the address; a proof of place names is another check's business."""
    demands = fact.get("demands") or ()
    about = ADDRESS_CHANGE in demands or _is_about_address(str(fact.get("reason") or ""))
    return about and PLACE_NAME_PROOF not in demands


def _is_about_address(reason: str) -> bool:
    words = folded(reason)
    return any(folded(word) in words for word in _ADDRESS_WORDS)
