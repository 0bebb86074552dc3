import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.core.masking import holds_possibly_real_number, mask_text, possibly_real_numbers

REAL = st.from_regex(r"0(?!99)[0-9]{2}[0-9]{9}", fullmatch=True)


@given(
    REAL, st.sampled_from(["", "Số: ", '"', "/", "+", "Đ ", "-", "."]), st.sampled_from(["", " ", '"', ",", ".", "Đ"])
)
def test_a_possibly_real_number_is_hidden_but_for_three_digits(number, before, after):
    assert mask_text(before + number + after) == f"{before}*********{number[-3:]}{after}"


@pytest.mark.parametrize(
    "text",
    [
        "099090000017", "20250701080000", "0500000001", "H99.12-250701-0001", "1234567890123", "112345678901",
        "a012345678901", "012345678901b", "", "6f0c2f0e-0000-4000-8000-012345678901",
    ],
)  # fmt: skip
def test_what_can_be_nobodys_number_stays(text):
    assert mask_text(text) == text
    assert not holds_possibly_real_number(text)


def test_numbers_are_counted_once():
    assert possibly_real_numbers("001090000017, 001090000017 và 079090000018") == 2


@given(st.text())
def test_masking_twice_changes_nothing_more(text):
    assert mask_text(mask_text(text)) == mask_text(text)
