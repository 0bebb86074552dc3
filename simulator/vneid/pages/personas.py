"""The people anybody may log in as, in groups, each with what is special about her."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from simulator.core.text import Text
from simulator.domain.person import Person
from simulator.vneid.pages.account import account_level, account_state, account_type
from simulator.vneid.provider import Provider
from simulator.web.citizens import demo_citizens
from simulator.wire.identity import SOURCE

_ADULT = 14
"""Years; younger ones have an account through a parent (Decree 69/2024)."""
GROUPS = ("citizen", "citizen_low", "child", "foreigner", "organisation", "closed")


@dataclass(frozen=True)
class Persona:
    """One button."""

    id: str
    """What the button sends: a persona's id, else the personal number."""
    number: str
    name: str
    born: str
    """As dd/mm/yyyy."""
    title: Text | None
    notes: tuple[Text, ...]


def persona_groups(provider: Provider) -> list[tuple[Text, list[Persona]]]:
    """Return the groups that have people, each with its heading."""
    today = provider.national.clock.now().date()
    grouped: dict[str, list[Persona]] = {group: [] for group in GROUPS}
    for person in demo_citizens().values():
        grouped[_group(person, today)].append(_persona(provider, person))
    return [(provider.text(f"group_{group}"), people) for group, people in grouped.items() if people]


def _group(person: Person, today: date) -> str:
    if account_state(person) in ("locked", "deceased"):
        return "closed"
    if account_type(person) != "citizen":
        return account_type(person)
    if _age(person, today) < _ADULT:
        return "child"
    return "citizen" if account_level(person) == "2" else "citizen_low"


def _persona(provider: Provider, person: Person) -> Persona:
    number = person["personal_id"]
    title, note = (_told(getattr(person, name, None)) for name in ("title", "note"))
    notes = tuple(_notes(provider, person)) if note is None else (note,)
    born = "/".join(reversed(person["birth_date"].split("-")))
    return Persona(person.get("id") or number, number, person["full_name"], born, title, notes)


def _told(value: object) -> Text | None:
    return value if isinstance(value, Text) else None


def _notes(provider: Provider, person: Person) -> Iterator[Text]:
    """Yield what the data themselves show to be special."""
    missing = [name for name in ("phone", "email") if not person.knows(SOURCE, name)]
    if missing:
        yield provider.text("without_" + "_".join(missing))
    if account_state(person) != "active":
        yield provider.text(f"state_{account_state(person)}")


def _age(person: Person, today: date) -> int:
    born = date.fromisoformat(person["birth_date"])
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
