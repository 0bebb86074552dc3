"""The citizen looks for a service in the system's own list and follows its link to where it ends.

Only the national side and connected systems are visited: a link to anywhere else is noted and not followed.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from simulator.control.browser import MAX_HOPS, Browser, origin
from simulator.control.contract_ids import LEAVING, LISTING
from simulator.control.problems import HandProblem, json_of, wrong_status
from simulator.control.stage import Stage
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.service import Service
from simulator.web.capture import kept_url
from simulator.web.outbound import Reply
from simulator.wire.dossiers import national_code
from simulator.wire.relay import (
    LeavingPage,
    ListedService,
    leaving_page_from_wire,
    listing_from_wire,
    portal_page_from_wire,
)
from simulator.wire.scalars import UnreadableAnswer

_LOGIN = "/vneid/"


@dataclass(frozen=True)
class _End:
    """The last page of the way."""

    url: str
    reply: Reply
    hops: int
    asked: tuple[str, ...]
    readable: bool
    """Whether each page of the system itself could be read by a program."""
    before_login: str
    """The last address that is not the national login."""
    findings: tuple[ContractFinding, ...]
    leaves: bool = False
    """Whether the way goes on to where nobody of this test listens; `url` is that address then."""


def browse(stage: Stage, browser: Browser) -> dict[str, Any]:
    """Find the service in the list and follow its link; that it is not there is an answer, not a problem."""
    reply, row, seen = look_up(stage, browser)
    link = stage.url(row.link) if row and row.link else ""
    if not link or not _is_known(stage, browser, link):
        away = [("handed_off", _fact(link, "elsewhere", link, 0))] if link else []
        stage.record(reply, [seen, *away], stage.findings(LISTING, reply.json()))
        return {"ok": True, "found": row is not None}
    stage.record(reply, [seen], stage.findings(LISTING, reply.json()))
    end = _follow(stage, browser, link)
    landed = _landed(stage, browser, end)
    page = portal_page_from_wire(end.reply.json()) if landed == "portal" else None
    more = {"status": end.reply.status, "asked": list(end.asked), "readable": end.readable}
    place = {"procedure_code": page.procedure_code, "service": page.service} if page else {}
    stage.record(end.reply, [("handed_off", _fact(link, landed, end.url, end.hops, **more, **place))], end.findings)
    return {"ok": True, "found": True, "landed": landed}


def _fact(link: str, landed: str, url: str, hops: int, **more: Any) -> dict[str, Any]:
    known: dict[str, Any] = {"status": None, "procedure_code": "", "service": "", "asked": [], "readable": True}
    return {"link": link, "landed": landed, "url": url, "hops": hops, **known, **more}


def look_up(stage: Stage, browser: Browser) -> tuple[Reply, ListedService | None, tuple[str, dict[str, Any]]]:
    """Read the system's list; return the answer, unrecorded, the row of the session's service, and what was seen."""
    hook = stage.sheet.hooks.get("listing")
    if hook is None:
        raise HandProblem("not_offered", f"claim sheet {stage.sheet.id} offers no `hooks.listing`")
    reply = browser.get(stage.url(hook.path), LISTING)
    if reply.status != 200:
        raise wrong_status(reply, "200 with the list of services")
    listed = stage.read(reply, LISTING, json_of(reply, "the list of services"), listing_from_wire)
    row = find_row(listed, stage.service)
    shown = row._asdict() if row else dict.fromkeys(ListedService._fields, "")
    return reply, row, ("listing_read", {"found": row is not None, "rows": len(listed), **shown})


def find_row(listed: Sequence[ListedService], service: Service) -> ListedService | None:
    """Return the row with one of the service's codes, else with its id, else with its name."""
    codes = {code.code for code in service.codes}
    names = {_folded(service.name.vi), _folded(service.name.en), *(_folded(code.name) for code in service.codes)}
    ways = (
        lambda row: national_code(row.procedure_code) in codes,
        lambda row: row.id == service.id,
        lambda row: _folded(row.name) in names,
    )
    return next((row for way in ways for row in listed if way(row)), None)


def _follow(stage: Stage, browser: Browser, url: str) -> _End:
    asked: tuple[str, ...] = ()
    readable, before_login = True, url
    findings: tuple[ContractFinding, ...] = ()
    for hops in range(1, MAX_HOPS + 1):
        if not (browser.is_ours(url) and urlsplit(url).path.startswith(_LOGIN)):
            before_login = url
        reply, target = browser.step(url, LEAVING if _is_own(stage, url) else "citizen/handed-off")
        if not target and reply.status == 200 and _is_own(stage, url):
            page, found = _leaving_page(stage, reply)
            findings, readable = findings + found, readable and page is not None
            asked += page.asked if page else ()
            target = stage.url(page.handover) if page and page.handover else ""
        if not target:
            return _End(url, reply, hops, asked, readable, before_login, findings)
        if not _is_known(stage, browser, target):
            return _End(target, reply, hops, asked, readable, target, findings, leaves=True)
        browser.record(reply)
        url = target
    detail = f"more than {MAX_HOPS} steps from the list of services, the last to {kept_url(url)}"
    raise HandProblem("redirect_loop", detail, url)


def _leaving_page(stage: Stage, reply: Reply) -> tuple[LeavingPage | None, tuple[ContractFinding, ...]]:
    document = reply.json()
    try:
        page = leaving_page_from_wire(document)
    except UnreadableAnswer:
        return None, ()
    return page, stage.findings(LEAVING, document) if page.handover else ()


def _landed(stage: Stage, browser: Browser, end: _End) -> str:
    """Return portal, handler, own, elsewhere or nowhere."""
    if end.leaves:
        return "elsewhere"
    if end.reply.status is None or end.reply.status >= 400:
        return "nowhere"
    if browser.is_ours(end.before_login):
        return "portal"
    return "own" if _is_own(stage, end.before_login) else "handler"


def _is_own(stage: Stage, url: str) -> bool:
    return origin(url) == origin(stage.sheet.base_url)


def _is_known(stage: Stage, browser: Browser, url: str) -> bool:
    """Return whether a party of this test is there: the national side, or a connected system with this service."""
    if browser.is_ours(url) or _is_own(stage, url):
        return True
    handlers = (sheet for sheet in stage.national.provinces.all() if stage.service.id in sheet.services)
    return any(origin(url) == origin(sheet.base_url) for sheet in handlers)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
