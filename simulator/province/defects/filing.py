"""Defects of how typed text is kept."""

import unicodedata
from collections.abc import Sequence

from simulator.province.people import without_marks
from simulator.province.seams import Seams


class StripsDiacritics(Seams):
    """The database has a single-byte column; marks are removed before storing."""

    def stored_text(self, field_type: str, text: str) -> str:
        """Store the text without marks."""
        return without_marks(super().stored_text(field_type, text))


class DropsLeadingZero(Seams):
    """Telephone numbers are kept in a column for whole numbers."""

    def stored_text(self, field_type: str, text: str) -> str:
        """Store a telephone number as a number."""
        text = super().stored_text(field_type, text)
        return str(int(text)) if field_type == "phone" and text.isdecimal() else text


class DecomposesText(Seams):
    """A component on the way decomposes letters (the habit of one file system)."""

    def stored_text(self, field_type: str, text: str) -> str:
        """Store the text in normal form D."""
        return unicodedata.normalize("NFD", super().stored_text(field_type, text))


class TurnsAwayInOutage(Seams):
    """Without an answer of the registry the submission ends in an error; the citizen has to come back."""

    def is_taken_without(self, silent: Sequence[str]) -> bool:
        """Take nothing."""
        del silent
        return False
