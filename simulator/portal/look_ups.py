"""What a province asks about single things: one of its dossiers, or the portal account of a person."""

from simulator.domain.report import PortalDossierView
from simulator.portal.operation import Call, Reply
from simulator.portal.procedures import Procedures
from simulator.session.dossiers import KeptDossier, PortalDossiers
from simulator.web.citizens import find_citizen
from simulator.wire.adapter import is_sister
from simulator.wire.dossiers import dossier_row, query_code, tech_id_number, tech_id_row
from simulator.wire.filings import rows_beside


class DossierQuery:
    """The look-up of a dossier by its code: its own, and those of the services whose status a system mirrors."""

    def __init__(self, dossiers: PortalDossiers, procedures: Procedures) -> None:
        self._dossiers = dossiers
        self._procedures = procedures

    def answer(self, call: Call) -> Reply:
        """Return the dossier's short view, or no row."""
        code = query_code(call.body)
        if not code:
            return call.without_key()
        kept = self._dossiers.find(call.sheet.id, code, call.tx.execute) or self._mirrored(call, code)
        rows = [dossier_row(_view(kept))] if kept else []
        return Reply("ok", rows, beside=rows_beside(rows) if is_sister(call.body) else {})

    def _mirrored(self, call: Call, code: str) -> KeptDossier | None:
        mirrored = {service for service, claim in call.sheet.services.items() if "mirror" in claim.claims}
        for kept in self._dossiers.elsewhere(code, call.tx.execute) if mirrored else ():
            found = self._procedures.find(kept.procedure_code)
            if found and found[0].id in mirrored:
                return kept
        return None

    def facts(self, call: Call, reply: Reply) -> None:
        """Say which dossier was asked for and whether it was there."""
        if reply.name == "ok":
            asked = {"dossier_code": query_code(call.body), "found": bool(reply.result)}
            call.inbound.fact("dossier_query", call.sessions_of(None), **asked)


class TechIdQuery:
    """The look-up of a portal account by personal number."""

    def answer(self, call: Call) -> Reply:
        """Return the account id, or no row."""
        number = tech_id_number(call.body)
        if not number:
            return call.without_key()
        person = find_citizen(call.inbound.national, number)
        tech_id = person.get("tech_id") if person else None
        return Reply("ok", [tech_id_row(tech_id)] if tech_id else [])

    def facts(self, call: Call, reply: Reply) -> None:
        """Say whose account was asked for and whether there is one."""
        if reply.name == "ok":
            asked = {"number": tech_id_number(call.body), "found": bool(reply.result)}
            call.inbound.fact("tech_id_query", call.sessions_of(None), **asked)


def _view(kept: KeptDossier) -> PortalDossierView:
    return PortalDossierView(
        dossier_code=kept.code,
        procedure_code=kept.procedure_code,
        procedure_name=kept.procedure_name,
        owner_name=kept.owner_name,
        status=kept.status,
        agency_code=kept.agency_code,
        agency_name=kept.agency_name,
        received_at=kept.received_at,
        due_at=kept.due_at,
        delivery=kept.content.delivery or "0",
    )
