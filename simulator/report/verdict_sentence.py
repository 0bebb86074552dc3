"""The first line of every report: the verdict, and what it rests on."""

from simulator.core.text import Text
from simulator.domain.outcome import Verdict
from simulator.report.causes import causes_of
from simulator.report.reading import RunRecord
from simulator.report.texts import joined, text, texts

_UNJUDGED = (Verdict.NOT_RUN, Verdict.NOT_APPLICABLE, Verdict.INCONCLUSIVE, Verdict.ERROR)


def verdict_sentence(record: RunRecord) -> Text:
    """Return the run's verdict as a sentence: `Tỉnh X chưa đạt.`."""
    name = Text.of(record.province.get("name", record.province.get("id", "?")))
    sentence = texts()[f"run_{record.verdict.value.lower()}"]
    return Text(sentence.vi.format(name=name.vi), sentence.en.format(name=name.en))


def rests_on(record: RunRecord) -> Text:
    """Return what the verdict rests on: services by role, sessions judged, causes, and what is still open."""
    blocking = causes_of(record, (Verdict.ERROR, Verdict.FAIL))
    warnings = causes_of(record, (Verdict.WARN,))
    unsettled = sum(cell.verdict in (Verdict.NOT_RUN, Verdict.INCONCLUSIVE) for cell in record.cells)
    numbers = {
        "rests_handled": _services(record, "handler"),
        "rests_relayed": _services(record, "relay"),
        "rests_cells": sum(cell.verdict not in _UNJUDGED for cell in record.cells),
        "rests_blocking": len(blocking),
        "rests_warning": len(warnings),
        "rests_open": unsettled,
    }
    always = ("rests_handled", "rests_cells")
    parts = [text(key, n=number) for key, number in numbers.items() if number or key in always]
    return joined(parts, "; ")


def caveats(record: RunRecord) -> tuple[Text, ...]:
    """Return what a reader has to know before trusting the numbers: interrupted, not closed, cut."""
    found = {
        "unfinished": record.finished is None,
        "interrupted": record.finished is not None and record.interrupted,
        "truncated": record.truncated,
    }
    return tuple(text(key) for key, true in found.items() if true)


def _services(record: RunRecord, role: str) -> int:
    return len({cell.service for cell in record.cells if cell.role == role})
