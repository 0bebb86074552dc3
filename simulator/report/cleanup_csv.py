"""`cleanup.csv`: what a run left in the system under test, so that its operator can take it out again.

One line per dossier and person of its session; a session without a dossier has lines for its people alone, because a
login may have opened an account. It begins with a byte order mark, without which the usual spreadsheet shows Vietnamese
letters wrong; read it as `utf-8-sig`.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.report.reading import RunRecord

COLUMNS = (
    "dossier_code", "service", "service_name", "full_name", "personal_id", "phone", "email",
    "opened_at", "scenario", "weather", "session",
)  # fmt: skip
_BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_cleanup_csv(record: RunRecord) -> str:
    """Return the file's text."""
    page = io.StringIO()
    writer = csv.DictWriter(page, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(line for row in record.test_data for line in _lines(record, row))
    return _BYTE_ORDER_MARK + page.getvalue()


def dossiers_left(record: RunRecord) -> int:
    """Return how many dossiers the run left."""
    return len({row["dossier_code"] for row in record.test_data} - {""})


def _lines(record: RunRecord, row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    name = record.named("services", str(row["service"]))
    for person in row["people"] or [{}]:
        line = {**row, **person, "service_name": name.vi}
        yield {column: _as_text(str(line.get(column, ""))) for column in COLUMNS}


def _as_text(value: str) -> str:
    """Return the value so that no spreadsheet takes it for a formula: dossier codes come from the system under test."""
    return f"'{value}" if value.startswith(_FORMULA) else value
