"""The agency codes: the system's own, the counters of its communes, and those that were closed."""

from collections.abc import Iterator

from simulator.core.text import Text
from simulator.pack.document import Cell, Section
from simulator.pack.subject import Subject
from simulator.pack.texts import known, section, table, text

Row = tuple[Cell, ...]


def agencies(about: Subject) -> Section:
    """Return the agency codes; those of the communes only where the list of the province is there."""
    return section("agencies", table("agencies", "code name state from until mark", _agencies(about)))


def _agencies(about: Subject) -> Iterator[Row]:
    sheet = about.sheet
    yield sheet.agency, sheet.name, text("row_agency"), "", "", ""
    yield sheet.receiving_agency, sheet.name, text("row_receiving"), "", "", ""
    communes = about.catalogue.communes.get(sheet.province_code)
    if communes is None or sheet.kind != "province":
        return
    day, mark = communes.changed_on.isoformat(), communes.mark.value
    for commune in communes.communes:
        yield commune.agency, Text.of(commune.name), known("open"), day, "", mark
    for code in communes.closed.values():
        if code.kind == "agency":
            yield code.code, Text.of(code.name), known("closed"), "", day, mark
