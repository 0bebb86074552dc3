"""The paths of the portal, and the table that says which operation answers which contract."""

from collections.abc import Mapping

from flask import Blueprint, Response
from werkzeug.wrappers import Request

from simulator.domain.question import AGENCY, CITIZEN
from simulator.portal import inbound
from simulator.portal.adapter import PARTY, Adapter
from simulator.portal.adapter_login import LOGIN, AdapterLogin
from simulator.portal.catalogues import OnlineServices, ProcedureInFull, WholeList
from simulator.portal.citizen_desk import PATH, CitizenDesk, go
from simulator.portal.citizen_dossiers import CitizenDossiers
from simulator.portal.citizen_login import CitizenLogin
from simulator.portal.citizen_store import CitizenStore
from simulator.portal.communes import Communes
from simulator.portal.dossier_reports import DossierReports
from simulator.portal.eforms import EForms
from simulator.portal.facade import ANYWHERE, FacadeDoors
from simulator.portal.fetching import FilingFiles, FilingList
from simulator.portal.file_fetching import FileFetching
from simulator.portal.filing_desk import FilingDesk
from simulator.portal.filing_record import FilingRecord
from simulator.portal.linked import DOSSIERS, STATUS, Linked
from simulator.portal.linked import PATH as LINKED
from simulator.portal.look_ups import DossierQuery, TechIdQuery
from simulator.portal.operation import Operation
from simulator.portal.petitions import PetitionFiles
from simulator.portal.procedures import Procedures
from simulator.portal.progress_reports import ProgressReports
from simulator.portal.questions import AnswerReports, AnswerToQuestion, QuestionList, QuestionReports
from simulator.portal.ratings import RatingReports
from simulator.portal.relying_party import RelyingParty
from simulator.portal.services import Services
from simulator.portal.status_reports import StatusReports
from simulator.portal.tables import Tables
from simulator.session.adapter_sessions import AdapterSessions
from simulator.session.dossiers import PortalDossiers
from simulator.session.filings import PortalFilings
from simulator.session.petitions import Petitions
from simulator.session.questions import Questions
from simulator.session.ratings import Ratings
from simulator.web.doors import Door
from simulator.web.national import National
from simulator.web.pages import Pages
from simulator.web.recording import Inbound, View, ViewResult, on_record, read_body, recorded

_ANYWHERE = ("", "/<path:prefix>")
"""What may stand before a path of the adapter: gateways on the way have prefixes of their own."""
_ANY = ("GET", "POST", "PUT", "DELETE")
DOOR = "/mapi/g"
GATEWAYS = ("", "/VXPAdapter/RestService/forward", "/XrdAdapter/RestService/forward")
"""Where the hot path is entered without Flask; anything else before it, and other methods, go by the route."""
UNKNOWN = "portal/unknown"


class _Routes:
    """Adds recorded routes to one blueprint; each needs a name of its own."""

    def __init__(self, national: National) -> None:
        self.blueprint = Blueprint("portal", __name__)
        self._national = national
        self._count = 0

    def add(
        self,
        path: str,
        operation: str,
        view: View,
        methods: tuple[str, ...] = ("GET",),
        transactional: bool = True,
        together: bool = False,
    ) -> None:
        handler = recorded(self._national, PARTY, operation, transactional, together)(view)
        self._count += 1
        self.blueprint.add_url_rule(path, f"{self._count}", handler, methods=list(methods), strict_slashes=False)


def blueprint(national: National) -> Blueprint:
    """Return the routes of the adapter, of the linked services and of the citizen API."""
    routes = _Routes(national)
    procedures, dossiers = Procedures(national.catalogue), PortalDossiers(national.db)
    _add_adapter(routes, national, operations(national, dossiers, procedures))
    _add_citizen(routes, national, dossiers, procedures)
    _add_linked(routes, national, dossiers)
    inbound.employ(national)
    return routes.blueprint


def operations(national: National, dossiers: PortalDossiers, procedures: Procedures) -> Mapping[str, Operation]:
    """Return contract id -> the operation that answers it."""
    files = FileFetching(national)
    return {
        "portal/DongBoHoSoMC": DossierReports(dossiers, procedures, files),
        "portal/CapNhatTienDoHoSoMC": ProgressReports(dossiers),
        "portal/TraCuuHoSo": DossierQuery(dossiers, procedures),
        "portal/TraCuuTechID": TechIdQuery(),
        "portal/DanhSachHoSo": FilingList(PortalFilings(national.db)),
        "portal/LayTaiLieuHoSo": FilingFiles(PortalFilings(national.db)),
        "portal/DongBoTrangThaiHoSo": StatusReports(dossiers, files),
        **_catalogues(national, procedures),
        **_exchanges_with_people(national),
    }


def _catalogues(national: National, procedures: Procedures) -> Mapping[str, Operation]:
    tables = Tables(national, procedures)
    return {
        "portal/LayThuTuc": ProcedureInFull(procedures, tables),
        "portal/LayDVC": OnlineServices(procedures),
        **{f"portal/{one.operation}": WholeList(one, tables) for one in national.catalogue.code_lists.values()},
    }


