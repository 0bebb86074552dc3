"""The portal fetches the files to which dossiers point: by plain GET, within limits, and from listed hosts alone.

That it fetches them was read in public code of systems that offer them; its own limits are not public (ASSUMED).
"""

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.dossier_content import DossierContent
from simulator.domain.file_content import FileContent
from simulator.domain.file_link import FileLink, Place, links_of, may_be_connected, may_be_fetched, place_of
from simulator.journal.database import Transaction
from simulator.portal.operation import Call
from simulator.session.portal_files import OPEN, REFUSED, PortalFiles
from simulator.web.capture import kept_url
from simulator.web.courier import Letter, Meaning, Outgoing
from simulator.web.national import National
from simulator.web.outbound import Reply
from simulator.web.outbox import Outbox
from simulator.wire.correlation import Key

FETCH = "province/downloadfile"
PARTY = "portal"
SECONDS = 10.0
MOST_LINKS = 100
"""Links of one message about a dossier that are looked at."""
WAITS = (10.0, 60.0)
"""Seconds before the second and the third attempt; only what may pass by itself is tried again."""
_REDIRECTS = (301, 302, 303, 307, 308)
_LATER = (429, 500, 502, 503, 504)
_MEGABYTE = 1024 * 1024


class FileFetching:
    """Asks for files and says what came of it."""

    def __init__(self, national: National) -> None:
        self._national = national
        self._files = PortalFiles(national.db)
        self._outbox = Outbox(national, patient=True)
        self._outbox.employ(FETCH, self)

    def ask(self, call: Call, row: int | None, dossier_code: str, content: DossierContent | None) -> None:
        """Have every link of a dossier that was taken fetched, once; `row` is None for a message without rows."""
        sessions = call.sessions_of(row)
        for one in links_of(content)[:MOST_LINKS]:
            place = place_of(one.link)
            listed = place is not None and may_be_fetched(call.sheet, place)
            owner = sessions[0] if len(sessions) == 1 else ""
            state = OPEN if listed else REFUSED
            if not self._files.note(call.tx, call.sheet.id, dossier_code, one, owner, state):
                continue
            told = _told(dossier_code, one)
            call.inbound.fact("file_named", sessions, **told)
            if listed:
                self._write(call.tx, call.sheet.id, {"dossier_code": dossier_code, **vars(one), "url": one.link})
            else:
                call.inbound.fact(
                    "file_fetched", sessions, **told, **_failed("host_not_listed" if place else "bad_link")
                )

    def compose(self, letter: Letter, sheet: ClaimSheet) -> Outgoing | None:
        """Return the request; None when the claim sheet no longer lists the host."""
        url = str(letter.note["url"])
        place = place_of(url)
        if place is None or not may_be_fetched(sheet, place):
            with self._national.db.write() as tx:
                self._files.tried(tx, letter.province, letter.note["dossier_code"], letter.note["link"])
            return None
        return Outgoing(
            url,
            b"",
            {"Accept": "*/*"},
            "GET",
            SECONDS,
            FileContent(sheet.files.max_mb * _MEGABYTE),
            lambda address: may_be_connected(sheet, place, address),
        )

    def meant(self, letter: Letter, reply: Reply) -> Meaning:
        """Say whether the file came, and what was wrong with it."""
        if _followed(letter, reply):
            return Meaning(True)
        problem = _problem(reply)
        content = reply.content
        told = {
            **_told(letter.note["dossier_code"], _link(letter)),
            "ok": not problem,
            "problem": problem,
            "status": reply.status,
            "size": content.size if content else 0,
            "media_type": content.media_type if content else "",
            "attempt": letter.attempt,
        }
        return Meaning(not _passes_by_itself(reply), [("file_fetched", told)])

    def settle(self, tx: Transaction, letter: Letter, reply: Reply, taken: bool) -> None:  # noqa: ARG002 - a courier's
        """Note that it was asked for; a redirect that may be followed is asked for next."""
        if url := _followed(letter, reply):
            self._write(tx, letter.province, {**letter.note, "url": url, "hop": 1})
        else:
            self._files.tried(tx, letter.province, letter.note["dossier_code"], letter.note["link"])

    def _write(self, tx: Transaction, province: str, note: Mapping[str, Any]) -> None:
        key = Key("dossier_code", note["dossier_code"])
        letter = self._outbox.write(tx, PARTY, FETCH, province, [key], note, WAITS)
        self._files.carried_by(tx, province, note["dossier_code"], note["link"], letter)


def _told(dossier_code: str, link: FileLink) -> dict[str, Any]:
    """Say which file it is; the address without what may be a secret, and a number by which it is told from others."""
    number = hashlib.sha256(link.link.encode()).hexdigest()[:12]
    shown = {"component": link.component, "purpose": link.purpose, "link": kept_url(link.link)}
    return {"dossier_code": dossier_code, "file": number, **shown}


def _failed(problem: str) -> dict[str, Any]:
    return {"ok": False, "problem": problem, "status": None, "size": 0, "media_type": "", "attempt": 0}


def _link(letter: Letter) -> FileLink:
    return FileLink(*(str(letter.note[name]) for name in ("purpose", "component", "link")))


def _passes_by_itself(reply: Reply) -> bool:
    if reply.status is None:
        return reply.error != "private_address"
    return reply.status in _LATER


def _followed(letter: Letter, reply: Reply) -> str:
    """Return where a redirect leads that is followed: the first one, to the same host and port."""
    if reply.status not in _REDIRECTS or letter.note.get("hop"):
        return ""
    url = urljoin(str(letter.note["url"]), _location(reply))
    target = place_of(url)
    return url if target is not None and target == _asked(letter) else ""


def _asked(letter: Letter) -> Place | None:
    return place_of(str(letter.note["url"]))


def _location(reply: Reply) -> str:
    return next((value for name, value in reply.headers.items() if name.lower() == "location"), "")


def _problem(reply: Reply) -> str:
    if reply.status is None:
        return reply.error
    if reply.status in _REDIRECTS:
        return "redirected"
    if reply.status != 200 or reply.content is None:
        return "http_status"
    declared = next((value for name, value in reply.headers.items() if name.lower() == "content-type"), "")
    return reply.content.problem(declared)
