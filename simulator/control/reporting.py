"""The national side plays whoever handles a dossier that the system under test only mirrors.

The dossier is put into the portal's store and moved there; that it is there is then seen by the citizen on the portal.
"""

from hashlib import sha256
from typing import Any

from simulator.control.body import bad_request, whole_of
from simulator.control.journey import Wishes, citizen_of
from simulator.control.problems import HandProblem
from simulator.control.stage import Stage
from simulator.domain.dossier import DossierStatus
from simulator.domain.report import DossierReport, ProgressReport
from simulator.session.dossiers import PortalDossiers

HANDLER = "national-side"
"""Under whose name the portal keeps these dossiers: no claim sheet has this id."""
_AGENCY = "000.00.00.G99"


def report(stage: Stage, wishes: Wishes) -> dict[str, Any]:
    """Put the session's dossier into the portal, or move it to the status that the story tells."""
    status = _status(wishes)
    now = stage.session_now
    code = f"{_AGENCY}-{now:%y%m%d}-{int(sha256(stage.session.id.encode()).hexdigest(), 16) % 10**7:07}"
    row, step = _row(stage, code, status), ProgressReport(0, code, int(status), now.isoformat(), "", "")
    portal = PortalDossiers(stage.national.db)
    with stage.national.db.write() as tx:
        portal.keep(tx, HANDLER, _AGENCY, row, stage.national.clock.now().isoformat())
        portal.add_step(tx, HANDLER, step)
        stage.store.submitted(tx, stage.session.id, code, "")
        stage.national.sessions.register_key(tx, stage.session.id, stage.sheet.id, "dossier_code", code)
    return {"ok": True, "dossier_code": code, "status": int(status)}


def _status(wishes: Wishes) -> DossierStatus:
    asked = whole_of(wishes.told, "status", int(DossierStatus.REGISTERED))
    if asked not in set(DossierStatus):
        raise bad_request("status", f"one of {', '.join(str(int(one)) for one in DossierStatus)}")
    return DossierStatus(asked)


def _row(stage: Stage, dossier_code: str, status: DossierStatus) -> DossierReport:
    code = stage.service.code_on(stage.session_now.date())
    if code is None:
        raise HandProblem("not_offered", f"service {stage.service.id} has no procedure code to file under")
    owner = stage.session.people[citizen_of(stage)]
    return DossierReport(
        row=0,
        dossier_code=dossier_code,
        status=int(status),
        raw_status=str(int(status)),
        is_update=status is not DossierStatus.REGISTERED,
        procedure_code=code.code,
        raw_procedure_code=code.code,
        procedure_name=stage.service.name.vi,
        owner_name=owner.get("full_name") or "",
        owner_id=owner["personal_id"],
        tech_id=owner.get("tech_id") or "",
        phone=owner.get("phone") or "",
        email=owner.get("email") or "",
        summary=stage.service.name.vi,
        received_at=stage.session_now.isoformat(),
        due_at="",
        finished_at="",
        returned_at="",
        result_codes=(),
        result_links=(),
        channel="2",
        agency_name=stage.service.ministry,
    )