def _exchanges_with_people(national: National) -> Mapping[str, Operation]:
    samples = national.catalogue.samples
    questions = Questions(national.db, samples.questions)
    return {
        "portal/LayDanhSachHoiDapGuiTuDVCQG": QuestionList(questions, CITIZEN),
        "portal/LayDanhSachHoiDapBoCoQuan": QuestionList(questions, AGENCY),
        "portal/LayNoiDungTraLoiTheoCauHoi": AnswerToQuestion(questions),
        "portal/DongBoHoiDap": QuestionReports(questions),
        "portal/DongBoKetQuaHoiDapGuiTuDVCQG": AnswerReports(questions),
        "portal/DongBoDanhGia": RatingReports(Ratings(national.db)),
        "portal/LayTaiLieuPAKN": PetitionFiles(Petitions(national.db, samples.petitions)),
    }


def _add_adapter(routes: _Routes, national: National, table: Mapping[str, Operation]) -> None:
    sessions = AdapterSessions(national.db, national.clock)
    login, adapter = AdapterLogin(national, sessions), Adapter(national, sessions, table)
    facade = FacadeDoors(national, adapter)
    for prefix in _ANYWHERE:
        routes.add(f"{prefix}/mapi/login", LOGIN, login.log_in, _ANY)
        routes.add(f"{prefix}{DOOR}", UNKNOWN, adapter.serve, _ANY, together=True)
        for path in facade.paths():
            routes.add(f"{prefix}/{path}", UNKNOWN, _at(facade, path), _ANY)
        routes.add(f"{prefix}/{ANYWHERE}", UNKNOWN, facade.below, _ANY)
        routes.add(f"{prefix}/{ANYWHERE}/<path:path>", UNKNOWN, facade.below, _ANY)
    for before in GATEWAYS:
        national.doors[f"{before}{DOOR}"] = _door(national, adapter)


def _door(national: National, adapter: Adapter) -> Door:
    def prepare(asked: Request) -> Inbound:
        inbound = Inbound(national, PARTY, UNKNOWN, None, read_body(asked), asked)
        adapter.prepare(inbound)
        return inbound

    def answer(asked: Request, prepared: Inbound | None) -> Response:
        return on_record(national, PARTY, UNKNOWN, adapter.serve, asked, together=True, prepared=prepared)

    return Door(prepare, answer)


def _at(facade: FacadeDoors, path: str) -> View:
    def serve(inbound: Inbound, prefix: str = "") -> ViewResult:  # noqa: ARG001 - whatever stands before the path
        return facade.serve(inbound, path)

    return serve


def _add_linked(routes: _Routes, national: National, dossiers: PortalDossiers) -> None:
    linked = Linked(national, AdapterSessions(national.db, national.clock), PortalFilings(national.db), dossiers)
    routes.add(f"{LINKED}/token", "portal/linked-token", linked.log_in, ("POST",))
    routes.add(DOSSIERS, "portal/linked-list", linked.all)
    routes.add(DOSSIERS, "portal/linked-acknowledge", linked.acknowledge, ("PUT",))
    routes.add(f"{DOSSIERS}/<int(max=4611686018427387904):number>", "portal/linked-dossier", linked.one)
    routes.add(STATUS, "portal/linked-status", linked.report, ("POST",))


def _add_citizen(routes: _Routes, national: National, dossiers: PortalDossiers, procedures: Procedures) -> None:
    desk = CitizenDesk(national, CitizenStore(national.db), Pages("simulator.portal"))
    login = CitizenLogin(desk, RelyingParty(national))
    services, own = Services(desk, procedures), CitizenDossiers(desk, dossiers, procedures)
    routes.add(PATH, "citizen/home", lambda _inbound: go(f"{PATH}/services"))
    routes.add(f"{PATH}/login", "citizen/login", login.start)
    routes.add(f"{PATH}/callback", "citizen/callback", login.callback, transactional=False)
    routes.add(f"{PATH}/logout", "citizen/logout", login.leave, ("POST",))
    routes.add(f"{PATH}/services", "citizen/services", services.show)
    routes.add(f"{PATH}/services/<key>", "citizen/service", services.one)
    routes.add(f"{PATH}/services/<code>/apply", "citizen/apply", services.apply)
    filing = FilingDesk(desk, procedures, FilingRecord(national, PortalFilings(national.db), dossiers))
    routes.add(f"{PATH}/services/<code>/file", "citizen/file", filing.show)
    routes.add(f"{PATH}/services/<code>/file", "portal/file", filing.take, ("POST",))
    routes.add(f"{PATH}/communes", "portal/communes", Communes(desk).show)
    routes.add(f"{PATH}/dossiers", "citizen/dossiers", own.all)
    routes.add(f"{PATH}/dossiers/<code>", "citizen/dossier", own.one)
    routes.add(f"{PATH}/procedures/<code>/eform", "citizen/eform", EForms(desk, procedures).show)
