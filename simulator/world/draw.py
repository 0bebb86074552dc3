"""Draws that depend on nothing but (seed, number, purpose).

Each purpose hashes on its own, so a new attribute never changes the old ones, and neither the process nor the
order of the draws matters (Python's `random` and `hash` promise neither across versions).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Draw:
    """The dice of one person."""

    seed: int
    number: int

    def below(self, limit: int, purpose: str) -> int:
        """Return a whole number from 0 to `limit` - 1."""
        digest = hashlib.sha256(f"{self.seed}/{self.number}/{purpose}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % limit

    def pick(self, choices: Sequence[T], purpose: str) -> T:
        """Return one of `choices`, all equally likely."""
        return choices[self.below(len(choices), purpose)]

    def weighted(self, weights: Mapping[str, int], purpose: str) -> str:
        """Return a key of `weights`, as likely as its weight."""
        left = self.below(sum(weights.values()), purpose)
        for choice, weight in weights.items():
            left -= weight
            if left < 0:
                return choice
        raise AssertionError("unreachable: the weights were summed above")
