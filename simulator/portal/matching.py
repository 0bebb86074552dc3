"""Which sessions a message belongs to, row by row, and by what they were found."""

from typing import Any, NamedTuple

from simulator.domain.report import DossierReport
from simulator.session.name_match import NameMatch
from simulator.web.national import National
from simulator.web.recording import Inbound
from simulator.wire.contracts import Contract
from simulator.wire.correlation import Key, RowKeys
from simulator.wire.dossiers import reports_from_wire

REPORTS = "portal/DongBoHoSoMC"
BY_NAME = "name"


class Found(NamedTuple):
    """The sessions of one row."""

    sessions: tuple[str, ...] = ()
    by: str = ""
    """The strongest kind of key that named them, or `name`; empty when nobody was found."""


class Matching:
    """Links the rows of a message to sessions."""

    def __init__(self, national: National) -> None:
        self._national = national
        self._names = NameMatch(national.sessions, national.clock)

    def link(self, inbound: Inbound, contract: Contract | None, body: Any) -> dict[int | None, Found]:
        """Return row -> what it belongs to; what names somebody whom nobody owns becomes an orphan."""
        if contract is None or not isinstance(body, dict):
            return {}
        told = {one.row: one for one in inbound.once(reports_from_wire, body)} if contract.id == REPORTS else {}
        return {one.row: self._row(inbound, one, told.get(one.row or 0)) for one in contract.keys(body)}

    def _row(self, inbound: Inbound, row: RowKeys, report: DossierReport | None) -> Found:
        owners = inbound.owners(row.keys)
        if owners:
            return Found(inbound.link_all(owners), next(iter(owners.values())))
        named = self._by_name(inbound, report) if report else ()
        if named:
            return Found(inbound.link_all(named), BY_NAME)
        name = (Key("full_name", report.owner_name),) if report and report.owner_name else ()
        inbound.orphan((*row.keys, *name), row.row)
        return Found()

    def _by_name(self, inbound: Inbound, report: DossierReport) -> tuple[str, ...]:
        service = self._national.catalogue.service_by_code(report.procedure_code)
        if inbound.province is None or service is None:
            return ()
        at = report.received_at
        return self._names.find(inbound.query, inbound.province.id, service.id, report.owner_name, at)
