"""Marks where two short texts differ, also where the eye sees no difference."""

import difflib
import re
import unicodedata
from dataclasses import dataclass

_LONGEST = 2_000
_WORTH_MARKING = 0.3
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")

Part = tuple[str, bool]
"""A piece of text, and whether it differs."""


@dataclass(frozen=True)
class Difference:
    """Expected and found, cut into pieces."""

    expected: tuple[Part, ...]
    found: tuple[Part, ...]
    code_points: tuple[str, str] | None
    """The first differing letters as code points, when both texts look the same."""


def difference(expected: str, found: str) -> Difference:
    """Return the two texts with their differing pieces marked; texts with little in common are left whole."""
    whole = Difference(((expected, False),), ((found, False),), _code_points(expected, found))
    if not expected or not found or max(len(expected), len(found)) > _LONGEST:
        return whole
    before, after = _WORDS.findall(expected), _WORDS.findall(found)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if _common(before, matcher) < _WORTH_MARKING * max(len(expected), len(found)):
        return whole
    left: list[Part] = []
    right: list[Part] = []
    for kind, from_left, to_left, from_right, to_right in matcher.get_opcodes():
        left.append(("".join(before[from_left:to_left]), kind != "equal"))
        right.append(("".join(after[from_right:to_right]), kind != "equal"))
    return Difference(_kept(left), _kept(right), whole.code_points)


def _common(words: list[str], matcher: difflib.SequenceMatcher[str]) -> int:
    """Return how many letters and digits both texts share, in order."""
    same = (words[at] for block in matcher.get_matching_blocks() for at in range(block.a, block.a + block.size))
    return sum(len(word) for word in same if word[0].isalnum())


def _kept(parts: list[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part[0])


def _code_points(expected: str, found: str) -> tuple[str, str] | None:
    same_look = unicodedata.normalize("NFC", expected) == unicodedata.normalize("NFC", found)
    if expected == found or not same_look:
        return None
    start = next((at for at, (one, other) in enumerate(zip(expected, found, strict=False)) if one != other), 0)
    return _named(expected[start : start + 3]), _named(found[start : start + 3])


def _named(letters: str) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in letters)
