"""What a tester says when asked what she saw: yes or no as the page was, and nothing about what it did not show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

PLACES = {"full_name": "name", "personal_id": "number", "phone": "phone", "email": "email", "residence": "address"}
"""Last part of a datum about the applicant -> what the system's form asks."""


@dataclass(frozen=True)
class Seen:
    """What the pages of one item showed."""

    filled: Mapping[str, str]
    """What the form asks -> what it had filled in."""
    fee: str = ""
    page: str = ""
    reason: str = ""
    """What the officer had written on this dossier."""


def answers_of(item: Mapping[str, Any], seen: Seen) -> dict[str, str]:
    """Return question -> yes or no; a question about something that no page showed stays open."""
    found = {one["id"]: _LOOKS[one["id"]](item, seen, one) for one in item["questions"] if one["id"] in _LOOKS}
    return {name: "yes" if good else "no" for name, good in found.items() if good is not None}


def _lines(item: Mapping[str, Any], seen: Seen) -> list[tuple[Mapping[str, Any], str]]:
    """Return (line, what the form had filled in for it) of the applicant's lines that the form has a place for."""
    found = []
    for line in item["type"]:
        subject, _, attribute = line["datum"].partition(".")
        place = PLACES.get(attribute, "") if subject == "applicant" else ""
        if place in seen.filled:
            found.append((line, seen.filled[place]))
    return found


def _known(item: Mapping[str, Any], seen: Seen, _question: Mapping[str, Any]) -> bool | None:
    return all(filled for line, filled in _lines(item, seen) if line["known"])


def _true(item: Mapping[str, Any], seen: Seen, _question: Mapping[str, Any]) -> bool | None:
    return all(filled == line["value"] for line, filled in _lines(item, seen) if filled)


def _learnt(item: Mapping[str, Any], seen: Seen, _question: Mapping[str, Any]) -> bool | None:
    return all(filled == line["value"] for line, filled in _lines(item, seen) if not line["known"])


def _papers(_item: Mapping[str, Any], _seen: Seen, _question: Mapping[str, Any]) -> bool | None:
    # She got as far as the number of the dossier with the papers that she was told to bring, and no other.
    return True


def _fee(_item: Mapping[str, Any], seen: Seen, question: Mapping[str, Any]) -> bool | None:
    return f" {seen.fee} " in question["text"]["vi"] if seen.fee else None


def _reason(_item: Mapping[str, Any], seen: Seen, _question: Mapping[str, Any]) -> bool | None:
    return seen.reason in _words(seen.page) if seen.reason else None


def _typed(item: Mapping[str, Any], seen: Seen, _question: Mapping[str, Any]) -> bool | None:
    return all(_words(line["value"]) in _words(seen.page) for line in item["type"] if not line["known"])


def _words(text: str) -> str:
    return " ".join(text.split())


_LOOKS: Mapping[str, Callable[..., bool | None]] = {
    "known_data_not_asked": _known,
    "prefilled_data_true": _true,
    "learnt_not_asked": _learnt,
    "replaced_paper_not_asked": _papers,
    "accepted_without_replaced_paper": _papers,
    "place_names_not_proven": _papers,
    "fee_as_published": _fee,
    "reason_reaches_citizen": _reason,
    "typed_data_unchanged": _typed,
    "supplement_asked_once": _reason,
}
