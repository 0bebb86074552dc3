"""Defects of the files to which messages point."""

from collections.abc import Sequence
from typing import Any

from simulator.province.outbox import Event
from simulator.province.seams import Message, Seams

_ELSEWHERE = "https://kho-tep.tinh.example"


class DeadFileLinks(Seams):
    """The messages name files by a number of the old archive, which nobody serves any more."""

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Point to what is not there."""
        return [_pointing(one, lambda link: f"{link}-cu") for one in super().outgoing_reports(event, report)]


class CutFiles(Seams):
    """A gateway in front of the files ends each answer early."""

    def served_file(self, content: bytes) -> bytes:
        """Serve the first half."""
        content = super().served_file(content)
        return content[: len(content) // 2] if content.startswith(b"%PDF") else content


class EmptyFiles(Seams):
    """The record of a file is made before its content arrives, and the content never does."""

    def served_file(self, content: bytes) -> bytes:
        """Serve nothing."""
        del content
        return b""


class MovedFiles(Seams):
    """The files went to another store; the old addresses send everybody there."""

    def moved_to(self, path: str) -> str:
        """Send to the new store."""
        return f"{_ELSEWHERE}{path}"


class FilesOfUnlistedHost(Seams):
    """The messages point to a store of files of which the claim sheet says nothing."""

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Point to that store."""
        reports = super().outgoing_reports(event, report)
        return [_pointing(one, lambda link: f"{_ELSEWHERE}/{link.rsplit('/', 1)[-1]}") for one in reports]


def _pointing(report: Message, changed: Any) -> Message:
    lists = {"TaiLieuNop": "DuongDanTaiTepTin", "DanhSachGiayToKetQua": "DuongDanTepTinKetQua"}
    return {
        **report,
        **{name: [{**row, key: changed(str(row[key]))} for row in report[name]] for name, key in lists.items()},
    }
