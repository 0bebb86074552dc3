"""Turns what the user typed (ids, globs, sets) into ids, and names near matches for what is unknown."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from simulator.core.errors import ConfigurationError, near_matches


def select(
    flag: str, wanted: Iterable[str], known: Iterable[str], sets: Mapping[str, Iterable[str]] | None = None
) -> tuple[str, ...]:
    """Return the known ids that were asked for, in their own order; all of them when nothing was asked for."""
    ids = list(known)
    groups = sets or {}
    patterns: list[str] = []
    for word in wanted:
        members = [one for one in groups.get(word, ()) if one in ids]
        if members:
            patterns += members
        elif any(fnmatchcase(one, word) for one in ids):
            patterns.append(word)
        else:
            raise ConfigurationError(f"{flag} {word}", "matches nothing", near_matches(word, [*ids, *groups]))
    return tuple(one for one in ids if not patterns or any(fnmatchcase(one, pattern) for pattern in patterns))
