"""The portal's dossiers: the list, and one with everything that was told of it."""

from flask import Blueprint, Response, request

from simulator.console.desk import Desk
from simulator.console.shown import written_time
from simulator.core.text import Text
from simulator.domain.dossier import STATUS_NAMES, status_name

SHOWN = 50


def add_routes(console: Blueprint, desk: Desk) -> None:
    """Add the list of dossiers and the page of one."""

    @console.get("/console/dossiers")
    def dossiers() -> Response:
        return _list(desk)

    @console.get("/console/dossiers/<province>/<path:code>")
    def dossier(province: str, code: str) -> Response:
        return _one(desk, province, code)


def _list(desk: Desk) -> Response:
    chosen = {name: request.args.get(name, "").strip()[:200] for name in ("province", "status", "q")}
    page = desk.dossiers.page(chosen["province"], chosen["status"], chosen["q"], request.args.get("before", ""), SHOWN)
    return desk.pages.page(
        "dossiers.html",
        chosen=chosen,
        page=page,
        provinces=desk.national.provinces.all(),
        statuses=[(int(code), name) for code, name in STATUS_NAMES.items()],
        status_name=status_name,
        written_time=written_time,
    )


def _one(desk: Desk, province: str, code: str) -> Response:
    kept = desk.dossiers.kept.find(province, code)
    if kept is None:
        return desk.pages.problem(desk.pages.text("dossier_unknown", code=code, province=province), 404)
    return desk.pages.page(
        "dossier.html",
        kept=kept,
        service=_service(desk, kept.procedure_code),
        sheet=desk.province(province),
        sessions=desk.overview.of_dossier(province, code),
        status_name=status_name,
        written_time=written_time,
    )


def _service(desk: Desk, procedure_code: str) -> Text | None:
    found = (
        one
        for one in desk.national.catalogue.services.values()
        if any(code.code == procedure_code for code in one.codes)
    )
    return next((one.name for one in found), None)
