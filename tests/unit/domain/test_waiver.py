"""What a waiver names, and what it accepts."""

import pytest

from simulator.core.text import Text
from simulator.domain.outcome import Verdict
from simulator.domain.waiver import Waiver
from tests.unit.domain.waiver_builder import cell, check, waiver

SAID = Text(
    "Cổng không nhận được trạng thái (4) của hồ sơ H99-250701-1",
    "Status (4) of dossier H99-250701-1 never arrived; saw 1, 2.",
)


@pytest.mark.parametrize(
    ("globs", "looks"),
    [
        ({}, True),
        ({"services": ("khai-*",)}, True),
        ({"services": ("ket-hon", "khai-sinh")}, True),
        ({"services": ("ket-hon",)}, False),
        ({"scenarios": ("tracking/*",)}, False),
        ({"weathers": ("portal-down",)}, False),
        ({"services": ("KHAI-SINH",)}, False),
    ],
)
def test_a_cell_is_named_by_service_scenario_and_weather(globs, looks):
    assert waiver(check="a", **globs).looks_at(cell("FAIL")) is looks


def test_a_check_is_named_with_or_without_its_case_and_a_rule_by_all_its_checks():
    one = check("a", "FAIL", case="bad-nonce")
    assert waiver(check="a").names(one)
    assert waiver(check="a/bad-nonce").names(one)
    assert not waiver(check="a/bad-iss").names(one)
    assert waiver(requirement="RULE-A").names(one)
    assert not waiver(requirement="RULE-B").names(one)
    assert not waiver(check="a").names(None)


def test_only_a_row_for_the_cell_names_what_the_engine_says():
    assert waiver().names(None)
    assert not waiver().names(check("a", "FAIL"))
    assert not waiver(requirement="RULE-A").names(None)


@pytest.mark.parametrize(
    ("accepted", "verdict", "wanted"),
    [
        ("FAIL", "FAIL", True), ("FAIL", "INCONCLUSIVE", True), ("FAIL", "ERROR", False),
        ("INCONCLUSIVE", "FAIL", False), ("INCONCLUSIVE", "NOT_RUN", True), ("NOT_RUN", "INCONCLUSIVE", False),
        ("WARN", "FAIL", False),
    ],
)  # fmt: skip
def test_who_accepts_something_accepts_nothing_worse(accepted, verdict, wanted):
    assert waiver(check="a", verdict=Verdict(accepted)).accepts(Verdict(verdict), SAID) is wanted


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ("", True),
        ("Status (4) of dossier H88-250701-7 never arrived; saw 1, 2, 3.", True),
        ("status (4)  of dossier … never", True),
        ("không nhận được trạng thái (4)", True),
        ("Status (5)", False),
    ],
)
def test_a_finding_is_known_by_its_words_whatever_dossier_they_name(part, wanted):
    assert waiver(check="a", finding=part).accepts(Verdict.FAIL, SAID) is wanted


ASKED = Text(
    "Bắt tự nhập “Nơi ở”", "The form makes them type “Nơi ở” (applicant.residence) for code 1.001193 of 099190000101."
)


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ("type … (applicant.residence)", True),
        ("type “Nơi ở” (applicant.residence)", True),
        ("type … (applicant.full_name)", False),
        ("type “Họ tên”", False),
        ("for code 1.001193 of 099190000777.", True),
        ("for code 1.000894", False),
        ("(applicant.residence) … type", False),
        ("type (applicant", False),
        ("t[yx]pe", False),
    ],
)
def test_who_accepts_that_one_datum_is_asked_accepts_no_other(part, wanted):
    assert waiver(check="a", finding=part).accepts(Verdict.FAIL, ASKED) is wanted


def test_the_record_gives_the_same_waiver_back():
    one = waiver(check="a/b", verdict=Verdict.INCONCLUSIVE, services=("khai-*", "ket-hon"), finding="x y z")
    assert Waiver.from_json(one.to_json()) == one


def test_a_waiver_says_what_it_names_as_in_its_file():
    assert [waiver(check="a").subject, waiver(requirement="R").subject, waiver().subject] == [
        "check: a", "requirement: R", "cell: true",
    ]  # fmt: skip
