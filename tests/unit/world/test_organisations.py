"""Organisations: numbers that nobody has, and one account after the other."""

from datetime import date

import pytest

from simulator.world.numbers import tax_code
from simulator.world.organisations import organisation

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@pytest.mark.parametrize("numbers", [range(101, 2_000), range(4_999_990, 5_000_000)])
def test_tax_codes_are_right_different_and_nobodys(numbers: range):
    codes = [tax_code(number) for number in numbers]
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert len(code) == 10
        assert code.startswith("99")
        assert int(code[9]) == 10 - sum(int(digit) * weight for digit, weight in zip(code, WEIGHTS, strict=False)) % 11


def test_an_organisation_is_known_by_its_tax_code_and_to_no_register_of_people():
    company = organisation(3, 101)
    assert company == organisation(3, 101)
    assert company["personal_id"] == company["tax_code"]
    assert company.knows("VNEID", "tax_code")
    assert not company.knows("VNEID", "personal_id")
    assert company.known_to["CSDLQG_DAN_CU"] == ()
    assert company.get("birth_date") is None


def test_its_old_account_ends_with_june_2025_and_nothing_else_changes():
    company = organisation(3, 101)
    before, after = company.on(date(2025, 6, 30)), company.on(date(2025, 7, 1))
    assert after == company
    assert before["subject"] == company["subject_before"]
    assert before["tech_id"] == after["tech_id"]
    assert after.get("subject") is None
