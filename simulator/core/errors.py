"""Errors a user can cause. Each says where, what was found, what was expected, and what to do.

Only `cli` turns one into text on stderr and an exit code; nothing below prints or exits.
"""

import difflib
import functools
from collections.abc import Iterable

from simulator.core.exit_status import ExitStatus
from simulator.core.text import Text

_VIETNAMESE = (
    ("did you mean", "có phải"),
    ("known:", "hiện có:"),
    ("others, none of them close", "mục khác, không mục nào gần giống"),
)

_NEAR = ("did you mean", "known:")
"""How `near_matches` begins: a sentence of its own."""


class SimulatorError(Exception):
    """Base of every error that is shown to a user without a traceback."""

    exit_status = ExitStatus.ERROR

    def __init__(self, where: str, found: str, expected: str = "", do: str = "") -> None:
        self.where = where
        self.found = found
        self.expected = expected
        self.do = do
        super().__init__(self.text())

    def text(self) -> str:
        """Return `where: found - expected ...` (or `- did you mean ...?`), with what to do on a line of its own."""
        line = f"{self.where}: {self.found}" if self.where else self.found
        if self.expected:
            line += f" - {self.expected}" if self.expected.startswith(_NEAR) else f" - expected {self.expected}"
        return f"{line}\n  {self.do}" if self.do else line


class DataFileError(SimulatorError):
    """A YAML or JSON file of ours or of the user breaks its rules; `where` is `file:line`."""

    exit_status = ExitStatus.USAGE


class ConfigurationError(SimulatorError):
    """A flag, an environment variable or a claim sheet asks for something impossible."""

    exit_status = ExitStatus.USAGE


class SystemUnreachable(SimulatorError):
    """A party did not answer before the run; `where` is its URL."""

    exit_status = ExitStatus.UNREACHABLE


class SuiteBroken(SimulatorError):
    """The national side answered our own engine in a way that it never should."""

    exit_status = ExitStatus.ERROR


def _folded(word: str, known: list[str], limit: int) -> list[str]:
    folded = difflib.get_close_matches(word.casefold(), [one.casefold() for one in known], n=limit, cutoff=0.5)
    return [one for one in known if one.casefold() in folded][:limit]


def near_text(word: str, candidates: Iterable[str]) -> Text:
    """Return the same for a page or an answer, in both languages."""
    said = near_matches(word, candidates)
    return Text(functools.reduce(lambda text, pair: text.replace(*pair), _VIETNAMESE, said), said)


def near_matches(word: str, candidates: Iterable[str], limit: int = 3) -> str:
    """Return `did you mean a, b?` for the candidates closest to `word`, or the whole short list."""
    known = sorted(set(candidates))
    same = [one for one in known if one.casefold() == word.casefold()]
    close = same or difflib.get_close_matches(word, known, n=limit, cutoff=0.5) or _folded(word, known, limit)
    if close:
        return f"did you mean {', '.join(close)}?"
    if 0 < len(known) <= 12:
        return f"known: {', '.join(known)}"
    return f"known: {len(known)} others, none of them close"
