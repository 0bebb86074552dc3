import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from simulator.report.difference import difference


def test_only_the_differing_words_are_marked():
    apart = difference("Phường Ba Đình, Hà Nội", "Phường Hoàn Kiếm, Hà Nội")
    assert [piece for piece, differs in apart.expected if differs] == ["Ba", "Đình"]
    assert [piece for piece, differs in apart.found if differs] == ["Hoàn", "Kiếm"]


def test_texts_with_little_in_common_are_left_whole():
    assert difference("locked, editable", "input, empty").expected == (("locked, editable", False),)


def test_letters_that_look_the_same_are_named_by_code_point():
    composed = "Hòa"
    apart = difference(composed, unicodedata.normalize("NFD", composed))
    assert apart.code_points == ("U+00F2 U+0061", "U+006F U+0300 U+0061")


def test_equal_texts_need_no_code_points():
    assert difference("Hòa", "Hòa").code_points is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_put_together_are_the_texts(expected, found):
    apart = difference(expected, found)
    assert "".join(piece for piece, _ in apart.expected) == expected
    assert "".join(piece for piece, _ in apart.found) == found
