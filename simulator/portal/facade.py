"""A provincial middleware's addresses: one for each operation, with a bare body and no session.

What a real middleware does between the province and the adapter (its login, its own check of the caller) is not
public. So a caller is known, in this order, by HTTP Basic with the account of its claim sheet, by the agency that it
names, or as the only registered system whose dialect has this address. All three are assumed.
"""

from typing import Any

from flask import Response, request

from simulator.core.errors import near_text
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.dialect import Dialect, Door
from simulator.portal.adapter import Adapter, Asked, Envelope, dialect_of, said
from simulator.portal.agency import is_own_agency
from simulator.portal.operation import Reply
from simulator.portal.routing import note_routing, query_values
from simulator.web.credentials import authorization_of
from simulator.web.national import National
from simulator.web.recording import MAX_BODY_BYTES, Answer, Inbound, ViewResult
from simulator.wire.adapter import request_head
from simulator.wire.facade import answer_through, message_through, named_agency
from simulator.wire.filings import first_file

ANYWHERE = "KetNoiMotCuaQuocGia"
"""Below this path every address may be a door: the names of some are settings of each site."""
UNBUILT = "portal/unbuilt"
"""Operation of a call to an address that is no door."""


class FacadeDoors:
    """The view of the middleware's addresses."""

    def __init__(self, national: National, adapter: Adapter) -> None:
        self._national = national
        self._adapter = adapter

    def paths(self) -> tuple[str, ...]:
        """Return every address outside `ANYWHERE` that some dialect has, each once."""
        facades = (one.facade for one in self._national.catalogue.dialects.values())
        found = dict.fromkeys(door.path for facade in facades if facade for door in facade.doors)
        return tuple(path for path in found if not path.startswith(f"{ANYWHERE}/"))

    def below(self, inbound: Inbound, path: str = "", prefix: str = "") -> ViewResult:  # noqa: ARG002 - ignored
        """Answer a call somewhere below `ANYWHERE`."""
        return self.serve(inbound, f"{ANYWHERE}/{path}".rstrip("/"))

    def serve(self, inbound: Inbound, path: str) -> ViewResult:
        """Answer a call as the operation of the adapter that it stands for."""
        sheet, stranger = self._caller(inbound, path)
        if sheet is not None:
            inbound.identify(sheet)
        note_routing(inbound)
        dialect = dialect_of(self._national, sheet)
        door = self._door(sheet, path, stranger)
        if door is None:
            inbound.operation(UNBUILT)
            return said(inbound, Reply("unknown_service", detail=self._whose(dialect, path)))
        envelope = _wrapped(door)
        if sheet is None:
            contract = self._national.contracts.by_service_key(door.service)
            inbound.operation(contract.id if contract else UNBUILT)
            return said(inbound, stranger or Reply("bad_login"), envelope)
        body = message_through(door, query_values(), inbound.json, sheet.agency)
        asked = Asked(body, request_head(body), _unreadable(inbound, door), stranger)
        return _handed_on(door, self._adapter.answer(inbound, asked, envelope))

    def _caller(self, inbound: Inbound, path: str) -> tuple[ClaimSheet | None, Reply | None]:
        basic = authorization_of(request)
        if basic is not None and basic.type == "basic":
            return self._by_password(inbound, basic.username or "", basic.password or "")
        if sheet := self._by_agency(path):
            return sheet, None
        speakers = [one for one in self._national.provinces.all() if self._speaks(one, path)]
        if len(speakers) == 1:
            return speakers[0], None
        detail = "Gửi kèm HTTP Basic (account của tờ khai) hoặc mã đơn vị trong tham số madonvi."
        return None, Reply("bad_login", detail=detail)

    def _by_password(self, inbound: Inbound, account: str, password: str) -> tuple[ClaimSheet | None, Reply | None]:
        sheet = self._national.provinces.by_account(account)
        right = self._national.provinces.password_ok(account, password)
        inbound.fact("portal_login", (), account=account, ok=right)
        return sheet, None if right else Reply("bad_login", detail=f"Tài khoản: {account}.")

    def _by_agency(self, path: str) -> ClaimSheet | None:
        query = query_values()
        headers = {name.lower(): value for name, value in request.headers}
        facades = [one.facade for one in self._national.catalogue.dialects.values() if one.facade]
        agencies = [agency for facade in facades if (agency := named_agency(facade, query, headers))]
        sheets = [one for one in self._national.provinces.all() if self._speaks(one, path)]
        own = [sheet for sheet in sheets if agencies and is_own_agency(sheet, agencies[0])]
        exact = self._national.provinces.by_agency(agencies[0]) if agencies else None
        return exact or (own[0] if len(own) == 1 else None)

    def _speaks(self, sheet: ClaimSheet, path: str) -> bool:
        facade = dialect_of(self._national, sheet).facade
        return facade is not None and any(door.path_at(sheet.middleware) == path for door in facade.doors)

    def _door(self, sheet: ClaimSheet | None, path: str, stranger: Reply | None) -> Door | None:
        """Return the door of the caller's dialect; for a stranger that of the first dialect which has one."""
        if sheet is not None and stranger is None:
            return dialect_of(self._national, sheet).door(path, request.method, sheet.middleware)
        dialects = self._national.catalogue.dialects.values()
        return next((door for one in dialects if (door := one.door(path, request.method))), None)

    def _whose(self, dialect: Dialect, path: str) -> str:
        owners = [one.id for one in self._national.catalogue.dialects.values() if one.door(path, request.method)]
        others = f"; các phương ngữ có địa chỉ này: {', '.join(owners)}" if owners else self._near(path)
        return f"{request.method} {path} trong phương ngữ {dialect.id}{others}"

    def _near(self, path: str) -> str:
        """Return the addresses that a mistyped one may have meant, whatever the dialect."""
        facades = [one.facade for one in self._national.catalogue.dialects.values() if one.facade]
        return f" ({near_text(path, [door.path for one in facades for door in one.doors]).vi})"


def _wrapped(door: Door) -> Envelope:
    def envelope(dialect: Dialect, reply: Reply) -> Any:
        if door.gives_file and reply.name == "ok":
            return {_FILE: first_file(reply.beside)}
        return answer_through(dialect, reply.name, reply.result, reply.detail, door.reads)

    return envelope


_FILE = "file"


def _handed_on(door: Door, answer: Answer) -> ViewResult:
    """Return a file as text, everything else as the envelope that it is."""
    if not door.gives_file or _FILE not in answer.body:
        return answer
    return Response(answer.body[_FILE], answer.status, mimetype="text/plain")


def _unreadable(inbound: Inbound, door: Door) -> Reply | None:
    if inbound.too_large:
        return Reply("too_large", detail=f"tối đa {MAX_BODY_BYTES // (1024 * 1024)} MB.")
    problem, needed = inbound.message.problem, bool(door.body or door.fields)
    return Reply("malformed", detail=problem.vi if problem else "") if needed and inbound.json is None else None
