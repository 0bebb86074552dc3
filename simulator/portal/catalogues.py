"""The portal's catalogues: procedures, fields and agencies. They are a province's background, never a session's."""

from collections.abc import Callable, Sequence
from typing import Any

from simulator.domain.claim_sheet import ClaimSheet
from simulator.portal.operation import Call, Reply
from simulator.portal.procedures import CATALOGUE_DAY, Procedures
from simulator.wire.catalogues import (
    Agency,
    agency_row,
    asked_procedure,
    field_row,
    procedure_list_row,
    procedure_row,
)
from simulator.wire.dossiers import national_code

Rows = Sequence[Any]


class ProcedureInFull:
    """The operation that returns one procedure."""

    def __init__(self, procedures: Procedures) -> None:
        self._procedures = procedures

    def answer(self, call: Call) -> Reply:
        """Return the procedure that is asked for."""
        asked = asked_procedure(call.body)
        if not asked:
            return call.missing() or Reply("missing_field")
        found = self._procedures.find(asked)
        if found is None:
            return Reply("unknown_procedure", detail=asked)
        service, code = found
        return Reply("ok", [procedure_row(service, CATALOGUE_DAY, agencies_of(call.sheet), code)])

    def facts(self, call: Call, reply: Reply) -> None:
        """Say which procedure was read."""
        _read(call, reply, national_code(asked_procedure(call.body)))


class WholeList:
    """An operation that returns a whole list."""

    def __init__(self, rows: Callable[[Call], Rows]) -> None:
        self._rows = rows

    def answer(self, call: Call) -> Reply:
        """Return every row."""
        return Reply("ok", self._rows(call))

    def facts(self, call: Call, reply: Reply) -> None:
        """Say that the list was read."""
        _read(call, reply, "")


def procedure_list(procedures: Procedures) -> Rows:
    """Return the rows of all procedures."""
    return [procedure_list_row(code) for service in procedures.services for code in service.codes]


def field_list(procedures: Procedures) -> Rows:
    """Return the rows of all fields, each once."""
    by_code = {service.field_code: field_row(service) for service in procedures.services}
    return [by_code[code] for code in sorted(by_code)]


def agency_list(sheets: Sequence[ClaimSheet]) -> Rows:
    """Return the rows of the agencies of all registered systems, each once."""
    by_code = {agency.code: agency_row(agency) for sheet in sheets for agency in agencies_of(sheet)}
    return [by_code[code] for code in sorted(by_code)]


def agencies_of(sheet: ClaimSheet) -> list[Agency]:
    """Return the agency of a system and the one that receives its dossiers."""
    level = "0" if sheet.kind == "ministry" else "1"
    agencies = [Agency(sheet.agency, sheet.name.vi, level)]
    if sheet.receiving_agency != sheet.agency:
        agencies.append(Agency(sheet.receiving_agency, f"Bộ phận tiếp nhận, {sheet.name.vi}", level))
    return agencies


def _read(call: Call, reply: Reply, procedure_code: str) -> None:
    if reply.name != "ok":
        return
    operation = call.inbound.draft.operation
    call.inbound.fact("catalogue_read", (), operation=operation, procedure_code=procedure_code)
