"""What every page of the console is handed: the stores it reads, and the frame around it."""

from dataclasses import dataclass
from typing import Any

from flask import Response, request

from simulator.console.entering import form_token, may_leave
from simulator.domain.claim_sheet import ClaimSheet
from simulator.journal.listing import Listing
from simulator.session.dossier_list import DossierList
from simulator.session.overview import Overview
from simulator.web.national import National
from simulator.web.pages import Pages

NAVIGATION = (
    ("/", "home"),
    ("/console/exchanges", "nav_exchanges"),
    ("/console/orphans", "nav_orphans"),
    ("/console/dossiers", "nav_dossiers"),
    ("/console/payments", "nav_payments"),
    ("/console/runs", "nav_runs"),
    ("/console/work", "nav_work"),
)
"""Address and name of each page that the frame leads to."""


class ConsolePages(Pages):
    """Pages inside the frame: the navigation, and the word by which a form proves to be ours."""

    def __init__(self, national: National) -> None:
        super().__init__("simulator.console")
        self._national = national

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return the page in its frame."""
        frame = {
            "navigation": NAVIGATION,
            "here": request.path,
            "form_token": form_token(self._national),
            "may_leave": may_leave(self._national, request),
        }
        return super().page(template, status, **{**frame, **values})


@dataclass(frozen=True)
class Desk:
    """The console of one national side."""

    national: National
    pages: ConsolePages
    listing: Listing
    overview: Overview
    dossiers: DossierList

    def province(self, province: str | None) -> ClaimSheet | None:
        """Return the claim sheet of that id."""
        return self.national.provinces.get(province) if province else None


def open_desk(national: National) -> Desk:
    """Return the desk of a national side."""
    db = national.db
    return Desk(national, ConsolePages(national), Listing(db), Overview(db), DossierList(db))
