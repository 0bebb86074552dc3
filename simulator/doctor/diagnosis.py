"""What one examination found."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from simulator.core.exit_status import ExitStatus
from simulator.core.text import Text


class State(Enum):
    """How it looks. The exit code is 0 for the first two."""

    FINE = "fine"
    NOTE = "note"
    """Works, but somebody should look at it, or know it."""
    BROKEN = "broken"
    UNCLEAR = "unclear"
    """Could not be examined, or waits for an answer."""


MARKS = {State.FINE: "✓", State.NOTE: "!", State.BROKEN: "✕", State.UNCLEAR: "?"}


@dataclass(frozen=True)
class Diagnosis:
    """One line."""

    id: str
    state: State
    title: Text
    found: Text
    do: Text | None = None
    unreachable: bool = False
    """Whether what is broken is that nobody answers: another exit code than a mistake of configuration."""

    @property
    def exit_status(self) -> ExitStatus:
        """Return what this line alone makes of the exit code."""
        if self.state is State.BROKEN:
            return ExitStatus.UNREACHABLE if self.unreachable else ExitStatus.USAGE
        return ExitStatus.INCONCLUSIVE if self.state is State.UNCLEAR else ExitStatus.OK

    def to_json(self) -> dict[str, Any]:
        """Return the line for `--json`."""
        do = self.do.to_json() if self.do else None
        said = {"title": self.title.to_json(), "found": self.found.to_json(), "do": do}
        return {"id": self.id, "state": self.state.value, **said}
