"""What a system asks that fetches the dossiers which citizens filed at the portal: the list of them, and a file."""

from datetime import date, datetime

from simulator.domain.filing import PULL, Filing
from simulator.portal.operation import Call, Reply
from simulator.session.filings import PortalFilings
from simulator.wire.correlation import Key
from simulator.wire.filings import (
    WINDOW,
    file_beside,
    file_path,
    filing_row,
    listed_codes,
    rows_beside,
    window_from_wire,
)


class FilingList:
    """The list of what was filed between two days; there is no paging, and what was listed before is listed again."""

    def __init__(self, filings: PortalFilings) -> None:
        self._filings = filings

    def answer(self, call: Call) -> Reply:
        """Return the rows of the window; a dossier lies in it by session time or by wall time."""
        if refusal := call.missing():
            return refusal
        window = window_from_wire(call.body)
        if window is None:
            return Reply("missing_field", detail=WINDOW)
        first, last = window
        found = self._filings.waiting(call.tx.execute, call.sheet.id, PULL)
        inside = [one for one in found if any(first <= day <= last for day in _days(one))]
        rows = [filing_row(one, self._filings.files(call.tx.execute, one.code)) for one in inside]
        return Reply("ok", rows, beside=rows_beside(rows))

    def facts(self, call: Call, reply: Reply) -> None:
        """Say of each dossier that it was listed, the first time only: known clients ask again and again."""
        for filing in self._filings.first_listed(call.tx, listed_codes(reply.result)):
            if filing.session:
                call.inbound.link_session(filing.session)
                call.inbound.fact("filing_listed", (filing.session,), dossier_code=filing.code, way=PULL)


class FilingFiles:
    """One file of such a dossier, by its path in the list."""

    def __init__(self, filings: PortalFilings) -> None:
        self._filings = filings

    def answer(self, call: Call) -> Reply:
        """Return the file; nothing for a path that is not one of the system's own dossiers."""
        path = file_path(call.body)
        if not path:
            return call.without_key()
        file = self._filings.file(call.tx.execute, path)
        own = file and self._filings.find(call.tx.execute, call.sheet.id, file.code)
        return Reply("ok", beside=file_beside(file if own else None))

    def facts(self, call: Call, reply: Reply) -> None:
        """Say which file was fetched."""
        file = self._filings.file(call.tx.execute, file_path(call.body))
        own = file and self._filings.find(call.tx.execute, call.sheet.id, file.code)
        if reply.name == "ok" and file and own:
            sessions = call.inbound.link([Key("dossier_code", file.code)])
            call.inbound.fact("filing_file", sessions, dossier_code=file.code, component=file.component)


def _days(filing: Filing) -> tuple[date, ...]:
    return tuple(datetime.fromisoformat(at).date() for at in (filing.filed_at, filing.arrived_at))
