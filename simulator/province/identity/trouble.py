"""What a person or a program reads when a login is not taken."""

from dataclasses import dataclass

from simulator.core.text import Text


@dataclass(frozen=True)
class Trouble:
    """One page; `said` is what VNeID said, shown escaped."""

    status: int
    title: Text
    advice: Text
    said: str
    again: str
    """Path that starts the login again; an empty text where there is nothing to start again."""
    retry_after: int = 0
    """Seconds; 0 for none."""
