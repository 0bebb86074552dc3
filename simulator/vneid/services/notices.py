"""Notices to citizens: a system posts one, the citizen reads it in her inbox.

No public interface for this was found; all of it is assumed.
"""

from typing import Any
from urllib.parse import urlsplit

from simulator.vneid.services.office import Api, Call, Office
from simulator.web.notices import Notice, Notices
from simulator.wire.sharing import CODES, envelope, notice_from_wire, notice_to_wire

API = Api("notice", CODES, envelope)
LIMITS = {"id": 64, "dossier_code": 64, "status": 16, "title": 200, "content": 2000, "link": 500}
"""Longest text of each part, in letters (assumed)."""


class NoticeDesk:
    """Takes notices."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.store = Notices(office.national.db)

    def send(self, call: Call) -> dict[str, Any]:
        """Put a notice into the inbox of a citizen; the same one again changes nothing."""
        sheet = call.client()
        call.readable()
        asked = notice_from_wire(call.inbound.json)
        call.about(asked.personal_id)
        call.calm()
        notice = Notice(
            client_id=sheet.openid_client, at=self._office.national.clock.now().isoformat(), **asked._asdict()
        )
        self._sound(notice)
        self._office.citizen(notice.personal_id)
        known = self.store.find(call.tx, notice.client_id, notice.id)
        if known is None:
            self.store.keep(call.tx, notice)
        elif not known.says_the_same(notice):
            raise self._office.refused("conflict", "notice_differs", found=notice.id)
        told = {name: value for name, value in vars(notice).items() if name != "at"}
        call.inbound.fact("notice_sent", call.sessions, repeated=known is not None, **told)
        return notice_to_wire(notice.id, repeated=known is not None)

    def _sound(self, notice: Notice) -> None:
        for name in ("id", "title", "content"):
            if not getattr(notice, name).strip():
                raise self._office.refused("invalid", "value_missing", name=name)
        for name, most in LIMITS.items():
            if len(getattr(notice, name)) > most:
                raise self._office.refused("invalid", "value_too_long", name=name, most=most)
        if notice.link and not _is_web_address(notice.link):
            raise self._office.refused("invalid", "link_unusable")


def _is_web_address(link: str) -> bool:
    try:
        return urlsplit(link).scheme in ("http", "https") and bool(urlsplit(link).netloc)
    except ValueError:
        return False
