"""A form as the browser shows it, in the words of the fact `form_read`, with what is needed to fill it in."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.control.page_work import Handle, Row
from simulator.control.stage import Stage
from simulator.control.tab import Tab
from simulator.domain.form_script import Line, Listed, SendingPage

_FREE = ("không thu", "miễn phí", "không mất phí")
"""What pages say instead of a fee of nothing."""
_TYPES = {"date": "date", "email": "email", "tel": "phone", "number": "int"}
"""Type of an HTML input -> type of a line that no datum tells."""


@dataclass(frozen=True)
class ReadForm:
    """A form that was read."""

    fact: Mapping[str, Any]
    """Data of the fact `form_read`; a line has also `type`."""
    lines: Mapping[str, Handle]
    """Id of a line -> its element."""
    files: Mapping[str, Handle]
    """Code of a component -> its file input."""
    bound: frozenset[str] = frozenset()
    """Ids of the lines that the script names; the others are filled in only if the page demands them."""


def read_form(stage: Stage, tab: Tab, page: SendingPage) -> ReadForm:
    """Wait for the lines of the script and read the form."""
    tab.reach([*(line.spot for line in page.fields if not line.optional), page.submit], page.refused)
    lines = list(read_lines(stage, tab, page))
    papers = list(_papers(tab, page))
    bound = frozenset(row["id"] for row, _ in lines)
    for handle in tab.others(page.submit):
        _add_unread(page, handle, lines, papers)
    fact = {
        "procedure_code": tab.read(page.procedure) if page.procedure else "",
        "fields": [row for row, _ in lines],
        "components": [row for row, _ in papers],
        "fee": fee_of(tab.read(page.fee)) if page.fee else None,
    }
    files = {row["code"]: handle for row, handle in papers if row["code"]}
    return ReadForm(fact, {row["id"]: handle for row, handle in lines}, files, bound)


def read_lines(stage: Stage, tab: Tab, page: SendingPage) -> Iterator[tuple[Row, Handle]]:
    """Yield the lines of the script that are on the page."""
    types = {line.datum: line.type for line in stage.service.fields if line.datum}
    for line in page.fields:
        found = tab.rows(line.spot)
        if found:
            row = _line(page, line, found)
            row["type"] = types.get(line.datum, row["type"])
            yield row, Handle(line.spot.selector, 0, found[0])


def read_files(tab: Tab, components: Iterable[Listed]) -> dict[str, Handle]:
    """Return the file inputs on the page by code."""
    return {code: handle for code, _, handle, _ in _listed(tab, components)}


def fee_of(text: str) -> int | None:
    """Return a fee in dong as a page tells it; None when it tells no amount."""
    folded = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    if any(word in folded for word in _FREE):
        return 0
    amount = re.search(r"[0-9][0-9.,]*", folded)
    return int(re.sub(r"[.,]", "", amount[0])) if amount else None


def codes_on(tab: Tab, listed: Iterable[Listed]) -> list[str]:
    """Return what is told by being there, each once."""
    return list(dict.fromkeys(name for name, row, _, _ in _listed(tab, listed) if row["visible"]))


def _listed(tab: Tab, listed: Iterable[Listed]) -> Iterator[tuple[str, Row, Handle, Listed]]:
    for one in listed:
        attributes = [one.name_from] if one.name_from else []
        found = tab.rows(one.spot, *attributes)
        for at, row in enumerate(found if one.name_from else found[:1]):
            name = row["attributes"].get(one.name_from, "") if one.name_from else one.name
            if name:
                yield name, row, Handle(one.spot.selector, at, row), one


def _papers(tab: Tab, page: SendingPage) -> Iterator[tuple[Row, Handle]]:
    for code, row, handle, listed in _listed(tab, page.components):
        yield _paper(page, code, row, listed.required), handle


def _paper(page: SendingPage, code: str, row: Row, required: bool | None) -> Row:
    demanded = required if required is not None else _is_required(page, row)
    return {
        "code": code,
        "name": _label(page, row),
        "required": demanded,
        "replaced_by": [],
        "reason": row["told"],
    }


def _line(page: SendingPage, line: Line, found: Sequence[Row]) -> Row:
    first = found[0]
    value = _value(found)
    return {
        "id": line.id or first["name"] or first["id"] or line.spot.selector,
        "label": line.label or _label(page, first),
        "datum": line.datum,
        "required": line.required if line.required is not None else _is_required(page, first),
        "state": "locked" if first["locked"] else "editable" if value else "input",
        "value": value,
        "source": "",
        "type": _TYPES.get(first["type"], "string"),
    }


def _value(found: Sequence[Row]) -> str:
    first = found[0]
    if first["type"] == "radio":
        return next((str(row["label"]) for row in found if row["checked"]), "")
    if first["type"] == "checkbox":
        return "1" if first["checked"] else ""
    return str(first["value"])


def _add_unread(
    page: SendingPage, handle: Handle, lines: list[tuple[Row, Handle]], papers: list[tuple[Row, Handle]]
) -> None:
    """Tell also of what the script does not name: it may ask for what the state knows."""
    row = handle.row or {}
    if row["type"] == "file":
        papers.append((_paper(page, "", row, None), handle))
        return
    line = Line(spot=page.submit, id=row["name"] or row["id"] or f"#{handle.at}")
    lines.append((_line(page, line, [row]), handle))


def _is_required(page: SendingPage, row: Row) -> bool:
    return bool(row["required"]) or any(mark in f"{row['label']} {row['drawn']}" for mark in page.required_marks)


def _label(page: SendingPage, row: Row) -> str:
    label = str(row["label"])
    for mark in page.required_marks:
        label = label.replace(mark, "")
    return " ".join(label.split()).removesuffix(":").strip()
