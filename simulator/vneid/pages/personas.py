"""The people anybody may log in as, in groups, each with what is special about her."""

from dataclasses import dataclass
from datetime import date

from simulator.core.text import Text
from simulator.domain.person import Person
from simulator.domain.persona import Persona
from simulator.vneid.pages.account import account_level, account_state, account_type
from simulator.vneid.provider import Provider

_ADULT = 14
"""Years; younger ones have an account through a parent (Decree 69/2024)."""
GROUPS = ("citizen", "citizen_low", "child", "foreigner", "organisation", "closed")


@dataclass(frozen=True)
class Button:
    """One button."""

    id: str
    """What the button sends: the persona's id."""
    number: str
    name: str
    born: str
    """As dd/mm/yyyy; empty for an organisation."""
    title: Text
    note: Text


def persona_groups(provider: Provider) -> list[tuple[Text, list[Button]]]:
    """Return the groups that have people, each with its heading."""
    today = provider.national.clock.now().date()
    grouped: dict[str, list[Button]] = {group: [] for group in GROUPS}
    for told, person in provider.national.personas:
        grouped[_group(person, today)].append(_button(told, person))
    return [(provider.text(f"group_{group}"), people) for group, people in grouped.items() if people]


def _group(person: Person, today: date) -> str:
    if account_state(person) in ("locked", "deceased"):
        return "closed"
    if account_type(person) != "citizen":
        return account_type(person)
    if _age(person, today) < _ADULT:
        return "child"
    return "citizen" if account_level(person) == "2" else "citizen_low"


def _button(told: Persona, person: Person) -> Button:
    born = "/".join(reversed((person.get("birth_date") or "").split("-")))
    return Button(told.id, person["personal_id"], person["full_name"], born, told.title, told.note)


def _age(person: Person, today: date) -> int:
    born = date.fromisoformat(person["birth_date"])
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
