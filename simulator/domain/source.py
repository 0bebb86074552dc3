"""Where the state holds data: a database, a register, or the electronic identity itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.core.text import Text
from simulator.domain.mark import Mark


@dataclass(frozen=True)
class Source:
    """A source of data, as contracts/codes/sources.yaml describes it."""

    id: str
    name: Text
    answers: str
    """`login` (its data come with the login), `own` (it has a look-up of its own, seen in public), or `look_up` (the
    look-up that all others share, assumed)."""
    holds: tuple[str, ...]
    """The attributes that it may hold of somebody, first of all those that replace a paper."""
    mark: Mark
    """How well name and keeper are known."""
    replaces: Mark
    """How well it is known that its data replace papers on the day of the trial, 1 July 2025."""

    @property
    def named(self) -> Text:
        """Return the name with the id behind it."""
        return Text(f"{self.name.vi} ({self.id})", f"{self.name.en} ({self.id})")


Sources = Mapping[str, Source]
"""Source id -> source."""
