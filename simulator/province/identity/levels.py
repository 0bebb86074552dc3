"""The four levels of authentication (Decree 69/2024/NĐ-CP) and the words for them in `acr`."""

from collections.abc import Mapping

LOWEST, HIGHEST = 1, 4
SERVICE_LEVEL = 2
"""What an online public service asks of a login: two different factors."""


def level_of(acr: object, words: Mapping[int, str]) -> int:
    """Return the level that a word stands for; 0 for a word that is not known, and for none."""
    return next((level for level, word in words.items() if word == acr), 0)


def level_asked(text: str) -> int:
    """Return the level of a request; what is no level asks for the usual one."""
    return int(text) if text in ("1", "2", "3", "4") else SERVICE_LEVEL
