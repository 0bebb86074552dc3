"""Defects of what is shown of services that others handle."""

from collections.abc import Sequence

from simulator.province import workflow
from simulator.province.outbox import Event
from simulator.province.seams import Message, Seams


class HidesRelayed(Seams):
    """The list was typed by hand from what the province handles itself."""

    def listed_services(self, rows: Sequence[Message]) -> Sequence[Message]:
        """Leave out every service that others handle."""
        return [row for row in super().listed_services(rows) if row["role"] != "relay"]


class LeadsNowhere(Seams):
    """The links were copied from the ministries' old portals; their paths are gone."""

    def leaving_to(self, address: str) -> str:
        """Lead to a path that is no more."""
        return super().leaving_to(address).replace("/citizen/services/", "/citizen/services/cu-")


class AsksBeforeLeaving(Seams):
    """A form of its own stands before the hand-over; what is typed there goes nowhere."""

    def asked_before_leaving(self) -> Sequence[Message]:
        """Ask for the name and the personal number."""
        asked = (("ho_ten", "Họ và tên", "applicant.full_name"), ("so_cccd", "Số căn cước", "applicant.personal_id"))
        lines = [
            {"id": name, "label": label, "datum": datum, "state": "input", "value": ""} for name, label, datum in asked
        ]
        return [*super().asked_before_leaving(), *lines]


class KeepsTakenDossiers(Seams):
    """Dossiers that were taken for others wait in a list of their own that nobody sends."""

    def is_reported(self, event: Event) -> bool:
        """Report none of them."""
        return super().is_reported(event) and not event.dossier.passed_on


class MirrorsOldStatus(Seams):
    """The status is read once, when the dossier is first asked for, and never again."""

    def mirrored_status(self, status: int) -> int:
        """Show what the portal held at first."""
        del status
        return workflow.ACCEPTED
