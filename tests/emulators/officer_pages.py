"""What an officer sees: the list of dossiers, each with what can be done to it, and the log of the synchronisation."""

import secrets
from typing import Any

from flask import Flask, Response, abort, jsonify, redirect, render_template, request, url_for

from .office import ACTIONS, NotNow
from .store import Dossier
from .system import System

COOKIE = "field_officer"


class OfficerPages:
    """The routes."""

    def __init__(self, app: Flask, system: System) -> None:
        self._system = system
        app.add_url_rule("/can-bo", "officer_login", self.login, methods=["GET", "POST"])
        app.add_url_rule("/can-bo/ho-so", "officer_dossiers", self.dossiers)
        app.add_url_rule("/can-bo/ho-so/<code>", "officer_dossier", self.dossier, methods=["GET", "POST"])
        app.add_url_rule("/can-bo/nhat-ky", "sync_log", self.log)
        app.add_url_rule("/can-bo/dong-bo", "sync_now", self.sync_now, methods=["POST"])
        app.add_url_rule("/web/guest/downloadfile/<file_id>", "file", self.file)
        app.add_url_rule("/healthz", "healthz", lambda: {"family": system.config.family})

    def login(self) -> Any:
        """Ask for account and password."""
        config = self._system.config
        if request.method == "GET":
            return self._page("officer_login.html", title="Đăng nhập cán bộ")
        given = (request.form.get("tai_khoan"), request.form.get("mat_khau"))
        if given != (config.officer, config.officer_password):
            return self._page("officer_login.html", title="Đăng nhập cán bộ", error="Sai tài khoản hoặc mật khẩu"), 403
        cookie = secrets.token_urlsafe()
        self._system.store.keep(f"officer:{cookie}", config.officer)
        response = redirect(url_for("officer_dossiers"), 303)
        response.set_cookie(COOKIE, cookie, httponly=True)
        return response

    def _officer(self) -> str:
        officer = self._system.store.kept(f"officer:{request.cookies.get(COOKIE, '')}")
        if not officer:
            abort(redirect(url_for("officer_login")))
        return str(officer)

    def dossiers(self) -> Any:
        """Show every dossier."""
        self._officer()
        return self._page("dossiers.html", title="Hồ sơ", dossiers=self._system.store.all())

    def dossier(self, code: str) -> Any:
        """Show a dossier, or work on it."""
        officer, dossier = self._officer(), self._system.store.find(code)
        if dossier is None:
            abort(404)
        if request.method == "GET":
            return self._shown(dossier)
        action = request.form.get("thao_tac", "")
        if action not in ACTIONS:
            abort(400)
        try:
            dossier = self._system.office.act(code, action, officer, request.form.get("y_kien", "").strip())
        except NotNow as error:
            return self._shown(dossier, str(error)), 409
        self._system.sync.changed()
        return self._shown(dossier)

    def log(self) -> Any:
        """Show the log of the synchronisation."""
        self._officer()
        return jsonify(self._system.store.logged())

    def sync_now(self) -> Any:
        """Tell the portal now, and wait until that is done."""
        self._officer()
        self._system.sync.run_once()
        return redirect(url_for("officer_dossiers"), 303)

    def file(self, file_id: str) -> Response:
        """Give the portal a file by its id of 36 characters."""
        if len(file_id) != 36:
            abort(404)
        return Response(b"%PDF-1.4\n%%EOF\n", mimetype="application/pdf")

    def _shown(self, dossier: Dossier, error: str = "") -> str:
        actions = {name: said for name, (_, said, _) in ACTIONS.items()}
        return self._page(
            "dossier.html", title=f"Hồ sơ {dossier.code}", dossier=dossier, error=error, officer=True, actions=actions
        )

    def _page(self, template: str, **words: Any) -> str:
        return render_template(template, office=self._system.config.name, **words)
