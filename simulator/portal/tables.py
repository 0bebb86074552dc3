"""The tables from which the portal's lists are made, where they do not stand in the list's own file."""

from collections.abc import Callable, Mapping

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.code_list import LEGAL_DOCUMENTS, CodeList, Row
from simulator.domain.service import ProcedureCode, Service
from simulator.portal.procedures import Procedures
from simulator.web.national import National
from simulator.wire.catalogues import DIRECT, ONLINE, Agency, branch_of, decision_of

_KIND = "1"
"""Every procedure here is one that the central government made."""
Rows = list[Row]


class Tables:
    """Makes the rows of a list; what never changes while the portal runs is made once."""

    def __init__(self, national: National, procedures: Procedures) -> None:
        self._national = national
        self._procedures = procedures
        self._makers: Mapping[str, Callable[[], Rows]] = {
            "procedures": self._procedure_rows,
            "fields": self._field_rows,
            "agencies": self._agency_rows,
            "provinces": self._province_rows,
            "communes": self._commune_rows,
            "fees": self._fee_rows,
            "decisions": self._decision_rows,
        }
        self._made: dict[str, Rows] = {}

    def rows(self, code_list: CodeList) -> Rows:
        """Return the rows of a list by column."""
        if not code_list.table:
            return list(code_list.rows)
        if code_list.table == "agencies":
            return self._agency_rows()
        if code_list.table not in self._made:
            self._made[code_list.table] = self._makers[code_list.table]()
        return self._made[code_list.table]

    def legal_bases(self, service: Service) -> list[dict[str, str]]:
        """Return the legal documents that a service names, as the portal's own list shows them."""
        known = self._national.catalogue.code_lists.get(LEGAL_DOCUMENTS)
        return known.shown([row for row in known.rows if row["number"] in service.legal_bases], {}) if known else []

    def _codes(self) -> list[tuple[Service, ProcedureCode]]:
        return [(service, code) for service in self._procedures.services for code in service.codes]

    def _procedure_rows(self) -> Rows:
        return [
            {
                "code": code.code,
                "name": code.name,
                "kind": _KIND,
                "field_code": service.field_code,
                "field_name": service.field_name,
                "branch": branch_of(service),
                "ministry": service.ministry,
            }
            for service, code in self._codes()
        ]

    def _field_rows(self) -> Rows:
        by_code = {
            one.field_code: {"code": one.field_code, "name": one.field_name, "branch": branch_of(one)}
            for one in self._procedures.services
        }
        return [by_code[code] for code in sorted(by_code)]

    def _agency_rows(self) -> Rows:
        sheets = self._national.provinces.all()
        by_code = {one.code: one._asdict() for sheet in sheets for one in agencies_of(sheet)}
        return [by_code[code] for code in sorted(by_code)]

    def _province_rows(self) -> Rows:
        return [{"code": unit.code, "name": unit.name} for unit in self._national.catalogue.codes.values()]

    def _commune_rows(self) -> Rows:
        return [
            {"code": commune.code, "name": commune.name, "province": province}
            for province, known in self._national.catalogue.communes.items()
            for commune in known.communes
        ]

    def _fee_rows(self) -> Rows:
        return [
            {
                "code": "1",
                "name": f"Phí, lệ phí: {code.name}",
                "procedure": code.code,
                "channel": channel,
                "amount": str(amount),
                "unit": "Đồng",
                "note": service.fee.note,
            }
            for service, code in self._codes()
            for channel, amount in ((DIRECT, service.fee.direct_vnd), (ONLINE, service.fee.online_vnd))
            if amount is not None
        ]

    def _decision_rows(self) -> Rows:
        return [
            {
                "id": decision_of(service),
                "branch": branch_of(service),
                "title": f"Quyết định công bố giả định của {service.ministry}, chỉ dùng để thử nghiệm",
                "procedure": code.code,
                "procedure_name": code.name,
            }
            for service, code in self._codes()
        ]


def agencies_of(sheet: ClaimSheet) -> list[Agency]:
    """Return the agency of a system and the one that receives its dossiers."""
    level = "0" if sheet.kind == "ministry" else "1"
    agencies = [Agency(sheet.agency, sheet.name.vi, level)]
    if sheet.receiving_agency != sheet.agency:
        agencies.append(Agency(sheet.receiving_agency, f"Bộ phận tiếp nhận, {sheet.name.vi}", level))
    return agencies
