"""The texts of VNeID and of the portal: both languages say the same things with the same blanks."""

import string

import pytest
from authlib.oauth2.base import invalid_error_characters

from simulator.vneid.refusal import TEXTS, refuse, text_of
from simulator.web.pages import load_texts


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    "package", ["simulator.vneid", "simulator.vneid.services", "simulator.portal", "simulator.web"]
)
def test_both_languages_have_text_and_the_same_blanks(package: str) -> None:
    for key, text in load_texts(package).items():
        assert text.vi.strip(), key
        assert text.en.strip(), key
        assert text.vi.endswith(".") is text.en.endswith("."), f"{key}: cut by a YAML comment?"
        same = {blank.removesuffix("_vi").removesuffix("_en") for blank in blanks(text.vi)}
        assert same == {blank.removesuffix("_vi").removesuffix("_en") for blank in blanks(text.en)}, key


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_every_refusal_may_travel_in_an_error_description(key: str) -> None:
    wild = 'đ"\\\n<x>'
    values = dict.fromkeys(blanks(TEXTS[key].vi) | blanks(TEXTS[key].en), wild)
    error = refuse("invalid_request", key, **values)
    assert not invalid_error_characters(error.description)
    assert text_of(error).vi
