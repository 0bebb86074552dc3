"""Organisations: `organisation(seed, number)` is the same in any process, and nobody's; an adult represents each."""

from simulator.domain.person import Person
from simulator.domain.persona import ORGANISATION
from simulator.world import numbers
from simulator.world.people import POPULATION, VNEID, person

_TOLD = ("full_name", "tax_code", "business_code", "address", "residence", "representative", "phone")
_ACCOUNT = ("email", "tech_id", "account_type", "account_level")


def organisation(seed: int, number: int) -> Person:
    """Return organisation `number`: its number is its tax code, its residence the address of its seat.

    VNeID tells the tax code as such, not as a personal number, which only people have.
    """
    adult = person(seed, number)
    code = numbers.tax_code(number)
    attributes = {
        "personal_id": code,
        "tech_id": adult["tech_id"],
        "full_name": f"Công ty TNHH Thử Nghiệm {number}",
        "tax_code": code,
        "business_code": code,
        "address": adult["residence"],
        "residence": adult["residence"],
        "representative": adult["full_name"],
        "phone": adult["phone"],
        "email": f"tochuc{number}@dancu.example",
        "account_type": ORGANISATION,
        "account_level": "2",
        "subject_before": numbers.account_before(seed, number),
    }
    return Person(number, attributes, {VNEID: (*_TOLD, *_ACCOUNT), POPULATION: ()})
