"""Routes of the work list: what people are asked to do at systems that no program drives, and what they answered."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Blueprint, Request, Response, request

from simulator.control import work
from simulator.control.body import json_object, text_of
from simulator.control.envelope import AdminError, answer, not_found
from simulator.control.work_answer import MOST_BODY_BYTES, too_large
from simulator.core.text import Text
from simulator.session.work import WorkFile, WorkItem
from simulator.web.national import National

_LIST = "/work"
_ITEM = f"{_LIST}/<item>"
_FILTERS = ("run", "province", "status", "group", "session")
_PREFIX = "answers."
"""In a form a question is a field of its own: `answers.<question>`."""


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the routes of the work list."""

    @admin.get(_LIST)
    def list_work() -> Response:
        return answer(work.work_list(national, {name: request.args.get(name) or None for name in _FILTERS}))

    @admin.get(_ITEM)
    def show_work(item: str) -> Response:
        return _answer(national, work.find_item(national, item))

    @admin.post(f"{_ITEM}/take")
    def take(item: str) -> Response:
        return _answer(national, work.take_item(national, item, text_of(json_object(), "by")))

    @admin.post(f"{_ITEM}/release")
    def release(item: str) -> Response:
        text_of(json_object(), "by")
        return _answer(national, work.release_item(national, item))

    @admin.post(f"{_ITEM}/answer")
    def answer_work(item: str) -> Response:
        body, upload = _sent(national)
        return _answer(national, work.answer_item(national, item, body, upload))

    @admin.get(f"{_ITEM}/screenshot")
    def screenshot(item: str) -> Response:
        work.find_item(national, item)
        return file_response(national, item)


def is_answer_form(national: National, asked: Request) -> bool:
    """Return whether a request is the form of an answer, sent from a page of ours: a page of others names itself.

    A page of ours has the public address, whatever name a proxy puts into the request.
    """
    is_form = asked.mimetype == "multipart/form-data" and asked.path.endswith("/answer")
    origin = asked.headers.get("Origin", "")
    public = urlsplit(national.public_url).netloc or asked.host
    foreign = asked.headers.get("Sec-Fetch-Site", "") in ("cross-site", "same-site")
    return is_form and not foreign and (not origin or urlsplit(origin).netloc in (asked.host, public))


def file_response(national: National, item: str) -> Response:
    """Return the file of an answer as it came; a browser shows it and never runs anything in it."""
    file = national.work.file(item)
    if file is None:
        raise not_found("no_screenshot", Text("tệp của việc", "file of work item"), item, ())
    return Response(
        file.content,
        mimetype=file.media_type,
        headers={
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(file.name)}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


def form_answer(asked: Request) -> tuple[Mapping[str, Any], WorkFile | None]:
    """Return the answer of a form, and the file of its field `screenshot`."""
    fields = asked.form.to_dict()
    answers = {name.removeprefix(_PREFIX): text for name, text in fields.items() if name.startswith(_PREFIX)}
    plain = {name: text for name, text in fields.items() if not name.startswith(_PREFIX)}
    sent = asked.files.get("screenshot")
    content = sent.read() if sent is not None else b""
    file = WorkFile(sent.filename or "", "", content) if sent is not None and content else None
    return {**plain, "answers": answers}, file


def _sent(national: National) -> tuple[Mapping[str, Any], WorkFile | None]:
    if (request.content_length or 0) > MOST_BODY_BYTES:
        raise too_large()
    request.max_content_length = MOST_BODY_BYTES
    if request.mimetype != "multipart/form-data":
        return json_object(), None
    if not is_answer_form(national, request):
        raise AdminError(
            403, "foreign_page", Text("Biểu mẫu đến từ trang khác.", "The form comes from a page that is not ours.")
        )
    return form_answer(request)


def _answer(national: National, item: WorkItem) -> Response:
    return answer({"item": work.item_json(national, item)})
