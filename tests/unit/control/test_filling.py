"""What the citizen types."""

from types import SimpleNamespace
from typing import cast
from unicodedata import normalize

import pytest

from simulator.control.filling import Citizen
from simulator.domain.person import Person
from simulator.domain.service import Service

SERVICE = cast(
    Service,
    SimpleNamespace(
        subjects={"applicant": "applicant", "mother": "applicant", "request": "request"},
        fields=[
            SimpleNamespace(key="relation", datum="request.relation", choices=("MeDe", "ChaDe")),
            SimpleNamespace(key="channel", datum="", choices=("post", "desk")),
        ],
    ),
)
PEOPLE = {"applicant": Person(1, {"full_name": "Võ Phương Vy"}, {}), "request": Person(2, {"copies": "2"}, {})}


def fill(*fields, **wanted):
    names = ("id", "datum", "type", "required", "state", "value")
    rows = [dict(zip(names, (*field, "")[:6], strict=True)) for field in fields]
    typed = {key.replace("__", "."): value for key, value in wanted.items()}
    return Citizen(SERVICE, PEOPLE, typed).fill({"fields": rows})


def test_the_scenario_goes_before_the_truth_and_the_truth_before_anything_else():
    name = ("a", "applicant.full_name", "person_name", True, "input")
    assert fill(name).typed == {"applicant.full_name": "Võ Phương Vy"}
    assert fill(name, applicant__full_name="Hoà").typed == {"applicant.full_name": "Hoà"}
    assert fill(("a", "mother.full_name", "person_name", True, "input")).values == {"a": "Võ Phương Vy"}
    assert fill(("a", "request.copies", "int", True, "input")).values == {"a": "2"}


def test_what_is_typed_is_nfc():
    filled = fill(
        ("a", "applicant.full_name", "person_name", True, "input"), applicant__full_name=normalize("NFD", "Ơ")
    )
    assert filled.values["a"] == "Ơ"


def test_nothing_is_typed_over_what_is_there():
    locked = ("a", "applicant.full_name", "person_name", True, "locked", "Ai đó")
    editable = ("b", "applicant.full_name", "person_name", True, "editable", "Ai đó")
    filled = fill(locked, editable, applicant__full_name="Hoà")
    assert dict(filled.values) == {"b": "Ai đó"}
    assert filled.typed == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (("relation", "request.relation", "enum", True, "input"), "MeDe"),
        (("channel", "", "enum", True, "input"), "post"),
        (("other", "", "enum", True, "input"), "1"),
        (("x", "nobody.knows", "date", True, "input"), "2025-06-20"),
        (("x", "", "quelque", False, "input"), "Không có ghi chú thêm"),
        (("x", "applicant.phone", "phone", True, "input"), "0509999999"),
    ],
)
def test_the_rest_is_harmless(field, value):
    assert fill(field).values == {field[0]: value}


@pytest.mark.parametrize("kind", ["phone", "email", "personal_id"])
def test_nobody_makes_up_a_number_that_is_not_required(kind):
    assert fill(("x", f"applicant.{kind}", kind, False, "input")).values == {}


def test_a_value_without_a_datum_is_submitted_but_not_remembered_as_typed():
    filled = fill(("x", "", "string", True, "input"))
    assert filled.values
    assert filled.typed == {}


def test_an_organisation_makes_up_no_birth_date_that_it_need_not_give():
    company = {"applicant": Person(1, {"account_type": "organisation"}, {})}
    row = {"id": "born", "datum": "applicant.birth_date", "type": "date", "required": False, "state": "input"}
    for required, typed in ((False, {}), (True, {"applicant.birth_date": "2025-06-20"})):
        form = {"fields": [row | {"required": required, "value": ""}]}
        assert Citizen(SERVICE, company, {}).fill(form).typed == typed
