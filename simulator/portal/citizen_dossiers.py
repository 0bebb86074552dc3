"""A citizen's own dossiers on the portal: what the provinces have synchronised, and nothing else."""

from typing import Any

from simulator.domain.dossier import status_name
from simulator.domain.person import Person
from simulator.portal.citizen_desk import CitizenDesk
from simulator.portal.procedures import Procedures
from simulator.session.dossiers import KeptDossier, PortalDossiers
from simulator.web.citizens import link_citizen
from simulator.web.pages import wants_html
from simulator.web.recording import Answer, Inbound, ViewResult

_OWNER = {"full_name": "owner_name", "personal_id": "owner_id", "phone": "phone", "email": "email"}
"""Attribute of the owner -> column of the dossier that shows it."""


class CitizenDossiers:
    """The views of `/citizen/dossiers` and `/citizen/dossiers/<code>`."""

    def __init__(self, desk: CitizenDesk, dossiers: PortalDossiers, procedures: Procedures) -> None:
        self._desk = desk
        self._dossiers = dossiers
        self._procedures = procedures

    def all(self, inbound: Inbound) -> ViewResult:
        """Answer the dossiers of the citizen who is logged in."""
        citizen = self._desk.citizen()
        if citizen is None:
            return self._desk.ask_login()
        link_citizen(inbound, citizen["personal_id"])
        kept = self._of(citizen)
        if wants_html():
            return self._desk.pages.page("dossiers.html", citizen=citizen, dossiers=[self._shown(one) for one in kept])
        return Answer([dossier_json(one) for one in kept])

    def one(self, inbound: Inbound, code: str) -> ViewResult:
        """Answer one dossier; somebody else's is as unknown as one that does not exist."""
        citizen = self._desk.citizen()
        if citizen is None:
            return self._desk.ask_login()
        kept = next((one for one in self._of(citizen) if one.code == code), None)
        if kept is None:
            link_citizen(inbound, citizen["personal_id"])
            return self._desk.refuse(404, "unknown_dossier", code=code)
        self._record(inbound, citizen, kept)
        if wants_html():
            return self._desk.pages.page("dossier.html", citizen=citizen, dossier=self._shown(kept))
        return Answer(dossier_json(kept))

    def _of(self, citizen: Person) -> list[KeptDossier]:
        return self._dossiers.of_owner(citizen["personal_id"], citizen.get("tech_id") or "")

    def _record(self, inbound: Inbound, citizen: Person, kept: KeptDossier) -> None:
        if sheet := self._desk.national.provinces.get(kept.province):
            inbound.identify(sheet)
        sessions = link_citizen(inbound, citizen["personal_id"])
        inbound.fact(
            "dossier_view",
            sessions,
            place="portal",
            dossier_code=kept.code,
            status=kept.status,
            fields=self._fields(kept),
            decision=None,
        )

    def _fields(self, kept: KeptDossier) -> list[dict[str, str]]:
        """Return what the page shows of the owner; what the province never sent is not shown."""
        found = self._procedures.find(kept.procedure_code)
        subjects = found[0].subjects if found else {}
        owner = next((subject for subject, person in subjects.items() if person == "applicant"), "applicant")
        pairs = ((f"{owner}.{attribute}", getattr(kept, column)) for attribute, column in _OWNER.items())
        return [{"datum": datum, "value": value} for datum, value in pairs if value]

    def _shown(self, kept: KeptDossier) -> dict[str, Any]:
        found = self._procedures.find(kept.procedure_code)
        steps = [{**step, "name": status_name(step["status"])} for step in kept.history]
        sheet = self._desk.national.provinces.get(kept.province)
        return {
            "kept": kept,
            "status": status_name(kept.status),
            "service": found[0].name if found else None,
            "province": sheet.name if sheet else None,
            "steps": steps,
        }


def dossier_json(kept: KeptDossier) -> dict[str, Any]:
    """Return a dossier as the portal's API shows it to its owner."""
    history = [{name: step[name] for name in ("status", "occurred_at", "content")} for step in kept.history]
    return {
        "dossier_code": kept.code,
        "status": kept.status,
        "status_name": status_name(kept.status).to_json(),
        "procedure_code": kept.procedure_code,
        "owner_name": kept.owner_name,
        "phone": kept.phone,
        "email": kept.email,
        "history": history,
    }
