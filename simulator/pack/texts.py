"""The sentences of the pack, from `texts.yaml`, and its columns, whose headings are the texts `col_<key>`."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from simulator.core.data_folders import DataFile
from simulator.core.text import Text
from simulator.core.yaml_file import load_data_file
from simulator.pack.document import Cell, Column, Section, Table


@cache
def texts() -> dict[str, Text]:
    """Return every sentence by its key."""
    file = DataFile(files("simulator.pack").joinpath("texts.yaml"), "simulator/pack/texts.yaml")
    return {key: Text.of(value) for key, value in load_data_file(file).items()}


def text(key: str, **values: object) -> Text:
    """Return one sentence with its places filled."""
    found = texts()[key]
    return found.fill(**values) if values else found


def table(name: str, columns: str, rows: Iterable[Iterable[Cell]], folded: bool = False) -> Table:
    """Return the table `name`, titled `tab_<name>`, with columns named by their keys, separated by blanks."""
    heads = [Column(key, text(f"col_{key}")) for key in columns.split()]
    return Table(name, text(f"tab_{name}"), heads, [list(row) for row in rows], folded)


def section(name: str, *tables: Table) -> Section:
    """Return the section `name`: titled `sec_<name>`, introduced by `sec_<name>_is` where that is there."""
    intro = [texts()[key] for key in (f"sec_{name}_is",) if key in texts()]
    return Section(name, text(f"sec_{name}"), intro, tables)


def known(key: str) -> Text:
    """Return the sentence of a word of ours (`handler`, `SEEN`), or the word itself."""
    return texts().get(f"word_{key.lower().replace('-', '_')}", Text.of(key))
