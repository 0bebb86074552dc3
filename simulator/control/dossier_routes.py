"""The route that shows a dossier as the portal keeps it, with everything that was told of it."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response

from simulator.control.envelope import answer, not_found
from simulator.core.text import Text
from simulator.domain.index_766 import ITEMS
from simulator.session.dossier_score import index_of
from simulator.session.dossiers import KeptDossier, PortalDossiers
from simulator.web.national import National


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the route of one dossier."""
    dossiers = PortalDossiers(national.db)

    @admin.get("/dossiers/<province>/<path:code>")
    def show_dossier(province: str, code: str) -> Response:
        kept = dossiers.find(province, code)
        if kept is None:
            raise not_found("unknown_dossier", Text("hồ sơ", "dossier"), f"{province}/{code}", ())
        return answer({"dossier": _dossier(kept), "index_766": _index(national, kept)})


def _dossier(kept: KeptDossier) -> dict[str, Any]:
    data = asdict(kept)
    return {**data.pop("content"), **data}


def _index(national: National, kept: KeptDossier) -> list[dict[str, Any]]:
    service = national.catalogue.service_by_code(kept.procedure_code)
    return [
        {
            "item": name,
            "counts": value,
            "title": ITEMS[name].title.to_json(),
            "formula": ITEMS[name].formula.to_json(),
            "mark": ITEMS[name].mark.value,
            "source": ITEMS[name].source,
        }
        for name, value in index_of(kept, service).items()
    ]
