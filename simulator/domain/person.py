"""A synthetic person. Attribute names are the second half of a datum (`applicant.residence` -> `residence`)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

LAST_DAY_OF_OLD_ACCOUNTS = date(2025, 6, 30)
"""Until when organisations could use the portal's own accounts: transition of Decree 69/2024/NĐ-CP, read."""


@dataclass(frozen=True)
class Person:
    """One person: everything the state knows, and which source knows which attribute."""

    number: int
    """The n of f(seed, n)."""
    attributes: Mapping[str, str]
    """Attribute -> text. personal_id, tech_id, full_name, birth_date (yyyy-mm-dd), gender (1 male, 2 female),
    ethnicity, nationality, home_town, residence, id_document, marital_status, phone, email, and what a service's
    registries hold. A missing attribute is not known at all, for example a person without a phone. An account may
    have account_type, account_level and account_state (`domain.persona`) and old_id, the number of a former card; an
    organisation has tax_code, business_code, address and representative (a name), and its `personal_id` is its tax
    code. `subject` is the account's id at VNeID where it is not the tech_id; `subject_before` the one of an account of
    the portal itself, which ended."""
    known_to: Mapping[str, tuple[str, ...]]
    """Source id -> the attributes that this source holds for this person."""

    def __getitem__(self, attribute: str) -> str:
        """Return an attribute that must be there."""
        return self.attributes[attribute]

    def get(self, attribute: str) -> str | None:
        """Return an attribute, or None when it is not known."""
        return self.attributes.get(attribute)

    def knows(self, source: str, attribute: str) -> bool:
        """Return whether that source holds that attribute for this person."""
        return attribute in self.known_to.get(source, ()) and attribute in self.attributes

    def on(self, day: date) -> "Person":
        """Return the person with the account of that day: an organisation's old one ended on 30 June 2025."""
        before = self.get("subject_before")
        if before is None or day > LAST_DAY_OF_OLD_ACCOUNTS:
            return self
        return replace(self, attributes={**self.attributes, "subject": before})

    def to_json(self) -> dict[str, Any]:
        """Return the person as `/admin` sends it."""
        return {
            "number": self.number,
            "attributes": dict(self.attributes),
            "known_to": {source: list(names) for source, names in self.known_to.items()},
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Person":
        """Read what `to_json` wrote."""
        known = {source: tuple(names) for source, names in value["known_to"].items()}
        return cls(int(value["number"]), value["attributes"], known)
