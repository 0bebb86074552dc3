"""A document of sections, tables and samples, in both languages; what it is about, the renderers do not know."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.core.text import Text

Cell = Text | str
"""A sentence in both languages, or a word of the wire, which is shown as it is."""


@dataclass(frozen=True)
class Column:
    """One column: its key in JSON and CSV, and its heading."""

    key: str
    title: Text


@dataclass(frozen=True)
class Table:
    """Rows of one kind."""

    id: str
    title: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    folded: bool = False
    """Whether the page shows it only when it is opened: a long table that is looked up, not read."""


@dataclass(frozen=True)
class Sample:
    """A script that a reader can run as it stands."""

    file: str
    title: Text
    text: str


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it."""

    id: str
    title: Text
    intro: Sequence[Text] = ()
    tables: Sequence[Table] = ()
    samples: Sequence[Sample] = ()


@dataclass(frozen=True)
class Document:
    """The whole."""

    title: Text
    intro: Sequence[Text]
    facts: Sequence[Cell]
    """What it was made from, for the reader who has to know later."""
    sections: Sequence[Section]

    @property
    def tables(self) -> list[Table]:
        """Return every table, in order."""
        return [table for section in self.sections for table in section.tables]

    @property
    def samples(self) -> list[Sample]:
        """Return every sample, in order."""
        return [sample for section in self.sections for sample in section.samples]
