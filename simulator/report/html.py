"""`report.html`: the run for people, in one file that opens from disk, prints, and loads nothing.

Vietnamese first, English behind the switch; works without JavaScript. An exchange is laid out once, where it is first
used, and linked from then on.
"""

import shlex
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from simulator.core.text import Text
from simulator.domain.exchange import Exchange
from simulator.domain.outcome import CellOutcome, Owner, Verdict
from simulator.report.causes import TO_ACT_ON, UNSETTLED, Finding, causes_of
from simulator.report.citation import citation
from simulator.report.difference import difference
from simulator.report.exchange_view import SHOWN_CHARACTERS, curl, laid_out
from simulator.report.marks import MARKS, verdict_word
from simulator.report.matrix import family_name, matrix_of
from simulator.report.reading import RunRecord
from simulator.report.rerun import rerun_command
from simulator.report.texts import text, texts
from simulator.report.verdict_sentence import caveats, rests_on, verdict_sentence

FIRST_EXCHANGES = 8
"""Exchanges laid out for the finding that stands for its cause ..."""
OTHER_EXCHANGES = 3
"""... and for each further finding of the same cause."""


def render_html(record: RunRecord) -> str:
    """Return the file's text."""
    return _environment().get_template("report.html").render(_context(record))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("simulator.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals.update(
        s=_said,
        both=_both,
        owner_key=lambda owner: f"owner_{owner.value.replace(' ', '_')}",
        mark=lambda verdict: MARKS[verdict],
        word=verdict_word,
        named=_named,
        difference=difference,
        laid_out=laid_out,
        curl=curl,
        cut_at=SHOWN_CHARACTERS,
        Verdict=Verdict,
        Owner=Owner,
        part=_part,
        citation=citation,
    )
    return environment


def _part(name: str) -> Markup:
    """Return the style sheet or the script as it stands; both are ours."""
    return Markup(files("simulator.report").joinpath("templates", name).read_text(encoding="utf-8"))


def _both(sentence: Text) -> Markup:
    """Return both languages, each in an element of its own; the switch shows one."""
    if sentence.vi == sentence.en:
        return Markup.escape(sentence.vi)
    return Markup('<span class="vi">{}</span><span class="en" lang="en">{}</span>').format(sentence.vi, sentence.en)


def _said(key: str, **values: object) -> Markup:
    return _both(text(key, **values))


def _named(prefix: str, value: str) -> Text:
    """Return the sentence `<prefix>_<value>` if there is one, else the value itself."""
    return texts().get(f"{prefix}_{value.lower()}", Text(value, value))


def _context(record: RunRecord) -> dict[str, Any]:
    return {
        "record": record,
        "head": record.head,
        "province": {**record.province, "sheet": PurePath(str(record.province.get("label", ""))).name},
        "sentence": verdict_sentence(record),
        "rests_on": rests_on(record),
        "caveats": caveats(record),
        "matrix": matrix_of(record),
        "family_name": family_name,
        "causes": causes_of(record, TO_ACT_ON),
        "unsettled": causes_of(record, UNSETTLED),
        "not_applicable": causes_of(record, (Verdict.NOT_APPLICABLE,)),
        "passes": _by_service(cell for cell in record.cells if cell.verdict in (Verdict.PASS, Verdict.ATTESTED)),
        "verdicts": [verdict for verdict in Verdict if verdict.value in record.counts],
        "text_of": Text.of,
        "rerun": lambda cell=None: rerun_command(record, cell),
        "evidence": _Evidence(record),
        "command_line": shlex.join(str(word) for word in record.head.get("command", [])),
    }


def _by_service(cells: Iterable[CellOutcome]) -> dict[str, list[CellOutcome]]:
    groups: dict[str, list[CellOutcome]] = {}
    for cell in cells:
        groups.setdefault(cell.service, []).append(cell)
    return groups


class _Evidence:
    """Hands out the exchanges of findings, and remembers which ones the page already shows."""

    def __init__(self, record: RunRecord) -> None:
        self._record = record
        self._shown: set[tuple[str, int]] = set()

    def of(self, finding: Finding, first: bool) -> list[tuple[int, Exchange | None]]:
        """Return (number, exchange) of a finding, as many as fit; None for one that is not in the record."""
        numbers = finding.check.exchanges if finding.check else ()
        limit = FIRST_EXCHANGES if first else OTHER_EXCHANGES
        return [(number, self._record.exchange(finding.cell.session, number)) for number in numbers[:limit]]

    def left_out(self, finding: Finding, first: bool) -> int:
        """Return how many exchanges of the finding stand in the HAR file only."""
        numbers = finding.check.exchanges if finding.check else ()
        return max(0, len(numbers) - (FIRST_EXCHANGES if first else OTHER_EXCHANGES))

    def anchor(self, session: str, number: int) -> str:
        """Return the id of the element in which an exchange is laid out."""
        return f"x-{session}-{number}"

    def first_time(self, session: str, number: int) -> bool:
        """Return whether the page has not shown this exchange yet, and remember it."""
        new = (session, number) not in self._shown
        self._shown.add((session, number))
        return new
