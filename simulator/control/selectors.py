"""Selectors that read much like one that finds nothing."""

import difflib
import re
from collections.abc import Iterable

_MARKS = re.compile(r"[^a-z0-9]+")
_MOST = 3


def near_selectors(selector: str, known: Iterable[str]) -> str:
    """Return `did you mean #a, [name="b"]?`, told by their letters and digits alone; else how many there are."""
    bare = {_bare(one): one for one in known}
    close = difflib.get_close_matches(_bare(selector), bare, n=_MOST, cutoff=0.5)
    if close:
        return f"did you mean {', '.join(bare[one] for one in close)}?"
    return f"{len(bare)} ids and names are on the page, none of them close"


def _bare(selector: str) -> str:
    return _MARKS.sub("", re.sub(r"^\[(name|id)=", "", selector.casefold()))
