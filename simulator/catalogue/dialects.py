"""Dialects from `contracts/dialects/*.yaml`; one that is like another says only what differs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulator.catalogue.documents import Document
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.domain.dialect import (
    ANSWERS,
    Called,
    Dialect,
    Door,
    Facade,
    PaymentManner,
    Rename,
    Rewrite,
    Tolerance,
)
from simulator.domain.dialect_sign import Sign
from simulator.domain.mark import Mark

_SUCCESS, _DUPLICATE = "thành công", "đã tồn tại"
_OWN = ("id", "title", "signs", "like")
"""What a dialect does not take from the one that it is like."""


def dialects_of(documents: Sequence[Document], found: list[DataFileError]) -> dict[str, Dialect]:
    """Return the dialects of documents that follow their schema; note what is wrong in the others."""
    by_id = {str(document.data["id"]): document for document in documents}
    result: dict[str, Dialect] = {}
    for document in documents:
        errors = list(_problems(document, by_id))
        found.extend(errors)
        if not errors:
            dialect = _dialect_of(_whole(document.data, by_id))
            result[dialect.id] = dialect
    return result


def _whole(data: Mapping[str, Any], by_id: Mapping[str, Document]) -> dict[str, Any]:
    if "like" not in data:
        return dict(data)
    base = _whole(by_id[data["like"]].data, by_id)
    kept = {name: value for name, value in base.items() if name not in _OWN}
    return {**kept, **data, "answers": {**base["answers"], **data.get("answers", {})}}


def _problems(document: Document, by_id: Mapping[str, Document]) -> Iterator[DataFileError]:
    yield from _text_problems(document)
    family, asked = document, {str(document.data["id"])}
    while "like" in family.data:
        like = family.data["like"]
        if like not in by_id:
            yield document.unknown(("like",), "dialect", like, list(by_id))
            return
        if like in asked:
            yield document.problem(("like",), f"{like} leads back to itself", "a dialect that is whole")
            return
        family, asked = by_id[like], {*asked, like}
    answers = family.data.get("answers", {})
    for name in ANSWERS if family is document else ():
        if name not in answers:
            yield document.problem(("answers",), f"has no answer {name!r}", f"{name}: ..., or like: default")


def _text_problems(document: Document) -> Iterator[DataFileError]:
    """A known client looks for these words anywhere in the text, so no other answer may hold them."""
    for name, answer in document.data.get("answers", {}).items():
        for words, owner in ((_SUCCESS, "ok"), (_DUPLICATE, "duplicate")):
            if name != owner and words in answer["message"].lower():
                path = ("answers", name, "message")
                found = f"a refusal that holds {words!r}" if owner == "ok" else f"holds {words!r}"
                yield document.problem(path, found, f"a text that no client takes for {owner!r}")
        if document.data.get("codes") == "number" and not answer["code"].lstrip("-").isdigit():
            yield document.problem(("answers", name, "code"), f"{answer['code']!r} is no whole number", "-1")


def _dialect_of(data: Mapping[str, Any]) -> Dialect:
    answers = data["answers"]
    return Dialect(
        id=data["id"],
        title=Text.of(data["title"]),
        answers={name: answers[name]["code"] for name in ANSWERS},
        messages={name: answers[name]["message"] for name in ANSWERS},
        marks={name: Mark(answers[name]["mark"]) for name in ANSWERS},
        codes_are_numbers=data.get("codes") == "number",
        rows_under=tuple(data.get("rows_under", ("result",))),
        login_without_account="login_without_account" in data,
        renames=tuple(Rename(one["contract"], _parts(one["field"]), one["to"]) for one in data.get("renames", ())),
        tolerances=tuple(_tolerance(one) for one in data.get("tolerates", ())),
        rewrites=tuple(_rewrite(one) for one in data.get("rewrites", ())),
        added_steps=frozenset(data.get("added_steps", {}).get("statuses", ())),
        never_tells=frozenset(one["what"] for one in data.get("never_tells", ())),
        facade=_facade(data["facade"]) if "facade" in data else None,
        called=_called(data.get("called", {})),
        payment=_payment(data.get("payment", {})),
        signs=tuple(_sign(one) for one in data.get("signs", ())),
    )


def _tolerance(one: Mapping[str, Any]) -> Tolerance:
    values, kinds = tuple(one.get("values", ())), tuple(one.get("kinds", ()))
    return Tolerance(one["contract"], one["field"], values, bool(one.get("absent")), kinds)


def _rewrite(one: Mapping[str, Any]) -> Rewrite:
    return Rewrite(one["status"], one["told_as"], Mark(one["mark"]), one["source"])


def _facade(data: Mapping[str, Any]) -> Facade:
    doors = tuple(
        Door(
            path=one["path"],
            method=one["method"],
            service=one["service"],
            body=one.get("body", ""),
            query=dict(one.get("query", {})),
            fixed=dict(one.get("set", {})),
            mark=Mark(one["mark"]),
            fields=dict(one.get("fields", {})),
            setting=one.get("setting", ""),
            gives_file=one.get("answers") == "file",
        )
        for one in data["doors"]
    )
    return Facade(doors, data["rows_in"], tuple(data.get("agency_in", ())))


def _called(data: Mapping[str, Any]) -> Called:
    return Called(dict(data.get("envelope", {})), data.get("day", ""), data.get("taken", "error_code"))


def _payment(data: Mapping[str, Any]) -> PaymentManner:
    return PaymentManner(data.get("answers_in") == "message", data.get("bill") == "pdf")


def _sign(one: Mapping[str, Any]) -> Sign:
    return Sign(
        id=one["id"],
        title=Text.of(one["title"]),
        mark=Mark(one["mark"]),
        weight=one["weight"],
        against=bool(one.get("against")),
        path=one.get("path", ""),
        header=one.get("header", ""),
        query=one.get("query", ""),
        operation=one.get("operation", ""),
        has=_parts(one.get("has", "")),
        lacks=_parts(one.get("lacks", "")),
        values=tuple(one.get("values", ())),
    )


def _parts(pointer: str) -> tuple[str, ...]:
    return tuple(pointer.split("/")[1:])
