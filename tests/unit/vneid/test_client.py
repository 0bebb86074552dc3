"""Redirect addresses are compared letter by letter; only the demo client may name any loopback address."""

import pytest

from simulator.session.provinces import OpenIdClient
from simulator.vneid.client import Client, first_difference, is_loopback


def client(*addresses: str, any_loopback: bool = False) -> Client:
    return Client(OpenIdClient("rp", "the-secret", addresses, any_loopback, "province"))


@pytest.mark.parametrize(
    "asked",
    [
        "https://rp.example/cb/",
        "https://rp.example/cb?x=1",
        "http://rp.example/cb",
        "https://RP.example/cb",
        "https://rp.example:443/cb",
        "https://rp.example/cb#f",
        "https://rp.example/c",
    ],
)
def test_nearly_the_registered_address_is_not_it(asked: str) -> None:
    assert not client("https://rp.example/cb").check_redirect_uri(asked)
    assert client("https://rp.example/cb").check_redirect_uri("https://rp.example/cb")


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/x", "https://localhost:1", "http://[::1]:8/y", "http://127.9.9.9"]
)
def test_loopback_addresses(address: str) -> None:
    assert is_loopback(address)
    assert client(any_loopback=True).check_redirect_uri(address)
    assert not client().check_redirect_uri(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost.example/",
        "http://user@127.0.0.1/",
        "http://127.0.0.1#x",
        "ftp://127.0.0.1/",
        "127.0.0.1",
        "http://[::1",
        "http://0.0.0.0/",
        "",
    ],
)
def test_addresses_that_only_look_like_loopback(address: str) -> None:
    assert not is_loopback(address)


@pytest.mark.parametrize(
    ("asked", "closest", "position"),
    [
        ("https://rp.example/cb/", "https://rp.example/cb", 22),
        ("http://rp.example/cb", "https://rp.example/cb", 5),
        ("https://rp.example/c", "https://rp.example/cb", 21),
    ],
)
def test_the_difference_is_named_by_its_first_letter(asked: str, closest: str, position: int) -> None:
    assert first_difference(asked, ["https://other.example/cb", closest]) == (closest, position)


def test_a_secret_is_compared_whole() -> None:
    assert client().check_client_secret("the-secret")
    for wrong in ("", "the-secre", "the-secret ", "THE-SECRET", "bí-mật"):
        assert not client().check_client_secret(wrong)
