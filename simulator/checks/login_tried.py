"""One case of a login as it was tried, and the ways in which a judgement about it is told."""

from dataclasses import dataclass

from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.identity_case import IdentityCase
from simulator.domain.outcome import Finding, Judgement

_BROKEN = 500
_TEMPORARY = (502, 503, 504)


@dataclass(frozen=True)
class Tried:
    """One case as it was tried, with the logins on both sides of it."""

    case: IdentityCase
    fact: Fact
    before: Fact | None
    after: Fact | None

    @property
    def state(self) -> bool | None:
        """Return whether a session was open at the end; None when the system did not say."""
        state: bool | None = self.fact.get("after" if self.case.browser.get("then") else "opened")
        return state

    @property
    def then(self) -> str:
        """Return what followed the login: logout, refresh, back_channel, or nothing."""
        return str(self.case.browser.get("then", ""))

    def calls(self, evidence: Evidence, kind: str) -> list[Fact]:
        """Return the facts of a kind that belong to this login."""
        since = self.before.exchange if self.before else 0
        return [fact for fact in evidence.of(kind) if since < fact.exchange < self.fact.exchange]

    @property
    def values(self) -> dict[str, object]:
        """Return what the sentences about the case are filled with."""
        case = self.case
        return {
            "case": case.title,
            "does": case.does,
            "document": case.document,
            "article": case.article,
            "said": str(self.fact.get("said") or "–"),
            "status": self.fact.get("status") or self.fact.get("problem") or "–",
        }


def finding(tried: Tried, evidence: Evidence, code: str, expected: str, found: str, weak: bool = False) -> Judgement:
    """Return that the case is broken; a rule that does not bind, or `weak`, makes it a warning."""
    told = f"{found}; {_endpoints(tried, evidence)}" if _endpoints(tried, evidence) else found
    seen = Finding(
        code,
        tried.values,
        where=tried.case.id,
        expected=expected,
        found=told,
        exchanges=(tried.fact.exchange,),
        assumed=weak or not tried.case.can_fail,
    )
    return Judgement((tried.fact.exchange,), (seen,))


def unclear(tried: Tried, code: str) -> Judgement:
    """Return that nothing can be told of the case, and why."""
    seen = Finding(code, tried.values, where=tried.case.id, exchanges=(tried.fact.exchange,), settles=False)
    return Judgement(findings=(seen,))


def passed(tried: Tried, code: str) -> Judgement:
    """Return that the system did what the case wants."""
    return Judgement((tried.fact.exchange,), confirms=code, values=tried.values)


def _endpoints(tried: Tried, evidence: Evidence) -> str:
    """Return which of VNeID's endpoints the system called in this login."""
    counts = {kind: len(tried.calls(evidence, kind)) for kind in ("token_called", "userinfo_called")}
    return ", ".join(f"{kind.removesuffix('_called')} {count}×" for kind, count in counts.items() if count)


def who(tried: Tried) -> str:
    """Return whose session was opened, and of which level."""
    level = tried.fact.get("acr") or tried.fact.get("level")
    return " ".join(str(part) for part in (tried.fact.get("personal_id"), level) if part)


def page(tried: Tried) -> str:
    """Return what the last page was."""
    return f"{tried.fact.get('status') or tried.fact.get('problem')}: {tried.fact.get('said') or '–'}"


def breaks(status: int) -> bool:
    """Return whether a page of that status helps nobody."""
    return status >= _BROKEN and status not in _TEMPORARY
