"""Where the portal hands a citizen's browser over, with the procedure and the agency in the query."""

from uuid import uuid4

from flask import Blueprint, Response, request

from simulator.province.codes import national_code
from simulator.province.config import LANDING, LOGIN, SUBMIT
from simulator.province.pages.browser import any_login
from simulator.province.pages.login import current_login, send_to_login
from simulator.province.pages.replies import json_reply, page, problem, wants_json
from simulator.province.roles import MINISTRY
from simulator.province.system import ProvinceSystem

NOT_OFFERED = "Hệ thống này không tiếp nhận thủ tục {code}."


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the start page and the landing page."""
    pages = Blueprint("landing", __name__)

    @pages.get("/")
    def start() -> Response:
        login = any_login(system)
        return page(
            "start.html",
            services=system.offer.services(),
            payments=system.offer.payments(),
            ministry=system.config.role == MINISTRY,
            portal=system.config.simulator_url,
            login_path=LOGIN,
            citizen=login.name or login.personal_id if login else "",
        )

    @pages.get(LANDING)
    def landing() -> Response:
        code = national_code(request.args.get("MaTTHC") or request.args.get("MaTTHCDP") or "")
        eform = system.offer.form(code) if code and system.offer.offers(code) else None
        if eform is None:
            return problem(404, "Không có thủ tục", NOT_OFFERED.format(code=code or "(không có mã)"))
        login = current_login(system)
        if login is None:
            return send_to_login(system)
        form = system.forms.show(login, eform)
        if wants_json():
            return json_reply(form.to_wire())
        return page(
            "form.html",
            form=form,
            action=SUBMIT,
            submission_id=str(uuid4()),
            agency=request.args.get("MaCoQuanThucHien", ""),
            errors=[],
            values={},
            citizen=login.name,
        )

    return pages
