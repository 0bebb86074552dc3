"""What a system shows of services that others handle: its list, and a page of its own before it hands over.

These messages are our own design (assumed): no public source shows how a province lists services to a program.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from simulator.wire.scalars import UnreadableAnswer, field, require_object, rows


class ListedService(NamedTuple):
    """One row of a system's list."""

    procedure_code: str
    id: str
    """Id of the service at the portal; empty when the row gives none."""
    name: str
    role: str
    link: str
    follow: str
    """Path of the page that shows a dossier handled elsewhere, with `{dossier_code}`; empty when there is none."""


class LeavingPage(NamedTuple):
    """The system's own page before it hands over."""

    asked: tuple[str, ...]
    """Ids of the lines that the citizen has to fill."""
    handover: str


class PortalPage(NamedTuple):
    """The portal's page of one service."""

    service: str
    procedure_code: str


def listing_from_wire(document: Any) -> list[ListedService]:
    """Read a system's list of services."""
    listing = require_object(document, "the list of services")
    if not isinstance(listing.get("services"), list):
        raise UnreadableAnswer("the list of services has no list `services`")
    names = ("procedure", "id", "name", "role", "link", "follow")
    return [ListedService(*(field(row, name) for name in names)) for _, row in rows(listing, "services")]


def leaving_page_from_wire(document: Any) -> LeavingPage:
    """Read a page before the hand-over; `handover` is empty when the page leads nowhere."""
    page = require_object(document, "the page before the hand-over")
    if not isinstance(page.get("fields"), list):
        raise UnreadableAnswer("the page before the hand-over has no list `fields`")
    asked = tuple(field(row, "id") for _, row in rows(page, "fields") if _is_empty_input(row))
    return LeavingPage(asked, field(page, "handover"))


def _is_empty_input(row: Mapping[str, Any]) -> bool:
    return field(row, "state") != "locked" and not field(row, "value")


def portal_page_from_wire(document: Any) -> PortalPage | None:
    """Read the portal's page of a service; None when it is another page of the portal."""
    if not isinstance(document, dict) or "handled_by" not in document:
        return None
    return PortalPage(field(document, "id"), field(document, "code"))
