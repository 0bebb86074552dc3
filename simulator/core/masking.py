"""Hides a personal number that could belong to somebody.

A personal identification number has twelve digits and begins with a three-digit code of the place of birth, a 0
first. The synthetic country uses 099, which no place has; those stay readable. Anything longer or shorter is no
personal number: times, dossier codes, phone numbers.
"""

import re

_POSSIBLY_REAL = re.compile(r"0(?<![0-9A-Za-z]0)(?<![0-9A-Fa-f]{4}-0)(?!99)[0-9]{11}(?![0-9A-Za-z])")
"""The last group of a UUID has twelve digits too, and by chance all of them are decimal; it is no personal number.

It begins with one certain digit, and looks back from behind it, because that digit is looked for fast."""

_DIGITS = 12


def mask_text(text: str) -> str:
    """Return the text with all but the last three digits of each possibly real personal number hidden."""
    if len(text) < _DIGITS:
        return text
    return _POSSIBLY_REAL.sub(lambda found: "*" * 9 + found[0][-3:], text)


def possibly_real_numbers(text: str) -> int:
    """Return how many different personal numbers outside the synthetic range the text holds."""
    return len(set(_POSSIBLY_REAL.findall(text)))


def holds_possibly_real_number(text: str) -> bool:
    """Return whether the text holds a personal number outside the synthetic range."""
    return _POSSIBLY_REAL.search(text) is not None
