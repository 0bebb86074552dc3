"""Whoever asks whether a session is quiet, or closes it, has the files of its dossiers fetched first."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.file_link import PAPER, FileLink
from simulator.journal.database import Transaction
from simulator.session.portal_files import OPEN, PortalFiles
from simulator.web.courier import Letter, Meaning, Outgoing
from simulator.web.outbound import Reply
from simulator.web.outbox import Outbox
from tests.apps.control.conftest import PROVINCE

LINK = FileLink(PAPER, "C1", "https://tinh.example/tep/1")
OPERATION = "province/downloadfile"


class Fetching:
    """A courier that asks for what the system under test says of itself, instead of a file."""

    def __init__(self, files: PortalFiles, then: Callable[[], None] = lambda: None) -> None:
        self._files = files
        self._then = then
        self.fetched = 0

    def compose(self, letter: Letter, sheet: ClaimSheet) -> Outgoing:
        return Outgoing(f"{sheet.base_url}/test/idle", b"", method="GET")

    def meant(self, letter: Letter, reply: Reply) -> Meaning:
        return Meaning(True)

    def settle(self, tx: Transaction, letter: Letter, reply: Reply, taken: bool) -> None:
        self.fetched += 1
        self._files.tried(tx, letter.province, "D-1", LINK.link)


@pytest.fixture
def waiting(story: Any) -> Fetching:
    """One file of the session is to be fetched."""
    files, outbox = PortalFiles(story.national.db), Outbox(story.national, patient=True)
    courier = Fetching(files)
    outbox.employ(OPERATION, courier)
    with story.national.db.write() as tx:
        assert files.note(tx, PROVINCE, "D-1", LINK, story.id, OPEN)
        letter = outbox.write(tx, "portal", OPERATION, PROVINCE)
        files.carried_by(tx, PROVINCE, "D-1", LINK.link, letter)
    return courier


def test_quiet_is_asked_after_the_files_came(story: Any, waiting: Fetching) -> None:
    result: Mapping[str, Any] = story.post("idle")
    assert waiting.fetched == 1
    assert result["idle"] is True


def test_it_is_not_quiet_while_somebody_else_fetches(story: Any, waiting: Fetching) -> None:
    Outbox(story.national, patient=True).employ(OPERATION, Fetching(PortalFiles(story.national.db)))
    with story.national.db.write() as tx:
        tx.execute("UPDATE outbox SET due_at = due_at + 100")  # claimed, and under way
    assert story.post("idle")["idle"] is False


def test_closing_fetches_what_is_left(story: Any, waiting: Fetching) -> None:
    assert story.admin.post(f"/admin/sessions/{story.id}/close", json={}).status_code == 200
    assert waiting.fetched == 1


def test_the_same_link_of_the_same_dossier_is_noted_once(story: Any) -> None:
    files = PortalFiles(story.national.db)
    with story.national.db.write() as tx:
        assert files.note(tx, "p", "D-2", LINK, "", OPEN)
        assert not files.note(tx, "p", "D-2", LINK, "", OPEN)
        assert files.note(tx, "p", "D-3", LINK, "", OPEN)
