"""Renders a document: one page for people, Markdown per language, JSON, and a CSV per table."""

import csv
import io
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader

from simulator import __version__
from simulator.core.text import Text
from simulator.pack.document import Cell, Document, Section, Table
from simulator.report.environment import environment

LANGUAGES = ("vi", "en")
_BYTE_ORDER_MARK = "\ufeff"
"""Without it the usual spreadsheet shows Vietnamese letters wrong."""


def html(document: Document) -> str:
    """Return the page: both languages behind a switch, nothing loaded, readable without a script."""
    head = {"tool": "dvcsim", "version": __version__}
    return _pages().get_template("pack.html").render(document=document, head=head, is_text=_is_text)


def markdown(document: Document, language: str) -> str:
    """Return the document in one language."""
    return "\n".join(_markdown(document, language)) + "\n"


def as_json(document: Document) -> str:
    """Return every table with its rows by column, and the samples."""
    tables = {table.id: {"title": table.title.to_json(), "rows": list(_by_column(table))} for table in document.tables}
    whole = {
        "format": 1,
        "title": document.title.to_json(),
        "made_from": [_plain(fact) for fact in document.facts],
        "tables": tables,
        "samples": {sample.file: sample.text for sample in document.samples},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def as_csv(table: Table) -> str:
    """Return one table; a column that holds sentences is two, `<key>_vi` and `<key>_en`."""
    page = io.StringIO()
    double = [any(isinstance(row[at], Text) for row in table.rows) for at in range(len(table.columns))]
    heads = [
        name
        for column, two in zip(table.columns, double, strict=True)
        for name in ([f"{column.key}_vi", f"{column.key}_en"] if two else [column.key])
    ]
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(heads)
    for row in table.rows:
        writer.writerow([part for cell, two in zip(row, double, strict=True) for part in _parts(cell, two)])
    return _BYTE_ORDER_MARK + page.getvalue()


@cache
def _pages() -> Environment:
    loaders = [PackageLoader("simulator.pack"), PackageLoader("simulator.report")]
    return environment().overlay(loader=ChoiceLoader(loaders))


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, Text)


def _parts(cell: Cell, two: bool) -> list[str]:
    text = cell if isinstance(cell, Text) else Text.of(cell)
    return [_harmless(text.vi), _harmless(text.en)] if two else [_harmless(text.vi)]


def _harmless(word: str) -> str:
    """Keep a spreadsheet from taking a word for a formula."""
    return f"'{word}" if word[:1] in ("=", "+", "-", "@", "\t") else word


def _by_column(table: Table) -> Iterator[dict[str, Any]]:
    for row in table.rows:
        yield {column.key: _plain(cell) for column, cell in zip(table.columns, row, strict=True)}


def _plain(cell: Cell) -> Any:
    return cell.to_json() if isinstance(cell, Text) else cell


def _markdown(document: Document, language: str) -> Iterator[str]:
    yield f"# {_said(document.title, language)}"
    for sentence in document.intro:
        yield from ("", _said(sentence, language))
    yield from ("", " · ".join(_cell(fact, language) for fact in document.facts))
    for section in document.sections:
        yield from _section(section, language)


def _section(section: Section, language: str) -> Iterator[str]:
    yield from ("", f"## {_said(section.title, language)}")
    for sentence in section.intro:
        yield from ("", _said(sentence, language))
    for table in section.tables:
        yield from ("", f"### {_said(table.title, language)}", "")
        yield _row([_said(column.title, language) for column in table.columns])
        yield _row(["---"] * len(table.columns))
        yield from (_row([_cell(cell, language) for cell in row]) for row in table.rows)
    for sample in section.samples:
        yield from ("", f"### {_said(sample.title, language)} (`samples/{sample.file}`)", "")
        yield from ("```sh", sample.text.rstrip(), "```")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, language: str) -> str:
    if isinstance(cell, Text):
        return _said(cell, language).replace("|", "\\|").replace("\n", " ")
    return f"`{cell}`".replace("|", "\\|") if cell else ""


def _said(text: Text, language: str) -> str:
    return text.vi if language == "vi" else text.en
