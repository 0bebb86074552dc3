"""The portal's catalogues: a procedure in full, the online services, and every list that is data.

They are a province's background, never a session's.
"""

from typing import Any

from simulator.domain.code_list import CodeList
from simulator.domain.service import Service
from simulator.portal.operation import Call, Reply
from simulator.portal.procedures import CATALOGUE_DAY, Procedures
from simulator.portal.tables import Tables, agencies_of
from simulator.wire.catalogues import (
    Agency,
    asked_procedure,
    online_service_list,
    online_service_row,
    procedure_row,
)
from simulator.wire.dossiers import national_code
from simulator.wire.scalars import field


class ProcedureInFull:
    """The operation that returns one procedure."""

    def __init__(self, procedures: Procedures, tables: Tables) -> None:
        self._procedures = procedures
        self._tables = tables

    def answer(self, call: Call) -> Reply:
        """Return the procedure that is asked for."""
        asked = asked_procedure(call.body)
        if not asked:
            return call.missing() or Reply("missing_field")
        found = self._procedures.find(asked)
        if found is None:
            return Reply("unknown_procedure", detail=asked)
        service, code = found
        bases = self._tables.legal_bases(service)
        return Reply("ok", [procedure_row(service, CATALOGUE_DAY, agencies_of(call.sheet), code, bases)])

    def facts(self, call: Call, reply: Reply) -> None:
        """Say which procedure was read."""
        _read(call, reply, national_code(asked_procedure(call.body)))


class WholeList:
    """An operation that returns a whole list: which rows, under which keys, is data."""

    def __init__(self, code_list: CodeList, tables: Tables) -> None:
        self._list = code_list
        self._tables = tables

    def answer(self, call: Call) -> Reply:
        """Return every row, or those that the request narrows it to."""
        if refusal := call.missing():
            return refusal
        asked = {name: field(call.body, name) for name in self._list.narrowed_by}
        return Reply("ok", self._list.shown(self._tables.rows(self._list), asked))

    def facts(self, call: Call, reply: Reply) -> None:
        """Say that the list was read."""
        _read(call, reply, "")


class OnlineServices:
    """The operation that returns what can be filed online, and at which agencies."""

    def __init__(self, procedures: Procedures) -> None:
        self._procedures = procedures

    def answer(self, call: Call) -> Reply:
        """Return the online services of all procedures that are in use."""
        return Reply("ok", online_service_list(self._rows(call)))

    def facts(self, call: Call, reply: Reply) -> None:
        """Say that the list was read."""
        _read(call, reply, "")

    def _rows(self, call: Call) -> list[dict[str, Any]]:
        return [
            online_service_row(service, code, self._applied_by(call, service))
            for service in self._procedures.services
            for code in self._procedures.codes_in_use(service)
        ]

    def _applied_by(self, call: Call, service: Service) -> list[Agency]:
        sheets = call.inbound.national.provinces.all()
        return [agencies_of(sheet)[-1] for sheet in sheets if service.id in sheet.services]


def _read(call: Call, reply: Reply, procedure_code: str) -> None:
    if reply.name != "ok":
        return
    operation = call.inbound.draft.operation
    call.inbound.fact("catalogue_read", (), operation=operation, procedure_code=procedure_code)
