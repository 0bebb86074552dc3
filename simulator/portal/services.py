"""The portal's list of services, the page of each, and the button that hands the citizen's browser over."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from flask import request

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.service import Service
from simulator.portal.citizen_desk import PATH, CitizenDesk, go
from simulator.portal.filing_desk import ways_of
from simulator.portal.procedures import Procedures
from simulator.web.citizens import link_citizen
from simulator.web.pages import wants_html
from simulator.web.recording import Answer, Inbound, ViewResult
from simulator.wire.handover import handover_query, local_code_of, online_code_of

_DEMO = "demo"
_AGENCY = re.compile(r"[0-9A-Z.]{1,35}")


class Services:
    """The views of `/citizen/services`, `/citizen/services/<key>` and `/citizen/services/<code>/apply`."""

    def __init__(self, desk: CitizenDesk, procedures: Procedures) -> None:
        self._desk = desk
        self._procedures = procedures

    def show(self, _inbound: Inbound) -> ViewResult:
        """Answer the list; `q` keeps what holds the words in a name, code or id, with or without marks."""
        wanted = request.args.get("q", "")
        rows = [row for row in map(self._row, self._procedures.services) if _holds(row, wanted)]
        if not wants_html():
            return Answer(rows)
        citizen = self._desk.citizen()
        provinces = [sheet for sheet in self._desk.national.provinces.all() if sheet.kind == "province"]
        return self._desk.pages.page("services.html", rows=rows, q=wanted, citizen=citizen, provinces=provinces)

    def _row(self, service: Service) -> dict[str, Any]:
        code = self._procedures.main_code(service)
        return {
            "id": service.id,
            "code": code.code if code else "",
            "codes": [one.code for one in self._procedures.codes_in_use(service)],
            "name": service.name.to_json(),
            "handled_by": _handler_kind(service),
            "roles": dict(service.roles),
            "page": f"{PATH}/services/{code.code if code else service.id}",
            **({"function": service.function} if service.function else {}),
        }

    def one(self, _inbound: Inbound, key: str) -> ViewResult:
        """Answer the page of one service, by any of its codes (also a localised one) or by its id."""
        service = self._procedures.service(key)
        if service is None:
            return self._desk.refuse(404, "unknown_service", asked=key)
        shown = self._page(service)
        if not wants_html():
            return Answer(shown)
        sheets = self._takers(service)
        fetched = [sheet for sheet in sheets if ways_of(sheet, service)]
        return self._desk.pages.page(
            "service.html", row=shown, citizen=self._desk.citizen(), sheets=sheets, fetched=fetched
        )

    def _page(self, service: Service) -> dict[str, Any]:
        row = self._row(service)
        can_file = bool(row["code"]) and bool(self._takers(service))
        return {
            **{name: row[name] for name in ("id", "code", "name", "handled_by", "codes")},
            "fee": {"direct_vnd": service.fee.direct_vnd, "online_vnd": service.fee.online_vnd},
            "deadline": {"value": service.deadline.value, "unit": service.deadline.unit},
            "apply": f"{PATH}/services/{row['code']}/apply" if can_file else None,
        }

    def _takers(self, service: Service) -> list[ClaimSheet]:
        """Return the connected systems that a dossier of the service can be filed at."""
        sheets = self._desk.national.provinces.all()
        if _handler_kind(service) == "province":
            return [sheet for sheet in sheets if sheet.kind == "province"]
        return [sheet for sheet in sheets if sheet.kind != "province" and _handles(sheet, service)]

    def apply(self, inbound: Inbound, code: str) -> ViewResult:
        """Send a logged-in citizen to the landing page of the system that receives the dossier.

        A code that is out of use is handed over too: such codes stayed on the real portal, so the receiver must cope.
        """
        found = self._procedures.find(code)
        if found is None:
            return self._desk.refuse(404, "unknown_procedure", code=code)
        sheet = self._chosen_receiver(found[0])
        if sheet is None:
            known = ", ".join(sheet.id for sheet in self._desk.national.provinces.all())
            return self._desk.refuse(
                404, "unknown_province", asked=request.args.get("province", "∅"), known=known or "∅"
            )
        inbound.identify(sheet)
        citizen = self._desk.citizen()
        if citizen is None:
            return go(f"{PATH}/login?next={quote(request.full_path.rstrip('?'), safe='')}")
        sessions = link_citizen(inbound, citizen["personal_id"])
        procedure = found[1].code
        agency = self.asked_agency(sheet)
        inbound.fact("handover", sessions, procedure_code=procedure, agency=agency, landed=None)
        return go(landing_address(sheet, procedure, agency))

    def asked_agency(self, sheet: ClaimSheet) -> str:
        """Return the receiving agency; a link made before a change of units can still name another one."""
        asked = request.args.get("agency", "")
        return asked if _AGENCY.fullmatch(asked) else sheet.receiving_agency

    def _chosen_receiver(self, service: Service) -> ClaimSheet | None:
        """Return who was asked for, else whoever handles the service nationwide, else the only or ready province."""
        provinces = self._desk.national.provinces
        asked = request.args.get("province")
        if asked is not None:
            return provinces.get(asked)
        if _handler_kind(service) != "province" and (takers := self._takers(service)):
            return takers[0]
        known = provinces.all()
        return known[0] if len(known) == 1 else provinces.get(_DEMO)


def landing_address(sheet: ClaimSheet, procedure: str, agency: str = "") -> str:
    """Return the address to which the portal hands over: landing page and the five codes."""
    query = handover_query(
        procedure, local_code_of(procedure, sheet.agency), online_code_of(procedure), agency or sheet.receiving_agency
    )
    separator = "&" if "?" in sheet.landing else "?"
    return f"{sheet.base_url.rstrip('/')}{sheet.landing}{separator}{urlencode(query)}"


def _handler_kind(service: Service) -> str:
    return next((kind for kind, role in service.roles.items() if role == "handler"), "province")


def _handles(sheet: ClaimSheet, service: Service) -> bool:
    claim = sheet.services.get(service.id)
    return claim is not None and claim.role == "handler"


def _holds(row: Mapping[str, Any], wanted: str) -> bool:
    text = _folded(" ".join([row["id"], row["code"], *row["name"].values()]))
    return all(word in text for word in _folded(wanted).split())


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
