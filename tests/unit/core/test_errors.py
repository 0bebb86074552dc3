import itertools

import pytest

from simulator.core.errors import (
    ConfigurationError,
    DataFileError,
    SimulatorError,
    SystemUnreachable,
    near_matches,
    near_text,
)
from simulator.core.exit_status import MEANING, ExitStatus, most_urgent
from simulator.core.text import Text


def test_an_error_has_four_parts_in_their_order():
    error = DataFileError("a.yaml:3", "found this", "that", "Do so.")
    assert error.text() == "a.yaml:3: found this - expected that\n  Do so."


def test_what_is_not_known_leaves_no_trace_in_the_text():
    assert SimulatorError("", "broke").text() == "broke"
    assert SimulatorError("here", "broke").text() == "here: broke"


def test_near_matches_are_named_before_all_others():
    assert near_matches("khai-sin", ["khai-sinh", "ket-hon"]) == "did you mean khai-sinh?"
    assert near_matches("dongbohosomc", ["portal/DongBoHoSoMC", "LayDVC"]) == "did you mean portal/DongBoHoSoMC?"
    assert near_matches("zzz", ["a", "b"]) == "known: a, b"
    assert near_matches("zzz", [str(number) for number in range(20)]) == "known: 20 others, none of them close"


def test_a_page_names_near_matches_in_its_own_language():
    assert near_text("khai-sin", ["khai-sinh"]) == Text("có phải khai-sinh?", "did you mean khai-sinh?")
    assert near_text("zzz", ["a"]).vi == "hiện có: a"
    assert "did you mean" not in Text("({near})", "({near})").fill(near=near_text("khai-sin", ["khai-sinh"])).vi


def test_each_error_knows_its_exit_code():
    assert DataFileError.exit_status is ConfigurationError.exit_status is ExitStatus.USAGE
    assert SystemUnreachable.exit_status is ExitStatus.UNREACHABLE


def test_every_exit_code_has_a_meaning():
    assert set(MEANING) == set(ExitStatus)


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations([130, 2, 5, 4, 1, 6, 7, 3, 0], 2)))
def test_of_two_exit_codes_the_more_urgent_wins_in_any_order(one, other):
    assert most_urgent([ExitStatus(one), ExitStatus(other)]) == one
    assert most_urgent([ExitStatus(other), ExitStatus(one)]) == one


def test_without_any_exit_code_all_is_well():
    assert most_urgent([]) is ExitStatus.OK


def test_a_near_match_is_a_question_of_its_own():
    assert SimulatorError("a.yaml:1", "unknown x", "did you mean y?").text() == "a.yaml:1: unknown x - did you mean y?"
    assert SimulatorError("a.yaml:1", "unknown x", "known: y, z").text() == "a.yaml:1: unknown x - known: y, z"
