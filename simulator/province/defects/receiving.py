"""Defects of the counter, and of what the change to two tiers makes of units and codes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from simulator.province.defects.reporting import another_code
from simulator.province.dossier import Dossier
from simulator.province.outbox import Event
from simulator.province.seams import Message, Seams
from simulator.province.units import Unit

_DEADLINE_STARTS_ANEW = timedelta(days=14)


class DemandsVneid(Seams):
    """The counter's screen has no other way in than a scan of VNeID."""

    def counter_demands(self, identified_by: str, is_former_address: bool) -> Sequence[tuple[str, str]]:
        """Ask a citizen with a card to open VNeID."""
        asked = super().counter_demands(identified_by, is_former_address)
        return asked if identified_by == "vneid" else [*asked, ("vneid", "Đề nghị công dân mở ứng dụng VNeID.")]


class DemandsPlaceNameProof(Seams):
    """A place name that the list of today does not have needs a paper."""

    def counter_demands(self, identified_by: str, is_former_address: bool) -> Sequence[tuple[str, str]]:
        """Ask for a confirmation that the old and the new name are the same place."""
        asked = super().counter_demands(identified_by, is_former_address)
        proof = ("place_name_proof", "Cần giấy xác nhận địa danh cũ và địa danh mới là một.")
        return [*asked, proof] if is_former_address else asked


class RefusesOldAddress(Seams):
    """An address with a district does not fit into the new form of two levels."""

    def counter_demands(self, identified_by: str, is_former_address: bool) -> Sequence[tuple[str, str]]:
        """Send the citizen away to have the card changed."""
        asked = super().counter_demands(identified_by, is_former_address)
        change = ("address_change", "Địa chỉ trên thẻ không còn, đề nghị đổi thẻ trước khi nộp.")
        return [*asked, change] if is_former_address else asked


class HandedToWrongCommune(Seams):
    """Everything that the districts left goes to one commune."""

    def handed_over(self, before: Dossier, after: Dossier) -> Dossier:
        """Put the dossier where the province's own centre is not."""
        after = super().handed_over(before, after)
        name = "Trung tâm Phục vụ hành chính công đặc khu Thử nghiệm"
        return replace(after, unit_code="H99.22", unit_name=name)


class NewNumberAtHandOver(Seams):
    """The dossiers of the districts are entered once more at the communes."""

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Report a dossier that was handed over under a new number."""
        reports = super().outgoing_reports(event, report)
        if not event.dossier.was_handed_over:
            return reports
        return [message | {"MaHoSo": another_code(str(message["MaHoSo"]))} for message in reports]


class DeadlineStartsAnew(Seams):
    """The day on which the commune got the dossier counts as the day of its acceptance."""

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Report a later due date once the dossier was handed over."""
        reports = super().outgoing_reports(event, report)
        return [_later(message) for message in reports] if event.dossier.was_handed_over else reports


class FilesUnderClosedCode(Seams):
    """The table of units was never updated: a code is a code."""

    def receiving_unit(self, asked: Unit, unit: Unit) -> Unit:
        """File with the unit that was asked for, closed or not."""
        del unit
        return asked


def _later(message: Message) -> Message:
    if not message["NgayHenTra"]:
        return message
    due = datetime.strptime(str(message["NgayHenTra"]), "%Y%m%d%H%M%S")  # noqa: DTZ007 - wire times carry no zone
    return message | {"NgayHenTra": f"{due + _DEADLINE_STARTS_ANEW:%Y%m%d%H%M%S}"}
