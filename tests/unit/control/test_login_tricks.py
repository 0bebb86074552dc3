"""Addresses as a case wants the citizen's browser to open them."""

from urllib.parse import parse_qs, urlsplit

import pytest

from simulator.control.login_tricks import (
    as_browsers_read,
    changed_callback,
    changed_request,
    leads_away,
    markup_of,
    parameter,
)

CALLBACK = "https://rp.example/callback?code=a%2Bb%2F%3D&state=s1"


def query(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query, keep_blank_values=True)


def test_without_a_trick_the_callback_says_what_it_said() -> None:
    assert query(changed_callback(CALLBACK, {}, {})) == {"code": ["a+b/="], "state": ["s1"]}


def test_parameters_are_put_taken_out_and_repeated() -> None:
    told = {"callback": {"set": {"state": "other", "error": "x"}, "remove": ["code"], "repeat": {"state": "third"}}}
    assert query(changed_callback(CALLBACK, told, {})) == {"state": ["other", "third"], "error": ["x"]}


def test_what_is_borrowed_from_another_login_stands_in_place_of_its_own() -> None:
    assert query(changed_callback(CALLBACK, {"replay_code": True}, {"code": "c0"})) == {"state": ["s1"], "code": ["c0"]}


def test_a_bare_plus_is_what_frameworks_read_as_a_blank() -> None:
    changed = changed_callback(CALLBACK, {"encode": "plus_as_space"}, {})
    assert "code=a+b%2F%3D" in changed
    assert query(changed)["code"] == ["a b/="]


def test_a_value_encoded_twice_needs_to_be_decoded_twice() -> None:
    assert query(changed_callback(CALLBACK, {"encode": "double"}, {}))["code"] == ["a%2Bb%2F%3D"]


def test_a_login_request_loses_what_somebody_strips_from_it() -> None:
    url = "https://vneid.example/authorize?client_id=rp&nonce=n&acr_values=LoA3"
    assert query(changed_request(url, {"authorize": {"remove": ["nonce"]}})) == {
        "client_id": ["rp"],
        "acr_values": ["LoA3"],
    }
    assert changed_request(url, {}) == url


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example/"])
def test_a_strange_host_is_known_however_it_was_written(wanted: str) -> None:
    told = {"return_to": wanted}
    assert leads_away("https://evil.example/", told) == "evil.example"
    assert leads_away("https://rp.example/", told) == ""
    assert leads_away("", told) == ""


def test_a_path_of_the_own_host_leads_nowhere_else() -> None:
    assert leads_away("https://rp.example/home", {"return_to": "/home"}) == ""


def test_backslashes_are_slashes_before_the_query_only() -> None:
    assert as_browsers_read("/\\evil.example/a?b=\\c") == "//evil.example/a?b=\\c"
    assert as_browsers_read("/a#\\b") == "/a#\\b"


def test_the_first_of_two_parameters_counts_and_a_missing_one_is_empty() -> None:
    assert parameter("https://rp.example/?state=1&state=2", "state") == "1"
    assert parameter("https://rp.example/", "state") == ""


def test_markup_is_found_wherever_a_case_brings_it() -> None:
    assert markup_of({"authorize": {"error": "e", "description": "<b>"}}, {}) == ("<b>",)
    assert markup_of({}, {"callback": {"set": {"error": "<i>", "code": "c"}}}) == ("<i>",)
    assert markup_of({}, {}) == ()
