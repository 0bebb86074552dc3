"""A service says which roles it has; the world fills them; a scenario changes them."""

from datetime import date
from types import SimpleNamespace
from typing import cast as typed
from unicodedata import normalize

import pytest

from simulator.core.errors import ConfigurationError
from simulator.domain.service import Service
from simulator.world.casting import cast, people_needed

ON = date(2025, 7, 1)


def service(**parts):
    return typed(Service, SimpleNamespace(id="khai-sinh", cast=parts))


BIRTH = service(
    child={"kind": "newborn", "of": ["applicant", "partner"]},
    applicant={"kind": "adult", "gender": "2"},
    partner={"kind": "adult", "gender": "1"},
    answers={"kind": "values", "set": {"copies": "2"}},
)


def test_the_cast_is_the_same_every_time_and_in_the_order_of_the_service():
    made = cast(BIRTH, 3, 101, {}, ON)
    assert made == cast(BIRTH, 3, 101, {}, ON)
    assert list(made) == ["child", "applicant", "partner", "answers"]
    assert sorted(person.number for person in made.values()) == [101, 102, 103, 104]
    assert people_needed(BIRTH) == 4


def test_gender_is_as_the_service_says():
    made = cast(BIRTH, 3, 101, {}, ON)
    assert made["applicant"]["gender"] == "2"
    assert made["partner"]["gender"] == "1"


def test_a_newborn_takes_the_fathers_name_is_a_few_days_old_and_known_to_nobody():
    made = cast(BIRTH, 3, 101, {}, ON)
    child, father = made["child"], made["partner"]
    assert child["full_name"].split()[0] == father["full_name"].split()[0]
    assert child["ethnicity"] == father["ethnicity"]
    assert child["home_town"] == father["home_town"]
    assert 0 < (ON - date.fromisoformat(child["birth_date"])).days < 60
    assert child["birth_place"].startswith("Trạm Y tế, ")
    assert child.known_to == {}
    assert child.get("personal_id") is None


def test_values_are_known_to_nobody():
    answers = cast(BIRTH, 3, 101, {}, ON)["answers"]
    assert dict(answers.attributes) == {"copies": "2"}
    assert not answers.knows("VNEID", "copies")


def test_a_scenario_takes_away_and_sets():
    made = cast(BIRTH, 3, 101, {"applicant": {"without": ["phone"], "set": {"residence": normalize("NFD", "Huế")}}}, ON)
    applicant = made["applicant"]
    assert applicant.get("phone") is None
    assert not applicant.knows("VNEID", "phone")
    assert applicant["residence"] == "Huế"
    assert applicant.knows("CSDLQG_DAN_CU", "residence")
    assert made["partner"] == cast(BIRTH, 3, 101, {}, ON)["partner"]


def test_a_change_of_somebody_who_is_not_there_names_who_is():
    with pytest.raises(ConfigurationError, match="did you mean applicant"):
        cast(BIRTH, 3, 101, {"aplicant": {}}, ON)


def land(organisation):
    parts = {"applicant": {"kind": "adult"}, "request": {"kind": "values", "set": {"copies": "2", "reason": "x"}}}
    return typed(Service, SimpleNamespace(id="dat-dai", cast=parts, organisation=organisation))


def test_an_organisation_takes_the_place_of_a_person_where_the_service_says_so():
    filing = SimpleNamespace(set={"request": {"reason": "y"}})
    changes = {"applicant": {"kind": "organisation", "set": {"phone": "0500000009"}}}
    made = cast(land(filing), 3, 101, changes, ON)
    assert made["applicant"]["account_type"] == "organisation"
    assert made["applicant"]["phone"] == "0500000009"
    assert dict(made["request"].attributes) == {"copies": "2", "reason": "y"}
    assert dict(cast(land(filing), 3, 101, {}, ON)["request"].attributes) == {"copies": "2", "reason": "x"}


def test_an_organisation_where_people_file_alone_is_a_mistake():
    with pytest.raises(ConfigurationError, match="dat-dai says of no organisation"):
        cast(land(None), 3, 101, {"applicant": {"kind": "organisation"}}, ON)
