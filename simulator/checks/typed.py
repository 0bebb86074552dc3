"""What the citizen typed arrives unchanged, code point for code point, wherever it is shown."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.checks.blocked import no_dossier
from simulator.checks.comparing import KINDS, attribute_of, folded, same_as, same_date
from simulator.checks.seen import dossier_code, owns
from simulator.core.text import Text
from simulator.domain.evidence import Evidence
from simulator.domain.outcome import Finding, Judgement
from simulator.domain.service import Service

_OWNER_NAMES = {
    "applicant.full_name": "owner_name",
    "applicant.phone": "phone",
    "applicant.email": "email",
    "applicant.personal_id": "owner_id",
}
"""Datum -> the name under which a dossier row carries it for the dossier's owner."""

_CODED_TYPES = ("enum", "group", "list", "file", "boolean", "datetime")
"""Types whose text may be cut up or coded on the way, so that code points prove nothing."""

_KIND_OF_TYPE = {"date": "date", "phone": "phone", "personal_id": "number", "address2": "address"}
"""Type of a field -> how its values are compared, for an attribute that `KINDS` does not know."""

PLACES = {
    "province": Text("trang xem hồ sơ của hệ thống", "the system's own page of the dossier"),
    "portal": Text("trang theo dõi hồ sơ trên Cổng", "the portal's page of the dossier"),
    "dossier_report": Text("bản ghi hồ sơ gửi lên Cổng", "the dossier row sent to the portal"),
}


@dataclass(frozen=True)
class _Text:
    typed: str
    after: int
    """The exchange before which an older text still stood there."""


@dataclass(frozen=True)
class _Shown:
    place: str
    value: str
    exchange: int


def typed_data_unchanged(evidence: Evidence) -> Judgement:
    """Judge each typed text in each place that shows it; a place that does not show it proves nothing."""
    blocked = no_dossier(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    typed = _typed(evidence)
    if not typed:
        return Judgement(findings=(Finding("nothing_typed", settles=False),))
    shown = [
        (datum, text.typed, place)
        for datum, text in typed.items()
        for place in _shown(evidence, datum)
        if place.exchange > text.after
    ]
    if not shown:
        return Judgement(findings=(Finding("typed_not_shown", {"datums": ", ".join(typed)}, settles=False),))
    service = evidence.service
    found = {(datum, place.place): _changed(service, datum, text, place) for datum, text, place in shown}
    witness = tuple(dict.fromkeys(place.exchange for _, _, place in shown))
    return Judgement(witness, tuple(finding for key, finding in found.items() if finding and not _is_echo(found, key)))


def _is_echo(found: Mapping[tuple[str, str], Finding | None], key: tuple[str, str]) -> bool:
    """Return whether the portal only shows what the dossier row had brought it: one cause is one red line."""
    datum, place = key
    return place == "portal" and found.get((datum, "dossier_report")) is not None


def _typed(evidence: Evidence) -> dict[str, _Text]:
    """Return the typed texts that are not the choice of a code; what was stated anew later takes the older's place."""
    coded = {field.datum for field in evidence.service.fields if field.type in _CODED_TYPES or field.choices}
    code = dossier_code(evidence)
    sent = [fact for fact in evidence.of("submission", "supplement") if fact.get("accepted") and owns(fact, code)]
    return {
        str(datum): _Text(str(text), fact.exchange if fact.kind == "supplement" else 0)
        for fact in sent
        for datum, text in dict(fact.get("typed") or {}).items()
        if text and datum not in coded
    }


def _shown(evidence: Evidence, datum: str) -> Iterator[_Shown]:
    code = dossier_code(evidence)
    name = _OWNER_NAMES.get(datum, "")
    for fact in evidence.of("dossier_view", "dossier_report"):
        if not owns(fact, code):
            continue
        place = str(fact.get("place") or fact.kind)
        for row in fact.get("fields") or ():
            if row.get("datum") == datum:
                yield _Shown(place, str(row.get("value") or ""), fact.exchange)
        if fact.get(name):
            yield _Shown(place, str(fact.get(name)), fact.exchange)


def _changed(service: Service, datum: str, typed: str, shown: _Shown) -> Finding | None:
    kind = _kind(service, datum)
    if shown.value == typed or _is_only_written_otherwise(kind, typed, shown.value):
        return None
    code = _kind_of_change(kind, typed, shown.value)
    return Finding(
        code,
        {"datum": datum, "typed": typed, "shown": shown.value or "–", "place": PLACES.get(shown.place, shown.place)},
        where=f"{shown.place} {datum}",
        expected=_with_code_points(typed, shown.value),
        found=_with_code_points(shown.value, typed),
        exchanges=(shown.exchange,),
        assumed=code == "typed_reformatted",
    )


def _kind(service: Service, datum: str) -> str:
    types = {field.datum: field.type for field in service.fields}
    return KINDS.get(attribute_of(datum)) or _KIND_OF_TYPE.get(types.get(datum, ""), "")


def _is_only_written_otherwise(kind: str, typed: str, shown: str) -> bool:
    """Return whether the difference is one of notation: a name in capitals, a date in another order."""
    if kind == "date":
        return same_date(typed, shown)
    return kind == "text" and typed.upper() == shown.upper()


def _kind_of_change(kind: str, typed: str, shown: str) -> str:
    """Return the finding code that says best what happened to the text."""
    if not shown:
        return "typed_lost"
    if shown != unicodedata.normalize("NFC", shown) and folded(shown) == folded(typed):
        return "not_nfc"
    if shown.isdigit() and typed.lstrip("0") == shown:
        return "leading_zero_lost"
    if folded(typed) != folded(shown) and _without_marks(typed) == _without_marks(shown):
        return "marks_changed"
    return "typed_reformatted" if same_as(kind, typed, shown) else "typed_changed"


def _without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return folded("".join(letter for letter in plain if not unicodedata.combining(letter)))


def _with_code_points(text: str, other: str) -> str:
    """Return the text; with the code points from the first difference on when the eye could not tell the two apart."""
    if not text or unicodedata.normalize("NFC", text) != unicodedata.normalize("NFC", other):
        return text or "–"
    first = next((at for at, (here, there) in enumerate(zip(text, other, strict=False)) if here != there), 0)
    return f"{text} [{' '.join(f'U+{ord(letter):04X}' for letter in text[first : first + 4])}]"
