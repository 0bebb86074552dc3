"""What two findings have in common.

Two dossiers with one cause: a sentence of a check names a dossier, a person, a datum or a moment, and what is left
when these are taken out is the cause. Two runs of one finding: only what differs from run to run may be taken out;
which datum, which paper and which procedure it is about stays, for who accepts one accepts no other.
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

_OF_ONE_RUN = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # identifiers
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.+-]+"  # moments
    r"|\b[0-9A-Z]+(?:\.[0-9A-Z]+)*-[0-9]{6}-[0-9]+\b"  # dossier codes: agency-yymmdd-number
    r"|(?<![0-9.])[0-9]{5,}"  # numbers of persons, phones, times; not 1.001193, which is a procedure
    r"|#[0-9]+"  # exchanges
    r"|\?\S+"  # queries of addresses
    r"|\b(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{24,}"  # tokens
    r"|(?<![0-9.])[0-9]+(?:, [0-9]+)+(?!\.?[0-9])"  # what was seen instead; not `1.0, 3.1`, the place of a rule
    r"|[0-9]+ time\(s\)"
)
_QUOTED = re.compile(r"“[^”]*”")


def likeness(sentence: str) -> str:
    """Return the sentence with `…` for each thing that only names one case."""
    return _NAMES_ONE.sub("…", sentence)


def lasting(sentence: str) -> str:
    """Return the sentence with `…` for each thing that differs from run to run."""
    return _OF_ONE_RUN.sub("…", sentence)


def unquoted(sentence: str) -> str:
    """Return the sentence with `…` for each quotation, which may be what somebody typed."""
    return _QUOTED.sub("…", sentence)
