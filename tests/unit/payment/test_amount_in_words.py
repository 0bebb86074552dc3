"""Amounts as a Vietnamese receipt spells them."""

import pytest

from simulator.payment.amount_in_words import amount_in_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không"),
        (1, "Một"),
        (4, "Bốn"),
        (5, "Năm"),
        (10, "Mười"),
        (11, "Mười một"),
        (14, "Mười bốn"),
        (15, "Mười lăm"),
        (20, "Hai mươi"),
        (21, "Hai mươi mốt"),
        (24, "Hai mươi tư"),
        (25, "Hai mươi lăm"),
        (91, "Chín mươi mốt"),
        (100, "Một trăm"),
        (101, "Một trăm linh một"),
        (104, "Một trăm linh bốn"),
        (105, "Một trăm linh năm"),
        (110, "Một trăm mười"),
        (115, "Một trăm mười lăm"),
        (121, "Một trăm hai mươi mốt"),
        (555, "Năm trăm năm mươi lăm"),
        (1_000, "Một nghìn"),
        (1_001, "Một nghìn không trăm linh một"),
        (1_015, "Một nghìn không trăm mười lăm"),
        (1_100, "Một nghìn một trăm"),
        (10_000, "Mười nghìn"),
        (21_000, "Hai mươi mốt nghìn"),
        (50_000, "Năm mươi nghìn"),
        (105_000, "Một trăm linh năm nghìn"),
        (1_000_000, "Một triệu"),
        (1_000_005, "Một triệu không trăm linh năm"),
        (1_050_000, "Một triệu không trăm năm mươi nghìn"),
        (24_024_155, "Hai mươi tư triệu không trăm hai mươi tư nghìn một trăm năm mươi lăm"),
        (1_000_000_000, "Một tỷ"),
        (1_000_000_001, "Một tỷ không trăm linh một"),
        (2_005_000_000, "Hai tỷ không trăm linh năm triệu"),
        (15_000_001_000, "Mười lăm tỷ không trăm linh một nghìn"),
        (1_005_000_000_000, "Một nghìn không trăm linh năm tỷ"),
        (
            999_999_999_999,
            "Chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín"
            " mươi chín",
        ),
    ],
)
def test_amounts_are_spelled_as_people_read_them(amount: int, words: str) -> None:
    assert amount_in_words(amount) == f"{words} đồng"


def test_no_two_amounts_have_the_same_words() -> None:
    amounts = [*range(2_000), *range(0, 2_000_000, 997), *range(10**9 - 5, 10**9 + 1_100)]
    assert len({amount_in_words(amount) for amount in amounts}) == len(set(amounts))


def test_a_negative_amount_has_no_words() -> None:
    with pytest.raises(ValueError, match="below 0"):
        amount_in_words(-1)
