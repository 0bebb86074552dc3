"""What the registers hold of the people of a session."""

from datetime import date

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.domain.person import Person
from simulator.domain.service import Service
from simulator.world.casting import cast

CATALOGUE = load_catalogue(data_folders())
ON = date(2025, 7, 1)
SHARED = [source for source in CATALOGUE.sources.values() if source.answers == "look_up"]


def people(service: str, **changes: dict[str, object]) -> dict[str, Person]:
    return cast(CATALOGUE.services[service], 0, 101, changes, ON, CATALOGUE.sources)


def test_a_field_that_names_a_source_says_that_the_source_holds_it() -> None:
    made = people("tro-cap-that-nghiep")
    assert made["insurance"].knows("CSDLQG_BAO_HIEM", "months_paid")
    assert not made["insurance"].knows("CSDLQG_BAO_HIEM", "bank_account")


def test_what_the_cast_tells_stands_and_the_rest_is_made_up_the_same_each_time() -> None:
    assert people("tro-cap-that-nghiep")["insurance"]["insurance_no"] == "9999000001"
    applicant = people("lt-khai-tu")["applicant"]
    assert applicant["insurance_no"] == "9900000101"
    assert people("lt-khai-tu")["applicant"] == applicant


@pytest.mark.parametrize("service", CATALOGUE.services.values(), ids=lambda service: service.id)
def test_a_source_that_replaces_a_paper_holds_something_of_somebody(service: Service) -> None:
    """Otherwise a paper would have to be demanded of everybody."""
    made = people(service.id)
    for component in service.components:
        for source in component.replaced_by:
            assert any(person.knows(source, name) for person in made.values() for name in person.attributes), source


@pytest.mark.parametrize("service", CATALOGUE.services.values(), ids=lambda service: service.id)
def test_a_source_holds_only_what_the_service_covers(service: Service) -> None:
    made = people(service.id)
    for source in SHARED:
        held = {name for person in made.values() for name in person.known_to.get(source.id, ())}
        assert held <= {datum.partition(".")[2] for datum in service.covered(source)}


def test_whom_a_source_does_not_know_neither_has_things_there() -> None:
    made = people("tro-cap-that-nghiep", applicant={"unknown_to": ["CSDLQG_BAO_HIEM"]})
    assert "CSDLQG_BAO_HIEM" not in made["insurance"].known_to
    assert made["insurance"]["months_paid"] == "24", "the citizen knows it all the same"
    assert made["applicant"].knows("CSDLQG_DAN_CU", "residence")


def test_somebody_else_stays_known() -> None:
    made = people("khai-tu", applicant={"unknown_to": ["DU_LIEU_BAO_TU"]})
    assert made["deceased"].knows("DU_LIEU_BAO_TU", "death_notice")


def test_what_a_story_takes_away_is_not_made_up_again() -> None:
    made = people("lt-khai-tu", applicant={"without": ["insurance_no"]})
    assert made["applicant"].get("insurance_no") is None


def test_which_papers_are_left_without_a_record() -> None:
    benefit, death = CATALOGUE.services["tro-cap-that-nghiep"], CATALOGUE.services["khai-tu"]
    assert [one.code for one in benefit.papers_without_record("applicant", ["CSDLQG_BAO_HIEM"])] == ["TCTN.SO_BHXH"]
    assert benefit.papers_without_record("applicant", ["CSDLQG_DAT_DAI"]) == ()
    assert death.papers_without_record("applicant", ["DU_LIEU_BAO_TU"]) == ()
