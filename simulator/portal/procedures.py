"""The procedures that the portal knows, by national code."""

from datetime import date

from simulator.catalogue.catalogue import Catalogue
from simulator.domain.service import ProcedureCode, Service
from simulator.wire.dossiers import national_code

CATALOGUE_DAY = date(2025, 7, 1)
"""The day whose catalogue the portal shows: adapter calls carry no session, so they have no other day."""


class Procedures:
    """Finds services by the codes of their procedures."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._services = sorted(catalogue.services.values(), key=lambda service: service.number)
        self._by_code = {code.code: (service, code) for service in self._services for code in service.codes}
        self._by_id = {service.id: service for service in self._services}

    @property
    def services(self) -> list[Service]:
        """Return the services in the order of their numbers."""
        return list(self._services)

    def find(self, code: str) -> tuple[Service, ProcedureCode] | None:
        """Return the service and the procedure of a code, which may be localised (`1.001193.H56`)."""
        return self._by_code.get(national_code(code))

    def makes_paper(self, code: str) -> bool:
        """Return whether the procedure of a code ends with a document; False for a code that nobody knows."""
        found = self.find(code)
        return found is not None and bool(found[0].results)

    def main_code(self, service: Service) -> ProcedureCode | None:
        """Return the code under which a new dossier of the service is filed; None when the service has no code."""
        return service.code_on(CATALOGUE_DAY)

    def codes_in_use(self, service: Service) -> list[ProcedureCode]:
        """Return every code that may be used in a new dossier, in the order of the service's file."""
        return [code for code in service.codes if code.valid_on(CATALOGUE_DAY)]

    def service(self, key: str) -> Service | None:
        """Return the service with that id, or that a code (also a localised one) belongs to."""
        found = self.find(key)
        return found[0] if found else self._by_id.get(key)
