"""Two addresses that should be the same, one below the other, with the first letter that differs marked."""

from typing import NamedTuple

from flask import Response

from simulator.core.text import Text
from simulator.vneid.client import LOOPBACK
from simulator.vneid.provider import Provider
from simulator.vneid.refusal import telling


class Split(NamedTuple):
    """An address, cut around the first letter that differs."""

    before: str
    letter: str
    """Empty where the address ends before the other one."""
    after: str


def split_at_difference(asked: str, registered: str) -> tuple[Split, Split]:
    """Return both addresses, each cut at the first position at which they differ."""
    pairs = zip(asked, registered, strict=False)
    at = next((n for n, (left, right) in enumerate(pairs) if left != right), min(len(asked), len(registered)))
    return _cut(asked, at), _cut(registered, at)


def _cut(address: str, at: int) -> Split:
    return Split(address[:at], address[at : at + 1], address[at + 1 :])


def address_page(provider: Provider, text: Text, details: dict[str, str], parameter: str) -> Response:
    """Return the page of an address that is not the registered one; a pattern or a missing one is not compared."""
    asked, registered = details.get(parameter), details.get("registered")
    if asked is None or registered is None or LOOPBACK in registered:
        return provider.pages.problem(text, 400, details)
    first, second = split_at_difference(asked, registered)
    shown = {"problem": text, "parameter": parameter, "asked": first, "registered": second}
    page = provider.pages.page("address_differs.html", 400, **shown, position=len(first.before) + 1)
    return telling(page, text)
