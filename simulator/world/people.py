"""Adults: `person(seed, number)` is the same in any process, on any day. Only what a session changes is stored."""

from datetime import date, timedelta

from simulator.domain.person import Person
from simulator.world import numbers
from simulator.world.draw import Draw
from simulator.world.names import FEMALE, MALE, draw_name
from simulator.world.places import draw_address, draw_commune

DEMO_NUMBERS = range(1, 25)
"""Numbers of the people anybody may log in as."""
FIRST_FREE_NUMBER = 101
"""The first number that may be allotted to a session."""

VNEID = "VNEID"
POPULATION = "CSDLQG_DAN_CU"
KNOWN_TO: dict[str, tuple[str, ...]] = {
    VNEID: ("personal_id", "full_name", "birth_date", "gender", "phone", "email", "tech_id"),
    POPULATION: (
        "personal_id",
        "full_name",
        "birth_date",
        "gender",
        "ethnicity",
        "nationality",
        "home_town",
        "residence",
        "id_document",
        "marital_status",
    ),
}
"""Which source holds which attribute of an adult."""

_FIRST_BIRTH = date(1955, 1, 1)
_BIRTH_DAYS = (date(2004, 12, 31) - _FIRST_BIRTH).days + 1
_FIRST_CARD = date(2021, 7, 1)
_CARD_DAYS = (date(2025, 5, 31) - _FIRST_CARD).days + 1
_CARD_LAW = date(2024, 7, 1)
"""The Law on Identification (26/2023/QH15) renamed the card and its issuer from this day."""


def person(seed: int, number: int, gender: str | None = None) -> Person:
    """Return adult `number` of the country `seed`; `gender` (1 male, 2 female) when the story needs one."""
    draw = Draw(seed, number)
    sex = gender or draw.pick((MALE, FEMALE), "gender")
    name = draw_name(draw, sex)
    born = _FIRST_BIRTH + timedelta(days=draw.below(_BIRTH_DAYS, "birth date"))
    identity = numbers.personal_id(number, sex, born)
    attributes = {
        "personal_id": identity,
        "tech_id": numbers.tech_id(seed, number),
        "full_name": name.full,
        "birth_date": born.isoformat(),
        "gender": sex,
        "ethnicity": name.ethnicity,
        "nationality": "Việt Nam",
        "home_town": draw_commune(draw, "home town"),
        "residence": draw_address(draw, "residence"),
        "id_document": _card(draw, identity),
        "marital_status": draw.pick(("1", "2", "3"), "marital status"),
        "phone": numbers.phone(number),
        "email": numbers.email(number),
    }
    return Person(number, attributes, dict(KNOWN_TO))


def demo_people(seed: int = 0) -> list[Person]:
    """Return the 24 people anybody may log in as by hand; every eighth has neither phone nor e-mail."""
    return [without(person(seed, n), ("phone", "email")) if n % 8 == 0 else person(seed, n) for n in DEMO_NUMBERS]


def without(someone: Person, attributes: tuple[str, ...]) -> Person:
    """Return the person as somebody who does not have these attributes."""
    kept = {name: value for name, value in someone.attributes.items() if name not in attributes}
    return Person(someone.number, kept, someone.known_to)


def _card(draw: Draw, identity: str) -> str:
    issued = _FIRST_CARD + timedelta(days=draw.below(_CARD_DAYS, "card"))
    day = issued.strftime("%d/%m/%Y")
    if issued < _CARD_LAW:
        return f"Thẻ căn cước công dân số {identity}, cấp ngày {day}, Cục Cảnh sát quản lý hành chính về trật tự xã hội"
    return f"Thẻ căn cước số {identity}, cấp ngày {day}, Bộ Công an"
