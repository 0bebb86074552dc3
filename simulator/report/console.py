"""What a run says in a terminal: a line per finished cell, then the matrix and the distinct causes.

Vietnamese first, the same in English below it. Progress and results go to two consoles, so that a pipe gets only the
results; rich leaves colours out where there is no terminal.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from simulator.core.text import Text
from simulator.domain.outcome import CellOutcome, Verdict
from simulator.domain.waiving import State
from simulator.report.causes import UNSETTLED, Cause, causes_of
from simulator.report.citation import citation
from simulator.report.cleanup_csv import dossiers_left
from simulator.report.live_line import LiveLine
from simulator.report.marks import MARKS, STYLES, verdict_word
from simulator.report.matrix import family_name, matrix_of
from simulator.report.reading import RunRecord
from simulator.report.rerun import rerun_command
from simulator.report.texts import joined, text
from simulator.report.verdict_sentence import caveats, rests_on, verdict_sentence
from simulator.report.waived import (
    STATE_MARKS,
    STATE_STYLES,
    WAIVED_MARK,
    accepted,
    all_waived,
    says,
    state_word,
    waived_word,
    waivers_of,
    wide,
)

MOST_CAUSES = 12
"""Causes told in full; the others are counted and stand in report.html."""

PIPE_WIDTH = 120
"""Characters in a line when the output is no terminal."""


def console_for(stream: Any) -> Console:
    """Return a console that writes to the stream, wide enough for our tables when it is a pipe."""
    wide = None if stream.isatty() else PIPE_WIDTH
    return Console(file=stream, width=wide, highlight=False, markup=False, emoji=False, soft_wrap=True)


class ConsoleReporter:
    """Listens to the events of a run; call it with each, in any thread, one at a time.

    Runs that share a terminal share its live line too, and each puts its tag before its lines.
    """

    def __init__(self, results: Console, progress: Console, tag: str = "", live: LiveLine | None = None) -> None:
        self.record = RunRecord()
        self._results = results
        self._progress = progress
        self._tag = tag
        self._live = live or LiveLine(progress)
        self._to_tell: set[tuple[str, str, str]] = set()
        self._told: set[tuple[str, str, str]] = set()
        self._awaited = False

    def __call__(self, event: Mapping[str, Any]) -> None:
        """Take in one event, and tell of it if somebody waits for it."""
        self.record.add(event)
        kind = event["event"]
        if kind == "run_started":
            self._open()
        elif kind == "cell_planned":
            self._plan(CellOutcome.from_json(event["cell"]))
        elif kind == "ladder":
            self._progress.print(ladder_line(event))
        elif kind == "cell_finished":
            self._tell(CellOutcome.from_json(event["cell"]))
        elif kind == "people_awaited":
            self._await(int(event["items"]), str(event["url"]))
        elif kind == "run_finished":
            self.close()

    def close(self) -> None:
        """Take the live line away; may be called again."""
        self._live.end(self._tag)

    def summary(self) -> None:
        """Write the verdict, the matrix and the causes."""
        self.close()
        for block in summary_of(self.record):
            self._results.print(block)

    def _open(self) -> None:
        name = Text.of(self.record.province["name"])
        self._progress.print(Line(f"{name.vi} / {name.en}", style="bold"))
        if people := self.record.head.get("people"):
            asked = text("people", **people)
            self._progress.print(f"{asked.vi}\n{asked.en}")
        self._live.tell(self._tag, "…")

    def _plan(self, cell: CellOutcome) -> None:
        if cell.verdict is not Verdict.NOT_APPLICABLE:
            self._to_tell.add(cell.key)

    def _await(self, items: int, url: str) -> None:
        """Say where people find their work, once, and how much of it waits in the last line."""
        if items and not self._awaited:
            self._awaited = True
            where = text("work_list", url=url)
            self._progress.print(f"{where.vi} / {where.en}")
        awaited = text("awaited", n=items)
        self._live.tell(self._tag, f"{self._far} {awaited.vi} / {awaited.en}" if items else self._far)

    @property
    def _far(self) -> str:
        return f"{len(self._told)}/{len(self._to_tell | self._told)}"

    def _tell(self, cell: CellOutcome) -> None:
        self._told.add(cell.key)
        far, all_of_them = len(self._told), len(self._to_tell | self._told)
        line = Line(f"[{far:{len(str(all_of_them))}}/{all_of_them}] {self._tag}{' ' * bool(self._tag)}")
        line.append(f"{MARKS[cell.verdict]} {cell.verdict.value:<12} ", STYLES[cell.verdict])
        line.append(f"{cell.scenario} · {cell.service} · {cell.weather}  {cell.seconds:.1f} s")
        self._progress.print(line)
        self._live.tell(self._tag, self._far)


def ladder_line(event: Mapping[str, Any]) -> Line:
    """Return how far the first dossier came: each rung with its mark."""
    title = text("ladder")
    line = Line(f"{title.vi} / {title.en}:")
    for rung in event["rungs"]:
        mark = Verdict.PASS if rung["reached"] else Verdict.FAIL
        name = Text.of(rung["name"])
        line.append(f"  {MARKS[mark]} {name.vi} / {name.en}", STYLES[mark])
    return line


def summary_of(record: RunRecord) -> Iterator[Line | Table | str]:
    """Yield the blocks of the summary, in the order of every report of ours."""
    yield from _verdict(record)
    yield _matrix(record)
    yield Line("  ".join(f"{MARKS[Verdict(name)]} {number}" for name, number in record.counts.items()), style="dim")
    yield from _causes(record, "causes", causes_of(record))
    yield from _causes(record, "open", causes_of(record, UNSETTLED))
    yield from _waivers(record)
    yield from _other_dialect(record)
    yield from _left_behind(record)


def _verdict(record: RunRecord) -> Iterator[Line | str]:
    word, sentence, basis = verdict_word(record.verdict), verdict_sentence(record), rests_on(record)
    yield ""
    line = Line(f"{MARKS[record.verdict]} {word.vi} / {word.en}", STYLES[record.verdict])
    if all_waived(record):
        line.append(f"  {waived_word()}", STATE_STYLES[State.IN_FORCE])
    yield line
    yield f"{sentence.vi} {basis.vi}."
    yield f"{sentence.en} {basis.en}."
    for caveat in caveats(record):
        yield Line(f"{caveat.vi}. / {caveat.en}.", style="yellow")
    as_of = text("as_of")
    yield Line(f"{as_of.vi} / {as_of.en}: {record.head.get('as_of')}", style="dim")
    yield ""


def _matrix(record: RunRecord) -> Table:
    matrix = matrix_of(record)
    table = Table(box=None, pad_edge=False, header_style="dim")
    service = text("service")
    table.add_column(f"{service.vi} / {service.en}", no_wrap=True)
    for family in matrix.families:
        name = family_name(family)
        table.add_column(f"{name.vi}\n{name.en}")
    for row in matrix.rows:
        marks = [
            Line(f"{MARKS[cell.verdict]} {cell.number}{f' {WAIVED_MARK}' * cell.waived}", STYLES[cell.verdict])
            if cell
            else Line("")
            for cell in row.cells
        ]
        table.add_row(Line(row.service), *marks)
    return table


def _causes(record: RunRecord, title: str, causes: tuple[Cause, ...]) -> Iterator[Line | str]:
    if not causes:
        return
    heading = text(title)
    yield ""
    yield Line(f"{heading.vi} / {heading.en} ({len(causes)})", style="bold")
    for number, cause in enumerate(causes[:MOST_CAUSES], start=1):
        yield from _cause(record, number, cause)
    if len(causes) > MOST_CAUSES:
        yield Line(f"… +{len(causes) - MOST_CAUSES}: report.html", style="dim")


def _cause(record: RunRecord, number: int, cause: Cause) -> Iterator[Line | str]:
    finding = cause.first
    line = Line(f"{number:>2}. ")
    line.append(f"{MARKS[finding.verdict]} {verdict_word(finding.verdict).vi}  ", STYLES[finding.verdict])
    if cause.waiver:
        line.append(f"{WAIVED_MARK} {text('waived').vi}  ", STATE_STYLES[State.IN_FORCE])
    line.append(finding.message.vi)
    line.append(f"  ({_extent(cause).vi})", "dim")
    yield line
    yield f"    {finding.message.en}"
    for name, value in _details(record, cause):
        yield f"    {name.vi} / {name.en}: {value}"


def _extent(cause: Cause) -> Text:
    """Return how far the cause reaches."""
    parts = [text("hits", cells=cause.cells, services=len(cause.services))]
    if len(cause.findings) > cause.cells:
        parts.append(text("places", n=len(cause.findings)))
    if cause.blocks:
        parts.append(text("blocks", n=cause.blocks))
    return joined(parts, " · ")


def _waivers(record: RunRecord) -> Iterator[Line | str]:
    """Yield who accepts what until when; first the waivers that need somebody."""
    rows = waivers_of(record)
    if not rows:
        return
    heading = text("waivers")
    yield ""
    yield Line(f"{heading.vi} / {heading.en} ({len(rows)})", style="bold")
    for one in rows:
        word, said, until = state_word(one.state), says(one), accepted(one.waiver)
        line = Line(f"    {STATE_MARKS[one.state]} {word.vi} / {word.en}  ", STATE_STYLES[one.state])
        yield line.append(f"{one.waiver.id}  {one.waiver.subject} · {wide(one.waiver)}", "not bold default")
        yield f"      {said.vi}\n      {said.en}"
        yield f"      {until.vi} / {until.en}"
        yield f"      {one.waiver.reason.vi} / {one.waiver.reason.en}"


def _details(record: RunRecord, cause: Cause) -> Iterable[tuple[Text, str]]:
    if cause.waiver:
        until = accepted(cause.waiver)
        yield text("waived"), f"{cause.waiver.id}: {until.vi} / {until.en}"
    check = cause.first.check
    if check is not None:
        rule = record.requirement(check.requirement)
        yield text("rule"), f"{check.requirement} ({check.level}) {citation(rule)}".rstrip()
        yield from ((text(key), value) for key, value in _sides(check.where, check.expected, check.found) if value)
        if check.remedy.vi:
            yield text("remedy"), f"{check.remedy.vi}\n      {check.remedy.en}"
    yield text("rerun"), rerun_command(record, cause.first.cell)


def _sides(where: str, expected: str, found: str) -> tuple[tuple[str, str], ...]:
    return (("where", where), ("expected", expected), ("found", found))


def _other_dialect(record: RunRecord) -> Iterator[Line]:
    """Yield what speaks against the claimed dialect, and the one to claim instead."""
    if not record.dialect:
        return
    signs = [Text.of(sign) for sign in record.dialect["signs"]]
    told = {"claimed": record.dialect["claimed"], "proposed": record.dialect["proposed"] or "?"}
    vi, en = "; ".join(sign.vi for sign in signs), "; ".join(sign.en for sign in signs)
    yield Line("")
    yield Line(f"! {text('other_dialect', **told, signs=vi).vi}", style="yellow")
    yield Line(f"  {text('other_dialect', **told, signs=en).en}", style="yellow")


def _left_behind(record: RunRecord) -> Iterator[Line]:
    """Yield what the operator of the system has to take out again."""
    if number := dossiers_left(record):
        said = text("left_behind", n=number)
        yield Line("")
        yield Line(f"{said.vi} / {said.en}", style="dim")
