"""What two findings have in common when they say the same about different dossiers.

A sentence of a check names a dossier, a person, a datum or a moment; all of that differs from cell to cell and from
run to run, and what is left is the cause.
"""

import re

_NAMES_ONE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # identifiers
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.+-]+"  # moments
    r"|\b[0-9A-Z]+(?:[.-][0-9A-Z]+)+\b"  # dossier codes
    r"|[0-9]{5,}"  # numbers of persons, phones, times
    r"|#[0-9]+"  # exchanges
    r"|\?\S+"  # queries of addresses
    r"|[A-Za-z0-9_-]{24,}"  # tokens
    r"|“[^”]*”"  # what somebody typed, and names
    r"|\b(?!hooks\.)[a-z_]+\.[a-z_]+\b"  # data, such as applicant.residence
    r"|\b(?:VNEID|[A-Z]+(?:_[A-Z]+)+)(?:, (?:VNEID|[A-Z]+(?:_[A-Z]+)+))*"  # the sources that hold them
    r"|[0-9]+(?:, [0-9]+)+"  # what was seen instead
    r"|[0-9]+ time\(s\)"
)


def likeness(sentence: str) -> str:
    """Return the sentence with `…` for each thing that only names one case."""
    return _NAMES_ONE.sub("…", sentence)
