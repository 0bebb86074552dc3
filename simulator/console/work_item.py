"""One work item: everything it tells, taking it, giving it back, and the form of the answer."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request

from simulator.console.desk import Desk
from simulator.console.entering import go_on, require_form
from simulator.console.shown import written_time
from simulator.console.work import as_text, next_open, service_name
from simulator.control.envelope import AdminError
from simulator.control.work import answer_item, find_item, item_json, release_item, take_item
from simulator.control.work_answer import MOST_BODY_BYTES, MOST_FILE_BYTES
from simulator.control.work_routes import file_response, form_answer
from simulator.session.work import WorkItem
from simulator.web.pages import language

NAME_COOKIE = "dvcsim_by"
"""Keeps who answers, so that nobody types a name for each item."""
_YEAR_SECONDS = 31_536_000


def add_routes(console: Blueprint, desk: Desk) -> None:
    """Add the page of an item and its forms."""
    national = desk.national

    @console.get("/console/work/<item>")
    def work_item(item: str) -> Response:
        return _page(desk, find_item(national, item))

    @console.get("/console/work/<item>/screenshot")
    def work_screenshot(item: str) -> Response:
        find_item(national, item)
        return file_response(national, item)

    @console.post("/console/work/<item>/take")
    def take_work(item: str) -> Response:
        return _change(desk, item, lambda: take_item(national, item, _by(desk)))

    @console.post("/console/work/<item>/release")
    def release_work(item: str) -> Response:
        return _change(desk, item, lambda: release_item(national, item))

    @console.post("/console/work/<item>/answer")
    def answer_work(item: str) -> Response:
        request.max_content_length = MOST_BODY_BYTES
        return _change(desk, item, lambda: answer_item(national, item, *form_answer(request)), answered=True)


def _change(desk: Desk, item: str, act: Callable[[], WorkItem], answered: bool = False) -> Response:
    require_form(desk.national)
    found = find_item(desk.national, item)
    try:
        done = act()
    except AdminError as error:
        return _page(desk, find_item(desk.national, found.id), error)
    onward = f"/console/work/{done.id}"
    if answered:
        following = next_open(desk, item_json(desk.national, done))
        onward = f"/console/work/{following}?answered={done.id}" if following else f"/console/work?answered={done.id}"
    response = go_on(onward)
    if by := request.form.get("by", "").strip():
        response.set_cookie(NAME_COOKIE, by[:120], _YEAR_SECONDS, httponly=True, samesite="Lax")
    return response


def _by(desk: Desk) -> str:
    by = request.form.get("by", "").strip()
    if not by:
        raise AdminError(400, "bad_request", desk.pages.text("work_by_missing"))
    return by


def _page(desk: Desk, item: WorkItem, error: AdminError | None = None) -> Response:
    told = item_json(desk.national, item)
    return desk.pages.page(
        "work_item.html",
        error.status if error else 200,
        item=told,
        is_open=item.is_open,
        province=desk.province(item.province),
        service=service_name(desk, told),
        error=error.text if error else None,
        typed=request.form if error else _typed_before(told),
        answered=desk.national.work.get(request.args.get("answered", "")),
        has_file=desk.national.work.file(item.id) is not None,
        most_megabytes=MOST_FILE_BYTES // 1024 // 1024,
        as_text=as_text,
        written_time=written_time,
        # An address of a claim sheet becomes a link only if a browser would fetch it.
        is_link=lambda address: address.startswith(("http://", "https://")),
        **({"other_address": f"/console/work/{item.id}?lang={_other()}"} if error else {}),
    )


def _typed_before(item: Mapping[str, Any]) -> Mapping[str, str]:
    return {"by": item["taken_by"] or request.cookies.get(NAME_COOKIE, ""), "dossier_code": item["dossier_code"]}


def _other() -> str:
    return "en" if language() == "vi" else "vi"
