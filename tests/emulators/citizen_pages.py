"""What a citizen sees: the landing page of the portal's button, the system's own form, her dossiers."""

import secrets
from typing import Any

from flask import Flask, abort, redirect, render_template, request, url_for

from .adapter import TransportFailed
from .families.papers import fees
from .identity import Broker, LoginFailed
from .office import NotNow
from .store import Dossier
from .system import System

COOKIE = "field_citizen"


class CitizenPages:
    """The routes."""

    def __init__(self, app: Flask, system: System) -> None:
        self._system = system
        self._broker = Broker(system.config, system.store)
        app.add_url_rule(system.config.traits.landing, "landing", self.landing)
        app.add_url_rule("/dang-nhap", "login", self.login)
        app.add_url_rule("/dang-nhap/callback", "callback", self.callback)
        app.add_url_rule("/dien-ho-so", "form", self.form, methods=["GET", "POST"])
        app.add_url_rule("/ho-so/<code>", "dossier", self.dossier)
        app.add_url_rule("/ho-so/<code>/rut", "withdraw", self.withdraw, methods=["POST"])
        app.add_url_rule("/ho-so/<code>/bo-sung", "supplement", self.supplement, methods=["POST"])

    def landing(self) -> Any:
        """[press-again] The citizen logs in here too, and presses the button again."""
        code = request.args.get("MaTTHC", "")
        if not code:
            return self._page("page.html", title="Cổng dịch vụ công")
        if self._citizen() is None:
            return redirect(self._broker.start(url_for("callback", _external=True), request.full_path))
        told = {"MaTTHC": code, "MaCoQuanThucHien": request.args.get("MaCoQuanThucHien", "")}
        procedure = self._procedure(code)
        return self._page(
            "procedure.html",
            title="Thủ tục",
            procedure=procedure,
            citizen=self._citizen(),
            form=url_for("form", **told),
        )

    def login(self) -> Any:
        """Log in without coming from the portal."""
        back = request.args.get("quay_lai", "/")
        return redirect(self._broker.start(url_for("callback", _external=True), back))

    def callback(self) -> Any:
        """Take the citizen back from the broker."""
        try:
            told, back = self._broker.finish(
                request.args.get("code", ""), request.args.get("state", ""), url_for("callback", _external=True)
            )
        except LoginFailed as error:
            return self._page("page.html", title="Đăng nhập", error=str(error)), 403
        cookie = secrets.token_urlsafe()
        self._system.store.keep(f"citizen:{cookie}", told["SoDinhDanh"])
        self._remember(told)
        response = redirect(back)
        response.set_cookie(COOKIE, cookie, httponly=True)
        return response

    def _remember(self, told: dict[str, Any]) -> None:
        """[own-profile] What she typed earlier stays; what the broker says is newer."""
        number = told["SoDinhDanh"]
        profile = self._system.store.kept(f"profile:{number}") or {}
        names = {"name": "HoVaTen", "number": "SoDinhDanh", "phone": "SoDienThoai", "email": "ThuDienTu"}
        names |= {"address": "DiaChi", "tech_id": "TechID"}
        profile |= {name: told[wire] for name, wire in names.items() if told.get(wire)}
        self._system.store.keep(f"profile:{number}", profile)

    def _citizen(self) -> dict[str, str] | None:
        number = self._system.store.kept(f"citizen:{request.cookies.get(COOKIE, '')}")
        if not number:
            return None
        empty = dict.fromkeys(("name", "number", "phone", "email", "address", "tech_id"), "")
        return empty | (self._system.store.kept(f"profile:{number}") or {})

    def form(self) -> Any:
        """Show the form, or take it."""
        citizen, code = self._citizen(), request.args.get("MaTTHC", "")
        if citizen is None:
            return redirect(self._broker.start(url_for("callback", _external=True), request.full_path))
        procedure = self._procedure(code)
        if request.method == "POST":
            return redirect(url_for("dossier", code=self._take(citizen, code, procedure).code), 303)
        papers = [paper for case in procedure.get("THANHPHANHOSO", []) for paper in case["GIAYTO"]]
        return self._page(
            "form.html",
            title=procedure.get("TENTTHC", code),
            inputs=self._system.config.traits.inputs,
            citizen=citizen,
            fee=_fee(procedure),
            papers=papers or [{"MAGIAYTO": "", "TENGIAYTO": "Tệp đính kèm"}],
        )

    def _procedure(self, code: str) -> dict[str, Any]:
        try:
            return self._system.talker.procedure(code)
        except (TransportFailed, LookupError, TypeError, ValueError):
            return {"MATTHC": code, "TENTTHC": f"Thủ tục {code}"}

    def _take(self, citizen: dict[str, str], code: str, procedure: dict[str, Any]) -> Dossier:
        inputs = self._system.config.traits.inputs
        asked = [name for name in ("phone", "email", "address") if name in inputs]
        typed = {name: request.form.get(inputs[name], "").strip() for name in asked}
        owner = citizen | typed
        self._system.store.keep(f"profile:{citizen['number']}", owner)
        owner["tech_id"] = owner["tech_id"] or self._tech_id(citizen["number"])
        self._system.store.keep(f"days:{code}", _days(procedure))
        agency = request.args.get("MaCoQuanThucHien", "")
        dossier = self._system.office.take(code, agency, owner, request.form.get(inputs["content"], ""), _files())
        self._system.sync.changed()
        return dossier

    def _tech_id(self, number: str) -> str:
        try:
            return self._system.talker.tech_id(number)
        except (TransportFailed, LookupError, TypeError, ValueError):
            return ""

    def dossier(self, code: str) -> Any:
        """Show a citizen her own dossier."""
        return self._shown(self._own(code))

    def withdraw(self, code: str) -> Any:
        """Take it back."""
        dossier = self._own(code)
        try:
            dossier = self._system.office.withdraw(code, request.form.get("ly_do", ""))
        except NotNow as error:
            return self._shown(dossier, str(error)), 409
        self._system.sync.changed()
        return self._shown(dossier)

    def supplement(self, code: str) -> Any:
        """Answer a request for a supplement."""
        dossier = self._own(code)
        try:
            dossier = self._system.office.supplement(code, request.form.get("noi_dung", ""), _files())
        except NotNow as error:
            return self._shown(dossier, str(error)), 409
        return self._shown(dossier)

    def _own(self, code: str) -> Dossier:
        dossier, citizen = self._system.store.find(code), self._citizen()
        if dossier is None or citizen is None or dossier.owner["number"] != citizen["number"]:
            abort(404)
        return dossier

    def _shown(self, dossier: Dossier, error: str = "") -> str:
        return self._page("dossier.html", title=f"Hồ sơ {dossier.code}", dossier=dossier, error=error, officer=False)

    def _page(self, template: str, **words: Any) -> str:
        return render_template(template, office=self._system.config.name, **words)


def _files() -> list[dict[str, str]]:
    """Return what was attached, by component code."""
    return [
        {"code": name.removeprefix("tep__"), "name": file.filename}
        for name, file in request.files.items(multi=True)
        if file.filename
    ]


def _days(procedure: dict[str, Any]) -> int:
    """[due] The working days of the online channel; a day where the catalogue names none."""
    for way in procedure.get("CACHTHUCTHUCHIEN", []):
        for term in way.get("THOIGIAN", []) if way.get("KENH") == "2" else []:
            if str(term.get("THOIGIANGIAIQUYET", "")).isdecimal():
                return int(term["THOIGIANGIAIQUYET"])
    return 1


def _fee(procedure: dict[str, Any]) -> int | None:
    """Return the fee of the online channel in VND, or nothing where the catalogue names none."""
    found = [int(fee["Gia"]) for fee in fees(procedure) if fee["Gia"].isdecimal()]
    return sum(found) if found else None
