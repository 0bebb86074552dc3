"""Defects of fetching what citizens filed at the portal."""

from collections.abc import Sequence

from simulator.province.defects.reporting import another_code
from simulator.province.outbox import Event
from simulator.province.seams import Message, Seams


class NeverPulls(Seams):
    """The job that fetches was never switched on."""

    def listed_rows(self, rows: Sequence[Message]) -> Sequence[Message]:
        """Look at nothing."""
        del rows
        return ()


class PullsFirstRowOnly(Seams):
    """The answer is read as one dossier, as it was in the test with one dossier."""

    def listed_rows(self, rows: Sequence[Message]) -> Sequence[Message]:
        """Look at the first row."""
        return super().listed_rows(rows)[:1]


class FilesPulledTwice(Seams):
    """A fetched dossier is entered once by the job and once more by an officer, under a number of the province."""

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Report the twin too, when the dossier is taken over."""
        reports = super().outgoing_reports(event, report)
        if not event.dossier.lodged_at or not event.is_filing:
            return reports
        return [*reports, *({**one, "MaHoSo": another_code(str(one["MaHoSo"]))} for one in reports)]


class DropsPulledFiles(Seams):
    """Only the list is read; the files stay at the portal, and the citizen is asked for them again."""

    def is_file_fetched(self, path: str) -> bool:
        """Fetch none."""
        del path
        return False


class PulledNumbersAsNumbers(Seams):
    """The lines of the portal's form go through a spreadsheet on their way."""

    def fetched_text(self, text: str) -> str:
        """Keep what looks like a telephone number as a number."""
        text = super().fetched_text(text)
        return str(int(text)) if text.isdecimal() and len(text) == 10 else text


class KeepsPulledStatus(Seams):
    """Dossiers of the portal are not in the queue of reports: they were not filed here."""

    def is_reported(self, event: Event) -> bool:
        """Say that it was taken over, and nothing after that."""
        return super().is_reported(event) and (event.is_filing or not event.dossier.lodged_at)


class NeverAcknowledges(Seams):
    """The acknowledgement is sent from a screen that nobody opens."""

    def is_acknowledged(self, code: str) -> bool:
        """Leave every dossier on the list."""
        del code
        return False
