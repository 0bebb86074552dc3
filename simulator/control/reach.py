"""Whether the national side reaches what a claim sheet names: each address is asked once, with GET, by nobody.

Any HTTP answer means that somebody is there: an address that wants POST says 405. Redirects are answers and are not
followed. The calls are recorded and belong to no session.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from simulator.catalogue.catalogue import Catalogue
from simulator.control.clocks import seconds_ahead
from simulator.control.problems import NO_ANSWER, said
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.inbound import PARTS
from simulator.web.outbound import Outbound
from simulator.wire.handover import handover_query, local_code_of, online_code_of

PARTY = "control"
OPERATION = "province/reach"


class Address(NamedTuple):
    """One address of the claim sheet, named by its place there."""

    place: str
    url: str
    token: str = ""


def addresses(sheet: ClaimSheet, code: str) -> Iterator[Address]:
    """Yield every address at which the system under test has to be reached; `code` is a procedure that it claims."""
    query = handover_query(code, local_code_of(code, sheet.agency), online_code_of(code), sheet.receiving_agency)
    yield Address("landing", f"{sheet.base_url}/{sheet.landing.lstrip('/')}?{urlencode(query)}")
    for name, hook in sheet.hooks.items():
        yield Address(f"hooks.{name}", f"{sheet.base_url}/{hook.path.lstrip('/')}", hook.token)
    for part in PARTS.values():
        if path := getattr(sheet.inbound, part):
            yield Address(f"inbound.{part}", sheet.address_of(path))
    openid: Mapping[str, Any] = sheet.raw.get("openid", {})
    for key in ("redirect_uris", "post_logout_redirect_uris"):
        for index, url in enumerate(openid.get(key, ())):
            yield Address(f"openid.{key}[{index}]", str(url))
    services: Mapping[str, Any] = sheet.raw.get("vneid_services", {})
    named = (
        ("openid.backchannel_logout_uri", openid.get("backchannel_logout_uri")),
        ("vneid_services.sharing.return_url", services.get("sharing", {}).get("return_url")),
        ("vneid_services.signing.webhook_url", services.get("signing", {}).get("webhook_url")),
    )
    yield from (Address(place, str(url)) for place, url in named if url)


def reach(outbound: Outbound, sheet: ClaimSheet, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Ask every address; one that shares host and port with a silent one is told the same without being asked."""
    silent: dict[str, str] = {}
    found = []
    for address in addresses(sheet, _code(sheet, catalogue)):
        parts = urlsplit(address.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        told = _unasked(address, silent[origin]) if origin in silent else _asked(outbound, sheet, address)
        if told["error"]:
            silent[origin] = told["error"]
        found.append(told)
    return found


def _code(sheet: ClaimSheet, catalogue: Catalogue) -> str:
    """Return the code of a procedure that the system claims, best one that it handles itself."""
    claimed = sorted(sheet.services, key=lambda name: sheet.services[name].role != "handler")
    return next((code.code for name in claimed for code in catalogue.services[name].codes), "")


def _asked(outbound: Outbound, sheet: ClaimSheet, address: Address) -> dict[str, Any]:
    bearer = {"Authorization": f"Bearer {address.token}"} if address.token else {}
    headers = {"Accept": "application/json", "User-Agent": "dvcsim", **bearer}
    reply = outbound.send("GET", address.url, party=PARTY, operation=OPERATION, province=sheet, headers=headers)
    outbound.record(reply)
    return {
        **_unasked(address, reply.error),
        "asked": True,
        "status": reply.status,
        "said": "" if reply.error else said(reply),
        "clock_seconds": seconds_ahead(reply.headers, reply.draft.at),
        "seconds": round(reply.draft.seconds, 3),
    }


def _unasked(address: Address, error: str) -> dict[str, Any]:
    told = {"place": address.place, "url": address.url, "asked": False, "status": None, "error": error}
    return {**told, "detail": NO_ANSWER.get(error, error), "said": "", "clock_seconds": None, "seconds": 0.0}
