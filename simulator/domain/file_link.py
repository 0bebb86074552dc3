"""A link to a file of a dossier, and from where it may be fetched."""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.dossier_content import DossierContent

PAPER, RESULT = "paper", "result"
_PORTS = {"http": 80, "https": 443}
_ODD = frozenset(' \\"<>^`{|}') | frozenset(map(chr, range(0x21))) | {"\x7f"}
"""What no address holds; readers of addresses disagree about where the host ends when one does."""


@dataclass(frozen=True)
class FileLink:
    """One link as a system told it."""

    purpose: str
    """`paper` or `result`."""
    component: str
    """Code of the component or of the result; empty when it was not told."""
    link: str


@dataclass(frozen=True)
class Place:
    """Where an address leads: a host and a port."""

    host: str
    port: int


def links_of(content: DossierContent | None) -> list[FileLink]:
    """Return the links of a dossier's papers, of its supplements' papers and of its results; deleted ones are none."""
    if content is None:
        return []
    papers = [*(content.papers or ()), *(paper for one in content.supplements or () for paper in one.papers)]
    told = [FileLink(PAPER, one.component, one.link) for one in papers if not one.deleted]
    told += [FileLink(RESULT, one.code, one.link) for one in content.results or ()]
    return [one for one in told if one.link]


def place_of(link: str) -> Place | None:
    """Return where a link leads; None for what is no plain HTTP address."""
    if _ODD & set(link):
        return None
    try:
        parts = urlsplit(link)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    return Place(parts.hostname, port)


def may_be_fetched(sheet: ClaimSheet, place: Place) -> bool:
    """Return whether a claim sheet lists that place: as its own address, as HOST:PORT, or as HOST for any port."""
    if place == _own_place(sheet.base_url):
        return True
    return any(host == place.host and port in (None, place.port) for host, port in _listed(sheet.files.hosts))


def may_be_connected(sheet: ClaimSheet, place: Place, address: str) -> bool:
    """Return whether a resolved address may be connected to for a place that is listed.

    One that is not public has to be what the claim sheet says itself: the host of its own address, a listed host that
    is an address or `localhost`, or a listed address. So a public name that leads inside reaches nothing.
    """
    found = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    if (mapped or found).is_global and not (mapped or found).is_multicast:
        return True
    own = _own_place(sheet.base_url)
    listed = {host for host, _ in _listed(sheet.files.hosts)}
    literal = place.host in listed and (place.host == "localhost" or _is_address(place.host))
    return literal or (own is not None and place.host == own.host) or str(mapped or found) in listed


_own_place = lru_cache(maxsize=64)(place_of)
"""The address of a claim sheet is asked for with each link, and is always the same."""


@lru_cache(maxsize=64)
def _listed(hosts: tuple[str, ...]) -> list[tuple[str, int | None]]:
    parts = (urlsplit(f"//{one}") for one in hosts)
    return [(one.hostname, one.port) for one in parts if one.hostname]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
