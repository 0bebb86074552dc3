"""The first line of every report: the verdict, and what it rests on."""

from collections.abc import Iterator

from simulator.core.text import Text
from simulator.domain.outcome import Verdict
from simulator.report.causes import causes_of
from simulator.report.matrix import ROLES, matrix_of
from simulator.report.reading import RunRecord
from simulator.report.texts import joined, text, texts
from simulator.report.waived import waiver_sentences

_UNJUDGED = (Verdict.NOT_RUN, Verdict.NOT_APPLICABLE, Verdict.INCONCLUSIVE, Verdict.ERROR)


def verdict_sentence(record: RunRecord) -> Text:
    """Return the run's verdict as a sentence: `Tỉnh X chưa đạt.`."""
    name = Text.of(record.province.get("name", record.province.get("id", "?")))
    sentence = texts()[f"run_{record.verdict.value.lower()}"]
    return Text(sentence.vi.format(name=name.vi), sentence.en.format(name=name.en))


def rests_on(record: RunRecord) -> Text:
    """Return what the verdict rests on: services by role, sessions judged, causes, and what is still open."""
    warnings = len(causes_of(record, (Verdict.WARN,)))
    open_cells = sum(cell.verdict in (Verdict.NOT_RUN, Verdict.INCONCLUSIVE) for cell in record.cells)
    parts = [
        services_by_role(record),
        _counted("rests_cells", sum(cell.verdict not in _UNJUDGED for cell in record.cells)),
        _counted("rests_blocking", _blocking(record)),
        *([_counted("rests_warning", warnings)] if warnings else []),
        *([_counted("rests_open", open_cells)] if open_cells else []),
    ]
    return joined(parts, "; ")


def _blocking(record: RunRecord) -> int:
    """Return how many causes keep the system from going live; what is accepted for a time does not."""
    return sum(cause.waiver is None for cause in causes_of(record, (Verdict.ERROR, Verdict.FAIL)))


def services_by_role(record: RunRecord) -> Text:
    """Return how many services the system handles and how many it only shows, in the words of its kind."""
    rows = matrix_of(record).rows
    numbers = {role: sum(row.role == role for row in rows) for role in ROLES}
    return joined(list(_by_role(numbers, _kind(record))), ", ")


def caveats(record: RunRecord) -> tuple[Text, ...]:
    """Return what a reader has to know before trusting the numbers: interrupted, not closed, cut, waived."""
    found = {
        "unfinished": record.finished is None,
        "interrupted": record.finished is not None and record.interrupted,
        "truncated": record.truncated,
        "work_list_stays": record.interrupted and "people" in record.head,
    }
    return (*(text(key) for key, true in found.items() if true), *waiver_sentences(record))


def _by_role(numbers: dict[str, int], kind: str) -> Iterator[Text]:
    """Yield the handled services, also when there is none, then the others that there are."""
    yield _counted(f"rests_handled_{kind}", numbers["handler"])
    for role, key in (("relay", "rests_relayed"), ("none", "rests_none")):
        if numbers[role]:
            yield _counted(key, numbers[role])


def _kind(record: RunRecord) -> str:
    kind = str(record.province.get("kind", ""))
    return kind if f"rests_handled_{kind}" in texts() else "system"


def _counted(key: str, number: int) -> Text:
    """Return a sentence about a number; one and none have words of their own where a language needs them."""
    special = {0: f"{key}_zero", 1: f"{key}_one"}.get(number, key)
    return text(special if special in texts() else key, n=number)
