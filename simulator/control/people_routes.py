"""Routes by which a tester plays the citizen who asks a system something, or complains about it."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from simulator.control.body import bad_request, json_object, text_of, texts_by_name
from simulator.control.envelope import answer
from simulator.control.known_province import known_province
from simulator.core.ids import random_id
from simulator.domain.petition import Attachment, Petition
from simulator.domain.question import Asker, KeptQuestion, Question
from simulator.session.petitions import Petitions
from simulator.session.questions import Questions
from simulator.web.national import National

_ASKER = ("name", "address", "email", "phone")


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the routes of questions and complaints."""
    questions, petitions = Questions(national.db), Petitions(national.db)

    @admin.post("/questions")
    def ask_question() -> Response:
        body = json_object()
        province = known_province(national, text_of(body, "province"))
        with national.db.write() as tx:
            number = questions.put(tx, province.id, _question(body))
        return answer({"question": str(number), "position": national.db.position})

    @admin.get("/questions")
    def show_questions() -> Response:
        province = known_province(national, request.args.get("province", ""))
        return answer({"questions": [_shown(one) for one in questions.all(national.db.read, province.id)]})

    @admin.post("/petitions")
    def send_petition() -> Response:
        body = json_object()
        province = known_province(national, text_of(body, "province"))
        petition = _petition(body)
        with national.db.write() as tx:
            paths = petitions.keep(tx, province.id, petition)
        return answer({"petition": petition.id, "paths": paths, "position": national.db.position})


def _question(body: Mapping[str, Any]) -> Question:
    asker = texts_by_name(body, "asker")
    if unknown := sorted(set(asker) - set(_ASKER)):
        raise bad_request(f"asker.{unknown[0]}", f"one of {', '.join(_ASKER)}")
    return Question(
        text=text_of(body, "text"),
        field_code=text_of(body, "field", ""),
        procedure_code=text_of(body, "procedure", ""),
        asker=Asker(**asker),
    )


def _shown(kept: KeptQuestion) -> dict[str, str]:
    one = kept.question
    return {"question": kept.shown_id, "from": one.origin, "text": one.text, "answer": kept.answer}


def _petition(body: Mapping[str, Any]) -> Petition:
    rows = body.get("files")
    if not isinstance(rows, list) or not rows:
        raise bad_request("files", "a list of {name, media_type, text or base64}")
    return Petition(random_id("pa"), text_of(body, "text", ""), tuple(_attachment(row) for row in rows))


def _attachment(row: Any) -> Attachment:
    if not isinstance(row, Mapping):
        raise bad_request("files", "a list of {name, media_type, text or base64}")
    name = text_of(row, "name")
    if "/" in name:
        raise bad_request("files.name", "a file name without /")
    media_type = text_of(row, "media_type", "application/octet-stream")
    if "text" in row:
        return Attachment(name, media_type, text_of(row, "text", "").encode())
    try:
        return Attachment(name, media_type, base64.b64decode(text_of(row, "base64"), validate=True))
    except binascii.Error:
        raise bad_request("files.base64", "base64") from None
