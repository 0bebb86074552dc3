"""What a client is told of a citizen, in words that she understands, with the names of the claims that carry it."""

from dataclasses import dataclass

from simulator.core.text import Text
from simulator.domain.person import Person
from simulator.vneid.provider import Provider
from simulator.vneid.refusal import TEXTS
from simulator.wire.identity import claims_of

OPTIONAL = ("phone", "email")
"""Attributes that a citizen may keep to herself: no login needs them. Assumed; no public text lists them."""


@dataclass(frozen=True)
class Datum:
    """One thing that a client is told."""

    holds: str
    """What it is: an attribute of the person, or of her account."""
    word: Text
    value: Text
    claims: tuple[str, ...]

    @property
    def optional(self) -> bool:
        """Return whether the citizen may keep it to herself."""
        return self.holds in OPTIONAL


def shared_data(provider: Provider, person: Person) -> list[Datum]:
    """Return what the profile tells of this person; claims that tell the same stand together."""
    names = provider.profile.claims
    told: dict[str, dict[str, str]] = {}
    for claim, value in claims_of(person, names).items():
        told.setdefault(names[claim], {})[claim] = str(value)
    return [_datum(person, holds, claims) for holds, claims in told.items()]


def _datum(person: Person, holds: str, claims: dict[str, str]) -> Datum:
    word = TEXTS.get(f"holds_{holds}", TEXTS["holds_other"])
    return Datum(holds, word, _value(person, holds, next(iter(claims.values()))), tuple(claims))


def _value(person: Person, holds: str, value: str) -> Text:
    if holds == "birth_date":
        return Text.of("/".join(reversed(person["birth_date"].split("-"))))
    explained = TEXTS.get(f"{holds}_{value}") if holds == "account_type" else None
    return Text(f"{value} ({explained.vi})", f"{value} ({explained.en})") if explained else Text.of(value)
