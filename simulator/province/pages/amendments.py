"""Supplementing and withdrawing a dossier: JSON for programs, a page each for people."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, request

from simulator.province.archive import NO_DOSSIER
from simulator.province.config import SUBMIT
from simulator.province.desk import Answer
from simulator.province.dossier import Dossier
from simulator.province.logins import Login
from simulator.province.pages.dossiers import LOG_IN, supplement_path, uploaded, withdraw_path
from simulator.province.pages.login import current_login, send_to_login
from simulator.province.pages.replies import go, json_reply, page, problem, wants_json
from simulator.province.submission import SubmissionRefused, content_from_wire
from simulator.province.system import ProvinceSystem


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the pages by which a citizen changes a dossier."""
    pages = Blueprint("amendments", __name__)

    @pages.route(f"{SUBMIT}/<code>/bo-sung", methods=["GET", "POST"])
    def supplement(code: str) -> Response:
        login = current_login(system)
        if login is None:
            return _log_in(system)
        if request.method == "GET":
            return _supplement_page(system, login, code)
        return _take_json(system, login, code) if request.is_json else _take_page(system, login, code)

    @pages.route(f"{SUBMIT}/<code>/rut", methods=["GET", "POST"])
    def withdraw(code: str) -> Response:
        login = current_login(system)
        if login is None:
            return _log_in(system)
        if request.method == "GET":
            return _withdraw_page(system, login, code)
        asked = _asked()
        answer = system.amendments.withdraw(login.personal_id, code, _text(asked, "request_id"), _text(asked, "reason"))
        return _done(code, answer)

    return pages


def _log_in(system: ProvinceSystem) -> Response:
    if request.method == "POST" or wants_json():
        return problem(401, "Chưa đăng nhập", LOG_IN)
    return send_to_login(system)


def _supplement_page(
    system: ProvinceSystem, login: Login, code: str, status: int = 200, errors: tuple[Mapping[str, str], ...] = ()
) -> Response:
    dossier = system.archive.find_of(login.personal_id, code)
    if dossier is None:
        return problem(404, "Không có hồ sơ", NO_DOSSIER.format(code=code))
    if dossier.asked is None:
        return problem(409, "Không phải bổ sung", "Hồ sơ không được yêu cầu bổ sung.")
    named = {field.id for field in dossier.fields if field.own and field.id in dossier.asked.fields}
    lines = [field for field in dossier.fields if field.own and (field.id in named or not named)]
    return page(
        "supplement.html",
        status,
        dossier=dossier,
        lines=lines,
        components=_components(system, dossier),
        action=supplement_path(dossier),
        request_id=str(uuid4()),
        errors=errors,
        citizen=login.name,
    )


def _components(system: ProvinceSystem, dossier: Dossier) -> list[tuple[str, str]]:
    """Return (code, name) of what may be handed in: what is asked for, or what the procedure lists and data lack."""
    asked = dossier.asked.components if dossier.asked else ()
    form = system.offer.form(dossier.procedure)
    listed = {part.code: part for part in form.components} if form else {}
    if asked:
        return [(code, listed[code].name if code in listed else code) for code in asked]
    handed_in = {paper.code for paper in dossier.papers}
    papers = (part for part in listed.values() if part.kind == "paper" and not part.replaced_by)
    return [(part.code, part.name) for part in papers if part.code not in handed_in]


def _take_json(system: ProvinceSystem, login: Login, code: str) -> Response:
    asked = _asked()
    if not _text(asked, "supplement_id"):
        return json_reply({"errors": [{"field": "supplement_id", "message": "Thiếu mã lần bổ sung."}]}, 422)
    try:
        values, attached = content_from_wire(asked)
    except SubmissionRefused as refusal:
        return json_reply({"errors": refusal.problems}, 422)
    return _done(
        code, system.amendments.supplement(login.personal_id, code, _text(asked, "supplement_id"), values, attached)
    )


def _take_page(system: ProvinceSystem, login: Login, code: str) -> Response:
    sent = request.form
    values = {name.removeprefix("field."): text for name, text in sent.items() if name.startswith("field.")}
    answer = system.amendments.supplement(
        login.personal_id, code, sent.get("supplement_id", ""), values, tuple(uploaded())
    )
    if answer.status == 422:
        return _supplement_page(system, login, code, 422, tuple(answer.document["errors"]))
    return _done(code, answer)


def _withdraw_page(system: ProvinceSystem, login: Login, code: str) -> Response:
    dossier = system.archive.find_of(login.personal_id, code)
    if dossier is None:
        return problem(404, "Không có hồ sơ", NO_DOSSIER.format(code=code))
    path = withdraw_path(dossier)
    if path is None:
        return problem(409, "Không rút được", "Hồ sơ đã có kết quả hoặc đã kết thúc.")
    citizen = login.name
    return page("withdraw.html", dossier=dossier, action=path, request_id=str(uuid4()), citizen=citizen)


def _done(code: str, answer: Answer) -> Response:
    if wants_json():
        return json_reply(answer.document, answer.status)
    if answer.status == 200:
        return go(f"{SUBMIT}/{code}", 303)
    return problem(answer.status, "Không thực hiện được", str(answer.document.get("message") or ""))


def _asked() -> Mapping[str, Any]:
    document = request.get_json(silent=True) if request.is_json else None
    return document if isinstance(document, dict) else request.form


def _text(asked: Mapping[str, Any], name: str) -> str:
    value = asked.get(name)
    return value if isinstance(value, str) else ""
