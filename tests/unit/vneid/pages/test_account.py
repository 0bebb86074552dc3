"""What is known of an account; nothing said means a full, active citizen's account."""

import pytest

from simulator.domain.person import Person
from simulator.vneid.pages.account import (
    account_level,
    account_refusal,
    account_state,
    account_type,
    level_of_login,
    level_refusal,
)


def person(**attributes: str) -> Person:
    return Person(1, {"full_name": "Nguyễn Thị Hư Cấu", **attributes}, {})


def test_without_a_word_it_is_a_full_active_citizen_s_account() -> None:
    someone = person()
    assert (account_level(someone), account_type(someone), account_state(someone)) == ("2", "citizen", "active")
    assert account_refusal(someone) is None


@pytest.mark.parametrize("state", ["locked", "deceased"])
def test_a_closed_account_is_refused_with_the_name_in_both_languages(state: str) -> None:
    refusal = account_refusal(person(account_state=state))
    assert refusal is not None
    assert "Nguyễn Thị Hư Cấu" in refusal.vi
    assert "Nguyễn Thị Hư Cấu" in refusal.en


def test_an_account_of_level_1_reaches_a_login_of_level_1_alone() -> None:
    low, full = person(account_level="1"), person()
    assert [level_of_login(low, level) for level in (1, 2, 4)] == [1, 1, 1]
    assert [level_of_login(full, level) for level in (1, 2, 4)] == [1, 2, 4]
    assert level_refusal(low, None) is None
    assert level_refusal(full, 4) is None
    refusal = level_refusal(person(account_level="1", account_state="lowered"), 2)
    assert refusal is not None
    assert "hạ xuống" in refusal.vi


def test_a_lowered_account_may_log_in_and_an_unknown_word_counts_as_nothing_said() -> None:
    assert account_refusal(person(account_state="lowered")) is None
    assert account_state(person(account_state="???")) == "active"
    assert account_type(person(account_type="organisation")) == "organisation"
