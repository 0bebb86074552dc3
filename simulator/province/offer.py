"""What this system offers and shows of the portal's list of services, and the published form of each procedure.

Nothing here knows a particular service: a procedure added on the national side is offered without a change.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from simulator.core.clock import Clock
from simulator.province.config import ProvinceConfig
from simulator.province.eform import EForm, eform_from_wire, label_of
from simulator.province.national_side import NationalSide, NationalSideDown, document_of
from simulator.province.relays import relay_claims
from simulator.province.seams import Seams

KEPT_SECONDS = 60.0
HANDLER = "handler"
RELAY = "relay"


@dataclass(frozen=True)
class OfferedService:
    """A row of the portal's list of services, as this system takes part in it."""

    id: str
    code: str
    """The usual procedure code; empty for a service without one."""
    name: str
    codes: tuple[str, ...] = ()
    """Every code under which a new dossier may be filed."""
    role: str = HANDLER
    page: str = ""
    """Path of the portal's page of the service."""
    claims: tuple[str, ...] = ()
    """`take` and `mirror`: what this system does for a relayed service beyond showing it."""

    @property
    def is_taken(self) -> bool:
        """Return whether dossiers can be filed here, to be handled here or to be passed on."""
        return bool(self.code) and (self.role == HANDLER or "take" in self.claims)


class Offer:
    """The procedures that this system offers or shows, read from the portal when they are asked for."""

    def __init__(
        self, national_side: NationalSide, config: ProvinceConfig, clock: Clock, seams: Seams | None = None
    ) -> None:
        self._national_side = national_side
        self._config = config
        self._clock = clock
        self._seams = seams or Seams()
        self._lock = threading.Lock()
        self._shown: tuple[float, list[OfferedService]] = (0.0, [])
        self._services: dict[str, OfferedService] = {}
        self._forms: dict[str, tuple[float, EForm]] = {}

    def services(self) -> list[OfferedService]:
        """Read the portal's list again and return the procedures that this system handles."""
        return [service for service in self._read() if service.role == HANDLER and service.code]

    def payments(self) -> list[OfferedService]:
        """Return what this kind of system answers for and nobody files: functions of the portal without a code."""
        return [service for service in self.shown() if service.role == HANDLER and not service.code]

    def shown(self) -> list[OfferedService]:
        """Return what this system handles or relays of the portal's list, read a minute ago at most."""
        with self._lock:
            kept_at, kept = self._shown
        return kept if kept and self._clock.monotonic() - kept_at < KEPT_SECONDS else self._read()

    def _read(self) -> list[OfferedService]:
        rows = self._national_side.ask("GET", "/citizen/services")
        try:
            found = [service for row in rows if (service := self._service(row)) is not None]
        except (AttributeError, KeyError, TypeError) as error:
            raise NationalSideDown(f"GET /citizen/services: not a list of services ({error!r})") from None
        taken = [service for service in found if service.is_taken]
        with self._lock:
            self._shown = (self._clock.monotonic(), found)
            self._services = {code: service for service in taken for code in self._seams.offered_codes(service.codes)}
        return found

    def offers(self, code: str) -> bool:
        """Return whether dossiers of a procedure are taken; the list is read again for one that is not known."""
        return self._seams.is_offered(self._taken(code) is not None)

    def _taken(self, code: str) -> OfferedService | None:
        with self._lock:
            known = self._services.get(code)
        if known is None:
            self._read()
            with self._lock:
                known = self._services.get(code)
        return known

    def form(self, code: str) -> EForm | None:
        """Return the published form of a procedure, or None when the portal publishes none."""
        with self._lock:
            kept_at, kept = self._forms.get(code, (0.0, None))
        if kept is not None and self._clock.monotonic() - kept_at < KEPT_SECONDS:
            return kept
        path = f"/citizen/procedures/{code}/eform"
        answer = self._national_side.send("GET", path)
        if answer.status_code == 404:
            return None
        if answer.status_code != 200:
            raise NationalSideDown(f"GET {path}: HTTP {answer.status_code}")
        taken = self._taken(code)
        try:
            form = eform_from_wire(document_of(answer), code)
            form = replace(form, passed_on=taken is not None and taken.role == RELAY)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise NationalSideDown(f"GET {path}: not a form as published ({error!r})") from None
        with self._lock:
            self._forms[code] = (self._clock.monotonic(), form)
        return form

    def _service(self, row: Mapping[str, Any]) -> OfferedService | None:
        role = self._role(row)
        if not role:
            return None
        code = str(row["code"])
        return OfferedService(
            id=str(row["id"]),
            code=code,
            name=label_of(row.get("name")),
            codes=tuple(row.get("codes") or ([code] if code else [])),
            role=role,
            page=str(row.get("page") or ""),
            claims=relay_claims().get(str(row["id"]), ()) if role == RELAY else (),
        )

    def _role(self, row: Mapping[str, Any]) -> str:
        """Return handler or relay; an empty text for what this kind of system has no part in."""
        if row.get("handled_by") == self._config.role:
            wanted = self._config.procedures
            return HANDLER if not wanted or row.get("code") in wanted else ""
        return RELAY if (row.get("roles") or {}).get(self._config.role) == RELAY else ""
