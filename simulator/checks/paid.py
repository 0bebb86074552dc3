"""What was paid in a session and what the system showed of it, in the words that the checks of payments share."""

from collections.abc import Iterable

from simulator.checks.blocked import hand_problem, no_dossier, officer_stopped
from simulator.checks.seen import dossier_code, exchanges_of, owns
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Owner

PAID = "paid"


def own(evidence: Evidence, *kinds: str) -> list[Fact]:
    """Return the facts of these kinds about the session's own dossier."""
    code = dossier_code(evidence)
    return [fact for fact in evidence.of(*kinds) if owns(fact, code)]


def payments(evidence: Evidence) -> list[Fact]:
    """Return what payers paid, in order."""
    return [fact for fact in own(evidence, "payer_decided") if fact.get("state") == PAID]


def total(paid: Iterable[Fact]) -> int:
    """Return the money of payments in VND, each reference once."""
    return sum({str(fact.get("reference")): int(fact.get("amount") or 0) for fact in paid}.values())


def accounts(evidence: Evidence, after: Fact | None = None) -> list[Fact]:
    """Return the system's own pages of the dossier that tell of a fee, those after a fact if one is given."""
    views = (view for view in own(evidence, "dossier_view") if view.get("payment"))
    return [view for view in views if after is None or view.exchange > after.exchange]


def counted(view: Fact) -> int | None:
    """Return the VND that a page says is paid; None when it gives no number."""
    shown = view.get("payment") or {}
    paid = shown.get("paid")
    if isinstance(paid, int):
        return paid
    return 0 if shown.get("state") != PAID else None


def not_paid(evidence: Evidence) -> Finding | None:
    """Return why nothing was paid, so that there is nothing to judge; None when something was."""
    if payments(evidence):
        return None
    blocked = no_dossier(evidence) or officer_stopped(evidence)
    if blocked:
        return blocked
    asked = own(evidence, "payment_asked")
    refused = [fact for fact in asked if fact.get("problem")]
    if refused:
        problem = str(refused[-1].get("problem"))
        return Finding(
            "payment_not_started", {"problem": problem}, found=problem, exchanges=exchanges_of(refused), settles=False
        )
    nothing = Finding("nothing_paid", exchanges=exchanges_of(asked), owner=Owner.TESTER, settles=False)
    return hand_problem(evidence) or nothing
