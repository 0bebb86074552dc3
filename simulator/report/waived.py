"""What reports say of the waivers of a run: who accepts which finding until when, and which of them need somebody."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePath

from simulator.core.text import Text
from simulator.domain.outcome import CellOutcome, CheckOutcome, Verdict
from simulator.domain.waiver import Waiver
from simulator.domain.waiving import AppliedWaiver, State
from simulator.report.reading import RunRecord
from simulator.report.texts import text

WAIVED_MARK = "§"
"""Stands beside the mark of the verdict, never in its place."""
STATE_MARKS = {State.EXPIRED: "†", State.STALE: "∅", State.IN_FORCE: WAIVED_MARK, State.UNSEEN: "·"}
STATE_STYLES = {State.EXPIRED: "bold red", State.STALE: "bold yellow", State.IN_FORCE: "cyan", State.UNSEEN: "dim"}
"""Styles of the terminal (words of rich)."""
_ORDER = tuple(State)


def waivers_of(record: RunRecord) -> tuple[AppliedWaiver, ...]:
    """Return the waivers of a run, those that need somebody first."""
    return tuple(sorted(record.waiving.applied, key=lambda one: _ORDER.index(one.state)))


def state_word(state: State) -> Text:
    """Return what the state is called."""
    return text(f"waiver_{state.value}")


def says(one: AppliedWaiver) -> Text:
    """Return how a waiver stands, and what to do about it."""
    since = one.waiver.expires + timedelta(days=1)
    return text(f"waiver_{one.state.value}_says", n=len(one.covers), since=since.isoformat())


def waived_word() -> str:
    """Return the mark and the word that stand beside a verdict, in both languages."""
    word = text("waived")
    return f"{WAIVED_MARK} {word.vi} / {word.en}"


def accepted(waiver: Waiver) -> Text:
    """Return until when, by whom and on what basis something is accepted, in one line."""
    return text("waived_until", until=waiver.expires.isoformat(), owner=waiver.owner, basis=waiver.legal_basis)


def wide(waiver: Waiver) -> str:
    """Return where a waiver holds, as its row says it."""
    parts = (waiver.scenarios, waiver.services, waiver.weathers)
    return " × ".join(", ".join(words) for words in parts)


def waiver_files(record: RunRecord) -> tuple[tuple[str, str], ...]:
    """Return (name, SHA-256) of each waiver file, without the folders of the machine."""
    return tuple((PurePath(label).name, digest) for label, digest in record.waiving.files)


def waived_cell(record: RunRecord, cell: CellOutcome) -> bool:
    """Return whether waivers cover all that counts against the cell."""
    return record.waiving.covers_all_of(cell)


def waived_check(record: RunRecord, cell: CellOutcome, check: CheckOutcome) -> bool:
    """Return whether a waiver covers what this check said of the cell."""
    return any(one is check and record.waiving.of(cell, index) is not None for index, one in enumerate(cell.checks))


def all_waived(record: RunRecord) -> bool:
    """Return whether something is waived and nothing that counts is left; never of a run that broke or was cut off."""
    waived, left = record.waiving.number(record.cells)
    return waived > 0 and left == 0 and record.verdict is not Verdict.ERROR and not record.interrupted


def waiver_sentences(record: RunRecord) -> Iterator[Text]:
    """Yield what the head of a report says of the waivers."""
    waived, left = record.waiving.number(record.cells)
    if waived:
        yield text("waived_all" if all_waived(record) else "waived_some", n=waived, left=left)
    for state in (State.EXPIRED, State.STALE):
        if number := len(record.waiving.in_state(state)):
            yield text(f"waivers_{state.value}", n=number)
