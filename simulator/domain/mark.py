"""How well a fact is known. The mark travels with the fact into every verdict that rests on it."""

from enum import Enum


class Mark(Enum):
    """SEEN was read in a public source; ASSUMED is our own design where no source was found."""

    SEEN = "SEEN"
    RECALLED = "RECALLED"
    UNSURE = "UNSURE"
    ASSUMED = "ASSUMED"

    @property
    def can_fail(self) -> bool:
        """Return whether a finding that rests on this fact may be a FAIL; else it is capped at WARN."""
        return self is Mark.SEEN
