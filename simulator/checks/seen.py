"""What was done and seen in a session, in the words that several checks share."""

from collections.abc import Iterable

from simulator.core.text import Text
from simulator.domain.dossier import OFFICER_STATUS, DossierStatus, status_name
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact

REPORTS = ("dossier_report", "progress_report")
MOST_EXCHANGES = 12
"""A finding names this many exchanges at most; more would only repeat the same thing."""


def dossier_code(evidence: Evidence) -> str:
    """Return the code that the citizen's filing was given, of several the latest; empty when there is none.

    The latest is the one that the officer and the citizen of the story go on with.
    """
    accepted = [fact for fact in filings(evidence) if fact.get("accepted") and fact.get("dossier_code")]
    return str(accepted[-1].get("dossier_code")) if accepted else ""


def filings(evidence: Evidence) -> list[Fact]:
    """Return how the citizen tried to file, online, at a counter or at the portal itself, in order."""
    return list(evidence.of("submission", "counter_filing", "portal_filing"))


def reports_of_another(evidence: Evidence) -> list[Fact]:
    """Return the dossiers that the portal took under another code than the session's own, for this service."""
    own = dossier_code(evidence)
    procedures = {code.code for code in evidence.service.codes}
    reports = (fact for fact in evidence.of("dossier_report") if fact.get("accepted") and not owns(fact, own))
    return [fact for fact in reports if own and fact.get("procedure_code") in procedures]


def acknowledged(evidence: Evidence, *kinds: str) -> list[Fact]:
    """Return the reports about the session's own dossier that the portal acknowledged."""
    code = dossier_code(evidence)
    return [fact for fact in evidence.of(*(kinds or REPORTS)) if fact.get("accepted") and owns(fact, code)]


def owns(fact: Fact, code: str) -> bool:
    """Return whether the fact is about that dossier."""
    return bool(code) and fact.get("dossier_code") == code


def status_of(fact: Fact) -> int | None:
    """Return the portal status that a report carries; None when it carries none."""
    status = fact.get("status")
    return status if isinstance(status, int) and not isinstance(status, bool) else None


def done_actions(evidence: Evidence) -> list[Fact]:
    """Return what the officer did, in order."""
    return [fact for fact in evidence.of("officer_action") if fact.get("done") and fact.get("action") in OFFICER_STATUS]


def deeds(evidence: Evidence) -> list[Fact]:
    """Return what changed the dossier's status, in order: the officer's actions and the citizen's withdrawal."""
    acts = done_actions(evidence)
    return sorted([*acts, *taken(evidence, "withdrawal")], key=lambda fact: fact.exchange)


def taken(evidence: Evidence, kind: str) -> list[Fact]:
    """Return what the citizen sent after the submission and the system took: `supplement` or `withdrawal`."""
    return [fact for fact in evidence.of(kind) if fact.get("accepted")]


def status_made(deed: Fact) -> int:
    """Return the portal status that an officer's action makes; a withdrawal makes 7, or 8 where the system says so."""
    if deed.kind == "withdrawal":
        stopped = deed.get("status") == DossierStatus.STOPPED
        return int(DossierStatus.STOPPED if stopped else DossierStatus.WITHDRAWN)
    return int(OFFICER_STATUS[str(deed.get("action"))])


def statuses_made(deed: Fact) -> tuple[int, ...]:
    """Return the statuses of which any one says at the portal that this was done: 7 and 8 both end a withdrawal."""
    if deed.kind == "withdrawal":
        return int(DossierStatus.WITHDRAWN), int(DossierStatus.STOPPED)
    return (status_made(deed),)


def nothing_more_is_due(evidence: Evidence) -> bool:
    """Return whether what has not arrived by now is missing: the system is idle, or its claimed maximum has passed."""
    limits = [evidence.limit_after(deed) for deed in deeds(evidence)] or [evidence.sync_max_seconds]
    return evidence.settled and (None not in limits or _said_idle(evidence))


def _said_idle(evidence: Evidence) -> bool:
    last_action = max((fact.exchange for fact in deeds(evidence)), default=0)
    return any(fact.get("idle") is True and fact.exchange > last_action for fact in evidence.of("idle"))


def exchanges_of(facts: Iterable[Fact]) -> tuple[int, ...]:
    """Return the exchanges of the facts, each once, in order."""
    return tuple(dict.fromkeys(fact.exchange for fact in facts))[:MOST_EXCHANGES]


def status_text(status: int) -> Text:
    """Return a status as people read it: its name and its number."""
    name = status_name(status)
    return Text(f"“{name.vi}” ({status})", f"“{name.en}” ({status})")


def listed(texts: Iterable[Text]) -> Text:
    """Return several texts as one, separated by commas."""
    several = list(texts)
    return Text(", ".join(text.vi for text in several), ", ".join(text.en for text in several))


def numbers_text(statuses: Iterable[int | None]) -> str:
    """Return status numbers, each once, in order of appearance; a dash when there is none."""
    return ", ".join(str(status) for status in dict.fromkeys(statuses) if status is not None) or "–"
