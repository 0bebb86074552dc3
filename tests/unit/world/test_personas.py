"""The shipped personas: who they are, and that none of them can be anybody."""

import unicodedata

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.core.masking import holds_possibly_real_number
from simulator.domain.person import Person
from simulator.world.people import DEMO_NUMBERS, FIRST_FREE_NUMBER, person
from simulator.world.personas import SEED, Personas


@pytest.fixture(scope="module")
def personas() -> Personas:
    return Personas.of(load_catalogue(data_folders()).personas)


def test_there_are_at_least_24_and_their_numbers_are_below_those_of_sessions(personas: Personas) -> None:
    told = list(personas.told.values())
    assert len(told) >= 24
    assert max(persona.number for persona in told) < FIRST_FREE_NUMBER
    assert len({someone["personal_id"] for someone in personas.people.values()}) == len(told)


def test_the_first_24_keep_the_numbers_of_the_adults_they_are_made_of(personas: Personas) -> None:
    numbers = {persona.number: someone["personal_id"] for persona, someone in personas}
    assert {n: numbers[n] for n in DEMO_NUMBERS} == {n: person(SEED, n)["personal_id"] for n in DEMO_NUMBERS}


def test_nobody_can_be_real(personas: Personas) -> None:
    for persona, someone in personas:
        assert someone["personal_id"].startswith("99" if persona.account_type == "organisation" else "099")
        assert someone.attributes.get("phone", "050").startswith("050")
        assert someone.attributes.get("email", ".example").endswith(".example")
        assert not any(holds_possibly_real_number(text) for text in someone.attributes.values())


def test_twins_differ_by_number_alone(personas: Personas) -> None:
    older, younger = personas.people["twin-older"], personas.people["twin-younger"]
    for attribute in ("full_name", "birth_date", "gender", "residence"):
        assert older[attribute] == younger[attribute]
    assert older["personal_id"] != younger["personal_id"]
    assert older["tech_id"] != younger["tech_id"]


def test_a_changed_number_leaves_the_account_the_same(personas: Personas) -> None:
    before, after = personas.people["number-before"], personas.people["number-changed"]
    assert before["tech_id"] == after["tech_id"]
    assert before["personal_id"] != after["personal_id"]
    assert after["personal_id"] in after["id_document"]


def test_two_names_that_look_the_same_differ_in_their_bytes(personas: Personas) -> None:
    apart, whole = personas.people["name-nfd"]["full_name"], personas.people["name-nfc"]["full_name"]
    assert apart != whole
    assert unicodedata.normalize("NFC", apart) == whole


def test_an_organisation_is_no_person(personas: Personas) -> None:
    company = personas.people["organisation"]
    assert not {"birth_date", "gender", "id_document", "nationality"} & set(company.attributes)
    assert company["personal_id"] == company["tax_code"]
    assert not company.knows("CSDLQG_DAN_CU", "personal_id")
    assert not company.knows("VNEID", "personal_id")
    assert company["email"] == personas.people["representative"]["email"]


@pytest.mark.parametrize(
    ("name", "missing"), [("no-email", {"email"}), ("no-phone", {"phone"}), ("no-contact", {"phone", "email"})]
)
def test_what_somebody_lacks_is_not_there(personas: Personas, name: str, missing: set[str]) -> None:
    someone: Person = personas.people[name]
    assert {"phone", "email"} - set(someone.attributes) == missing


def test_a_lowered_account_has_level_1_now(personas: Personas) -> None:
    assert personas.people["account-lowered"]["account_level"] == "1"
    assert personas.people["citizen"]["account_level"] == "2"


def test_somebody_is_found_by_number(personas: Personas) -> None:
    assert personas.with_number("9900000016") is personas.people["organisation"]
    assert personas.with_number("099000000000") is None
