"""Submitting a dossier and looking at it. A dossier exists for its owner only."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from simulator.province import workflow
from simulator.province.archive import NO_DOSSIER
from simulator.province.codes import national_code
from simulator.province.config import SUBMIT
from simulator.province.dossier import Dossier, Obligation
from simulator.province.logins import Login
from simulator.province.pages.interrupted import keep_and_ask_login
from simulator.province.pages.landing import NOT_OFFERED
from simulator.province.pages.login import current_login, send_to_login
from simulator.province.pages.replies import POLICY, go, json_reply, page, problem, wants_json
from simulator.province.payment.cashier import Account
from simulator.province.shown_form import ShownForm
from simulator.province.submission import Attached, Submission, SubmissionRefused, submission_from_wire
from simulator.province.system import ProvinceSystem

LOG_IN = "Hãy đăng nhập bằng VNeID."


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the pages of a citizen's dossiers."""
    pages = Blueprint("dossiers", __name__)

    @pages.post(SUBMIT)
    def submit() -> Response:
        login = current_login(system)
        if login is None:
            return keep_and_ask_login(system)
        document = request.get_json(silent=True) if request.is_json else None
        if request.is_json and not isinstance(document, dict):
            return problem(400, "Không đọc được", "Nội dung gửi lên không phải là một đối tượng JSON.")
        asked: Mapping[str, Any] = document if isinstance(document, dict) else request.form
        code = national_code(str(asked.get("procedure") or ""))
        eform = system.offer.form(code) if code and system.offer.offers(code) else None
        if eform is None:
            return problem(404, "Không có thủ tục", NOT_OFFERED.format(code=code))
        form = system.forms.shown(login, eform)
        if isinstance(document, dict):
            return _submit_json(system, login, form, document)
        return _submit_page(system, login, form, request.form)

    @pages.get(SUBMIT)
    def mine() -> Response:
        login = current_login(system)
        if login is None:
            return problem(401, "Chưa đăng nhập", LOG_IN) if wants_json() else send_to_login(system)
        dossiers = system.archive.of_owner(login.personal_id)
        return page("dossiers.html", dossiers=dossiers, names=workflow.NAMES, citizen=login.name)

    @pages.get(f"{SUBMIT}/<code>")
    def view(code: str) -> Response:
        login = current_login(system)
        if login is None:
            return problem(401, "Chưa đăng nhập", LOG_IN) if wants_json() else send_to_login(system)
        dossier = system.archive.find_of(login.personal_id, code)
        if dossier is None:
            return problem(404, "Không có hồ sơ", NO_DOSSIER.format(code=code))
        account = system.cashier.account_of(dossier)
        if wants_json():
            return json_reply(view_to_wire(dossier, system.archive.history(code), account))
        shown = page(
            "dossier.html",
            dossier=dossier,
            names=workflow.NAMES,
            history=system.archive.history(code),
            supplement=supplement_path(dossier),
            withdraw=withdraw_path(dossier),
            asked=asked_for(system, dossier),
            account=account,
            citizen=login.name,
        )
        if account is not None and account.pay:
            # A browser checks a form's redirect too, and this one ends at the payment platform.
            shown.headers["Content-Security-Policy"] = POLICY.format(also=f" {system.config.simulator_url}")
        return shown

    return pages


def asked_for(system: ProvinceSystem, dossier: Dossier) -> list[tuple[str, str, str]]:
    """Return (code or field, its id, its name) of what a supplement has to bring."""
    if dossier.asked is None:
        return []
    form = system.offer.form(dossier.procedure)
    names = {part.code: part.name for part in form.components} if form else {}
    labels = {field.id: field.label for field in dossier.fields}
    components = [("code", code, names.get(code, code)) for code in dossier.asked.components]
    return components + [("field", line, labels.get(line, line)) for line in dossier.asked.fields]


def view_to_wire(dossier: Dossier, history: list[tuple[int, str, str]], account: Account | None) -> dict[str, Any]:
    """Return what the owner's program reads of a dossier."""
    decision = None
    if dossier.decision is not None:
        decision = [
            {"datum": decided.datum, "value": decided.value, "source": decided.source} for decided in dossier.decision
        ]
    return {
        "dossier_code": dossier.code,
        "status": dossier.status,
        "unit": {"code": dossier.unit_code, "name": dossier.unit_name},
        "fields": [{"id": field.id, "datum": field.datum, "value": field.value} for field in dossier.fields],
        "decision": decision,
        "history": [{"status": status, "at": at, "content": content} for status, at, content in history],
        "asked": _asked(dossier),
        "supplement": supplement_path(dossier),
        "withdraw": withdraw_path(dossier),
        "notes": list(dossier.notes),
        "payment": vars(account) if account is not None else None,
        "obligations": [_owed(one) for one in dossier.obligations],
    }


def supplement_path(dossier: Dossier) -> str | None:
    """Return where a supplement goes; None when none is asked for."""
    return f"{SUBMIT}/{dossier.code}/bo-sung" if dossier.asked is not None else None


def withdraw_path(dossier: Dossier) -> str | None:
    """Return where the owner withdraws; None when it is too late."""
    possible = workflow.is_allowed(dossier.status, workflow.WITHDRAWN)
    return f"{SUBMIT}/{dossier.code}/rut" if possible else None


def _owed(one: Obligation) -> dict[str, Any]:
    told = {"decision": one.decision, "day": one.day, "item": one.item, "amount": one.amount}
    return {**told, "paid": bool(one.paid_at)}


def _asked(dossier: Dossier) -> dict[str, Any] | None:
    asked = dossier.asked
    if asked is None:
        return None
    return {"reason": asked.reason, "components": list(asked.components), "fields": list(asked.fields)}


def _submit_json(system: ProvinceSystem, login: Login, form: ShownForm, document: Mapping[str, Any]) -> Response:
    try:
        dossier = system.intake.submit(login, form, submission_from_wire(document))
    except SubmissionRefused as refusal:
        return json_reply({"errors": refusal.problems}, 422)
    system.drafts.forget(login.personal_id, dossier.procedure)
    view = f"{SUBMIT}/{dossier.code}"
    return json_reply({"dossier_code": dossier.code, "status": dossier.status, "view": view}, 201)


def _submit_page(system: ProvinceSystem, login: Login, form: ShownForm, sent: MultiDict[str, str]) -> Response:
    locked = form.locked_values()
    values = {field.id: sent.get(f"field.{field.id}", "") for field in form.fields if field.id not in locked}
    submission = Submission(sent.get("submission_id", ""), sent.get("agency", ""), values, tuple(uploaded()))
    try:
        if not submission.id:
            raise SubmissionRefused([{"field": "submission_id", "message": "Hãy mở lại biểu mẫu."}])
        dossier = system.intake.submit(login, form, submission)
    except SubmissionRefused as refusal:
        return page(
            "form.html",
            422,
            form=form,
            action=SUBMIT,
            submission_id=submission.id,
            agency=submission.agency,
            errors=refusal.problems,
            values=values,
            citizen=login.name,
        )
    system.drafts.forget(login.personal_id, dossier.procedure)
    return go(f"{SUBMIT}/{dossier.code}", 303)


def uploaded() -> list[Attached]:
    """Return the files of the form that the browser sent."""
    files = ((name.removeprefix("component."), file) for name, file in request.files.items() if file.filename)
    return [
        Attached(code, file.filename or code, file.mimetype or "application/octet-stream", file.read())
        for code, file in files
    ]
