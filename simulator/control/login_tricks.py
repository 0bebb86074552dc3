"""What a case wants the citizen's browser to do otherwise on its way through a login: new addresses, no calls."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

Query = list[tuple[str, str]]

BORROWED = {"replay_state": "state", "replay_code": "code", "injected_code": "code"}
"""What comes from another browser's login, by the word of the case."""


def changed_request(url: str, browser: Mapping[str, Any]) -> str:
    """Return the address of the authorization request as somebody between the system and VNeID would leave it."""
    change = browser.get("authorize")
    return _with_query(url, _changed(_query(url), change)) if change else url


def changed_callback(url: str, browser: Mapping[str, Any], borrowed: Mapping[str, str]) -> str:
    """Return the address of the callback as it reaches the system; `borrowed` comes from another login."""
    change = browser.get("callback") or {}
    query = _changed(_query(url), {**change, "set": {**change.get("set", {}), **borrowed}})
    query += list(dict(change.get("repeat") or {}).items())
    return _with_query(url, query, browser.get("encode", ""))


def parameter(url: str, name: str) -> str:
    """Return the first value of a parameter; empty when it is not there."""
    return dict(reversed(_query(url))).get(name, "")


def leads_away(url: str, browser: Mapping[str, Any]) -> str:
    """Return the strange host to which the case wanted to be led, when the address leads there; else nothing."""
    wanted = urlsplit(as_browsers_read(str(browser.get("return_to", "")))).netloc
    return wanted if wanted and urlsplit(url).netloc == wanted else ""


def as_browsers_read(location: str) -> str:
    """Return an address with its backslashes as browsers take them: before the query they are slashes (WHATWG URL)."""
    cut = min((place for place in (location.find("?"), location.find("#")) if place >= 0), default=len(location))
    return location[:cut].replace("\\", "/") + location[cut:]


def markup_of(fault: Mapping[str, Any], browser: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the texts with markup that a case brings to the system."""
    texts = dict(fault.get("authorize") or {}), dict(browser.get("callback") or {}).get("set") or {}
    return tuple(str(text) for told in texts for text in told.values() if "<" in str(text))


def _query(url: str) -> Query:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def _changed(query: Query, change: Mapping[str, Any]) -> Query:
    put = {name: str(value) for name, value in dict(change.get("set") or {}).items()}
    gone = {*(change.get("remove") or ()), *put}
    return [pair for pair in query if pair[0] not in gone] + list(put.items())


def _with_query(url: str, query: Query, encode: str = "") -> str:
    if encode == "double":
        query = [(name, quote(value, safe="")) for name, value in query]
    text = urlencode(query, quote_via=quote)
    return urlunsplit(urlsplit(url)._replace(query=text.replace("%2B", "+") if encode == "plus_as_space" else text))
