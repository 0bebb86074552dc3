"""The block `browser` of a claim sheet: read, checked, and told apart by service."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulator.catalogue.documents import Document, FileSchemas, dotted
from simulator.core.errors import DataFileError
from simulator.core.yaml_file import LinedDict, load_path
from simulator.domain.form_script import (
    DATES,
    REQUIRED_MARKS,
    Action,
    DossierPage,
    FormScript,
    Line,
    Listed,
    Reading,
    SendingPage,
    Spot,
)
from simulator.domain.service import Service

DEFAULT = "default"
BROWSER = "browser"
WORDS = ("dossier", "request_id")
"""What `${...}` stands for in a script, beside the environment; filled in while it is played."""
_PAGES = ("form", "dossier", "supplement", "withdraw")


def bundled(path: Path, document: Document) -> Document | None:
    """Return the file that a claim sheet's `browser: {file: ...}` names, as a document of its own; None without one."""
    block = document.data.get(BROWSER) if isinstance(document.data, Mapping) else None
    name = block.get("file") if isinstance(block, Mapping) else None
    if not isinstance(name, str) or not isinstance(block, Mapping) or "scripts" in block:
        return None
    beside = path.parent / name
    if not beside.is_file():
        raise document.problem((BROWSER, "file"), f"{name!r} is not there", "a file beside the claim sheet")
    return _wrapped(str(beside), load_path(beside))


def _wrapped(label: str, block: Any) -> Document:
    whole = LinedDict({BROWSER: block})
    whole.line, whole.lines = getattr(block, "line", 0), {BROWSER: getattr(block, "line", 0)}
    return Document(label, whole)


def script_problems(
    document: Document, schemas: FileSchemas, services: Mapping[str, Service]
) -> Iterator[DataFileError]:
    """Yield what is wrong in the block of a claim sheet, or in the document that `bundled` returned."""
    if BROWSER not in document.data:
        return
    block = document.data[BROWSER]
    found = schemas.problems(BROWSER, _wrapped(document.label, block))
    yield from found
    if found:
        return
    for service, own in block.get("services", {}).items():
        path = (BROWSER, "services", service)
        if service not in services:
            yield document.unknown(path, "service", service, list(services))
        if own.get("script", DEFAULT) not in block.get("scripts", {}):
            yield document.unknown(path, "script", own.get("script", DEFAULT), list(block.get("scripts", {})))
    yield from _row_problems(document, _datums(services.values()))


def claimed_by_browser_problems(document: Document) -> Iterator[DataFileError]:
    """Yield what a service lacks that is claimed to be worked by a browser."""
    for service, claim in document.data["services"].items():
        if claim.get("driver") != "browser" or claim["role"] != "handler":
            continue
        block = document.data.get(BROWSER) or {}
        if _chosen(block, service) not in block.get("scripts", {}):
            yield document.problem(
                ("services", service, "driver"),
                "browser, without a script",
                "browser: {scripts: {default: ...}}",
                "Say under `browser` how its pages are worked, or choose another driver.",
            )
            continue
        lacking = _lacking(_merged(block, service))
        if lacking:
            path = (BROWSER, "scripts", _chosen(block, service))
            yield document.problem(path, f"has no {lacking}", "", f"{service} is worked by this script.")


def scripts_of(document: Document) -> dict[str, FormScript]:
    """Return the script of each service that is worked by a browser."""
    block = document.data.get(BROWSER) or {}
    claimed = (name for name, claim in document.data["services"].items() if claim.get("driver") == "browser")
    return {name: _script(_merged(block, name)) for name in claimed if _chosen(block, name) in block.get("scripts", {})}


def _chosen(block: Mapping[str, Any], service: str) -> str:
    return str(block.get("services", {}).get(service, {}).get("script", DEFAULT))


def _lacking(pages: Mapping[str, "_Page"]) -> str:
    """Return the first thing without which no dossier can be filed."""
    form = pages.get("form")
    lacks = (name for name in ("submit", "code") if form is None or name not in form.own)
    return next((f"form.{name}" for name in lacks), "") or ("" if form and form.rows("fields") else "form.fields")


def _datums(services: Iterable[Service]) -> list[str]:
    """Return the datums that a form or a result of these services holds."""
    lines = {line.datum for one in services for line in one.fields if line.datum}
    return sorted(lines.union(datum for one in services for result in one.results for datum in result.data))


def _row_problems(document: Document, datums: Sequence[str]) -> Iterator[DataFileError]:
    """Yield unknown datums, broken patterns, and rows that name nothing, in every script."""
    for path, node in _nodes(document.data[BROWSER], (BROWSER,)):
        if (datum := node.get("datum")) and datum not in datums:
            yield document.unknown((*path, "datum"), "datum", datum, datums)
        for name in ("pattern", "url_pattern"):
            if isinstance(pattern := node.get(name), str) and (wrong := _broken(pattern)):
                yield document.problem((*path, name), f"{pattern!r}: {wrong}", "a regular expression")
        if path[-2:-1] in (("components",), ("asked_components",)) and not {"code", "code_from"} & set(node):
            yield document.problem(path, "names no component", "code or code_from")
        if path[-1] in ("code", "done") and not {"selector", "url_pattern"} & set(node):
            yield document.problem(path, "nothing to look at", "selector or url_pattern")


