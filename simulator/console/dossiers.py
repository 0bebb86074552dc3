"""The portal's dossiers: the list, and one with everything that was told of it."""

from flask import Blueprint, Response, request

from simulator.console.desk import Desk
from simulator.console.shown import written_time
from simulator.domain.dossier import STATUS_NAMES, status_name
from simulator.domain.dossier_words import word
from simulator.domain.index_766 import ITEMS
from simulator.session.dossier_score import index_of
from simulator.session.dossiers import KeptDossier

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
    service = desk.national.catalogue.service_by_code(kept.procedure_code)
    return desk.pages.page(
        "dossier.html",
        kept=kept,
        service=service.name if service else None,
        sheet=desk.province(province),
        sessions=desk.overview.of_dossier(province, code),
        index=index_of(kept, service),
        items=ITEMS,
        coded_facts=_coded(kept),
        word=word,
        money=_money,
        status_name=status_name,
        written_time=written_time,
    )


def _coded(kept: KeptDossier) -> list[tuple[str, str, str]]:
    """Return (text key, code list, code) of what the dossier says in codes."""
    content = kept.content
    return [
        ("dossier_channel", "channel", kept.channel),
        ("dossier_lodged", "lodged", content.lodged_at),
        ("dossier_delivery", "delivery", content.delivery),
        ("dossier_digitised", "yes_no", content.digitised),
        ("dossier_verified", "yes_no", content.verified),
        ("dossier_paid_online", "paid_online", content.paid_online),
    ]


def _money(vnd: int) -> str:
    return f"{vnd:,}".replace(",", ".") + " ₫"
