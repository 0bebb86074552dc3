"""Where two addresses part."""

import pytest

from simulator.vneid.pages.address_difference import Split, split_at_difference


@pytest.mark.parametrize(
    ("asked", "registered", "expected"),
    [
        ("ab", "ac", (Split("a", "b", ""), Split("a", "c", ""))),
        ("abc", "ab", (Split("ab", "c", ""), Split("ab", "", ""))),
        ("", "x/y", (Split("", "", ""), Split("", "x", "/y"))),
        ("xby", "xcy", (Split("x", "b", "y"), Split("x", "c", "y"))),
    ],
)
def test_both_are_cut_at_the_first_letter_that_differs(
    asked: str, registered: str, expected: tuple[Split, Split]
) -> None:
    assert split_at_difference(asked, registered) == expected