def _nodes(node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    if isinstance(node, Mapping):
        yield path, node
    parts = node.items() if isinstance(node, Mapping) else enumerate(node) if isinstance(node, list) else ()
    for key, part in parts:
        yield from _nodes(part, (*path, key))


def _broken(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""


class _Page:
    """One page of a script with what a service adds: its rows come behind, its other keys take their place."""

    def __init__(self, layers: Sequence[tuple[Mapping[str, Any], str]]) -> None:
        self._layers = layers
        self.own = {key: (value, f"{place}.{key}") for layer, place in layers for key, value in layer.items()}

    def rows(self, name: str) -> list[tuple[Mapping[str, Any], str]]:
        return [
            (row, f"{place}.{name}[{at}]")
            for layer, place in self._layers
            for at, row in enumerate(layer.get(name, ()))
        ]

    def spot(self, name: str) -> Spot | None:
        return Spot(*self.own[name]) if name in self.own else None

    def reading(self, name: str) -> Reading | None:
        if name not in self.own:
            return None
        said, place = self.own[name]
        texts = {key: str(said.get(key, "")) for key in ("attribute", "pattern", "url_pattern")}
        return Reading(Spot(said.get("selector", ""), place), **texts, words=dict(said.get("words", {})))

    def text(self, name: str, default: str = "") -> str:
        return str(self.own[name][0]) if name in self.own else default


def _merged(block: Mapping[str, Any], service: str) -> dict[str, _Page]:
    name = _chosen(block, service)
    script, own = block.get("scripts", {}).get(name, {}), block.get("services", {}).get(service, {})
    layers = ((script, dotted((BROWSER, "scripts", name))), (own, dotted((BROWSER, "services", service))))
    known = {page: [(layer[page], f"{place}.{page}") for layer, place in layers if page in layer] for page in _PAGES}
    return {page: _Page(found) for page, found in known.items() if found}


def _script(pages: Mapping[str, _Page]) -> FormScript:
    form = _sending(pages["form"], "code", Reading(Spot("")))
    changes = {
        name: _sending(pages[name], "done", form.taken) if name in pages else None
        for name in ("supplement", "withdraw")
    }
    return FormScript(form, _dossier(pages["dossier"]) if "dossier" in pages else None, **changes)


def _sending(page: _Page, taken: str, default: Reading) -> SendingPage:
    marks = page.own["required_marks"][0] if "required_marks" in page.own else REQUIRED_MARKS
    return SendingPage(
        submit=page.spot("submit") or Spot("button[type=submit], button:not([type])", ""),
        taken=page.reading(taken) or default,
        open=page.text("open"),
        before=_actions(page, "before"),
        after=_actions(page, "after"),
        fields=_lines(page, "fields"),
        components=_listed(page, "components", "code"),
        refused=page.spot("refused"),
        reason=page.spot("reason"),
        procedure=page.reading("procedure"),
        fee=page.reading("fee"),
        dates=page.text("dates", DATES[1]),
        required_marks=tuple(marks),
    )


def _dossier(page: _Page) -> DossierPage:
    return DossierPage(
        status=page.reading("status"),
        open=page.text("open"),
        before=_actions(page, "before"),
        fields=_lines(page, "fields"),
        decision=_lines(page, "decision"),
        history=page.spot("history"),
        reason=page.spot("reason"),
        asked_components=_listed(page, "asked_components", "code"),
        asked_fields=_listed(page, "asked_fields", "id"),
        notes=page.spot("notes"),
        unit=page.reading("unit"),
        supplement=page.spot("supplement"),
        withdraw=page.spot("withdraw"),
    )


def _actions(page: _Page, name: str) -> tuple[Action, ...]:
    return tuple(_action(row, place) for row, place in page.rows(name))


def _action(row: Mapping[str, Any], place: str) -> Action:
    kind, said = next(iter(row.items()))
    if isinstance(said, str):
        return Action(kind, Spot(said, f"{place}.{kind}"))
    return Action(kind, Spot(said["selector"], f"{place}.{kind}.selector"), said["value"])


def _lines(page: _Page, name: str) -> tuple[Line, ...]:
    texts = ("datum", "datum_from", "id", "label")
    return tuple(
        Line(
            Spot(row["selector"], place),
            **{key: str(row.get(key, "")) for key in texts},
            required=row.get("required"),
            optional=bool(row.get("optional")),
        )
        for row, place in page.rows(name)
    )


def _listed(page: _Page, name: str, key: str) -> tuple[Listed, ...]:
    return tuple(
        Listed(Spot(row["selector"], place), row.get(key, ""), row.get(f"{key}_from", ""), row.get("required"))
        for row, place in page.rows(name)
    )
