from datetime import datetime, timedelta

import pytest

from simulator.core.clock import VIETNAM, FixedClock, SystemClock
from simulator.core.ids import derived_uuid, random_id, random_token
from simulator.core.text import Text


def test_a_fixed_clock_moves_only_when_it_is_moved():
    clock = FixedClock(datetime(2025, 7, 1, 8, tzinfo=VIETNAM))
    clock.move(timedelta(minutes=90))
    assert clock.now() == datetime(2025, 7, 1, 9, 30, tzinfo=VIETNAM)
    assert clock.monotonic() == 5400


def test_the_real_clock_says_vietnamese_time():
    assert SystemClock().now().utcoffset() == timedelta(hours=7)
    assert SystemClock().monotonic() <= SystemClock().monotonic()


def test_derived_ids_are_functions_and_random_ones_are_not():
    assert derived_uuid("a", "b") == derived_uuid("a", "b") != derived_uuid("ab")
    assert random_id("run").startswith("run-")
    assert len({random_id("run") for _ in range(100)}) == len({random_token() for _ in range(100)}) == 100


def test_a_text_is_filled_in_both_languages():
    assert Text("Còn {n}", "{n} left").fill(n=3) == Text("Còn 3", "3 left")


@pytest.mark.parametrize("value", ["a", {"vi": "a", "en": "a"}])
def test_a_plain_string_stands_for_both_languages(value):
    assert Text.of(value) == Text("a", "a")
    assert Text.of(Text("b", "c").to_json()) == Text("b", "c")
