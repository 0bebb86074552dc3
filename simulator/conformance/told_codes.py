"""Gives dossiers that people filed the code that they have at the portal.

A person may not tell the code, or mistype it: then the reports of the session say it. What a system itself answered
stays as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from simulator.domain.fact import Fact

_FILINGS = ("submission", "counter_filing")
_DEEDS = ("officer_action", "supplement", "withdrawal")


def with_codes(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the facts; those of people with the code that the system reported."""
    if not any(_by_person(fact) for fact in facts):
        return tuple(facts)
    reported = list(dict.fromkeys(_reported(facts)))
    told = {_code(fact) for fact in facts if fact.kind in _FILINGS} & set(reported)
    unclaimed = [code for code in reported if code not in told]
    known, latest = [], ""
    for fact in facts:
        if fact.kind in _FILINGS and fact.get("accepted"):
            if _by_person(fact) and _code(fact) not in told and unclaimed:
                fact = _named(fact, unclaimed.pop(0))
            latest = _code(fact)
        elif fact.kind in _DEEDS and _by_person(fact) and latest:
            fact = _named(fact, latest)
        known.append(fact)
    return tuple(known)


def _by_person(fact: Fact) -> bool:
    return fact.get("began") is not None


def _reported(facts: Iterable[Fact]) -> Iterable[str]:
    return (_code(fact) for fact in facts if fact.kind == "dossier_report" and fact.get("accepted") and _code(fact))


def _code(fact: Fact) -> str:
    return str(fact.get("dossier_code") or "")


def _named(fact: Fact, code: str) -> Fact:
    return replace(fact, data={**fact.data, "dossier_code": code})
