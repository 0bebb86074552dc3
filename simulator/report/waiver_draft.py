"""A waiver file with all findings of a run that nobody has accepted yet, to be filled in by whoever accepts them.

Owner, reason, basis and last day are empty, and a file in which one of them is empty is refused: a baseline is a
decision of somebody, not a by-product of a run.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from simulator.domain.likeness import lasting, unquoted
from simulator.domain.waiver import counted_verdicts
from simulator.report.causes import Finding, findings_of
from simulator.report.reading import RunRecord

_HEAD = """\
# Bản nháp từ lần chạy / Draft from the run {run} ({started}).
# Điền owner, reason, legal_basis và expires của từng mục; xóa mục không chấp nhận. Tệp còn chỗ trống thì bị từ chối.
# Fill in owner, reason, legal_basis and expires of each row; delete what is not accepted. A file with gaps is refused.
# owner: vai trò hoặc đơn vị, không ghi tên hay số của cá nhân / a role or unit, no person's name or number.
format: 1
system: {system}
waivers:
"""
_GAPS = """\
    owner: ""
    reason: {vi: "", en: ""}
    legal_basis: ""
    expires: ""
"""


@dataclass(frozen=True)
class DraftRow:
    """Findings that one row accepts, and no others."""

    name: str
    """Name of the check; empty for what the engine says of the cells."""
    first: Finding
    scenario: str
    services: tuple[str, ...]
    weathers: tuple[str, ...]


def draft_rows(record: RunRecord, fail_on_warn: bool) -> tuple[DraftRow, ...]:
    """Return a row for each cause and story; what only falls with another finding needs none of its own."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for cell in record.cells:
        for finding in findings_of(cell, record.waiving):
            if finding.verdict in counted_verdicts(fail_on_warn) and not finding.blocked and finding.waiver is None:
                name = finding.check.name if finding.check else ""
                key = (name, finding.verdict.value, _known_by(finding), cell.scenario)
                groups.setdefault(key, []).append(finding)
    return tuple(row for (name, _, _, scenario), found in groups.items() for row in _rows(name, scenario, found))


def render_draft(record: RunRecord, rows: Sequence[DraftRow]) -> str:
    """Return the file's text."""
    head = _HEAD.format(
        run=record.head.get("run", "?"), started=record.head.get("started_at", "?"), system=record.province.get("id")
    )
    numbers: dict[str, int] = {}
    return head + "".join(_row(row, numbers) for row in rows)


def _rows(name: str, scenario: str, findings: Iterable[Finding]) -> Iterator[DraftRow]:
    """Yield rows that cover these findings and nothing beside them: weathers with the same services share one."""
    by_weather: dict[str, dict[str, Finding]] = {}
    for finding in findings:
        by_weather.setdefault(finding.cell.weather, {}).setdefault(finding.cell.service, finding)
    alike: dict[tuple[str, ...], list[str]] = {}
    for weather, found in by_weather.items():
        alike.setdefault(tuple(found), []).append(weather)
    for services, weathers in alike.items():
        yield DraftRow(name, by_weather[weathers[0]][services[0]], scenario, services, tuple(weathers))


def _row(row: DraftRow, numbers: dict[str, int]) -> str:
    stem = (row.name or row.first.verdict.value).lower().replace("_", "-").replace("/", "-")
    numbers[stem] = numbers.get(stem, 0) + 1
    return (
        f"  # {_one_line(row.first.message.vi)}\n"
        f"  # {_one_line(row.first.message.en)}\n"
        f"  - id: {stem}-{numbers[stem]}\n"
        f"    {f'check: {row.name}' if row.name else 'cell: true'}\n"
        f"    verdict: {row.first.verdict.value}\n"
        f"    services: [{', '.join(row.services)}]\n"
        f"    scenarios: [{row.scenario}]\n"
        f"    weathers: [{', '.join(row.weathers)}]\n"
        f"    finding: {json.dumps(_known_by(row.first), ensure_ascii=False)}\n{_GAPS}\n"
    )


def _known_by(finding: Finding) -> str:
    """Return the sentence by which the finding is known again, whoever the people of the next run are."""
    return _one_line(lasting(unquoted(finding.message.en)))


def _one_line(sentence: str) -> str:
    return " ".join(sentence.split())
