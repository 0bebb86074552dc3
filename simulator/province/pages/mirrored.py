"""The page of a dossier that others handle, for its owner only."""

from flask import Blueprint, Response

from simulator.province import workflow
from simulator.province.config import MIRROR
from simulator.province.pages.login import current_login, send_to_login
from simulator.province.pages.replies import json_reply, page, problem, wants_json
from simulator.province.people import folded_name
from simulator.province.system import ProvinceSystem


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the page."""
    pages = Blueprint("mirrored", __name__)

    @pages.get(f"{MIRROR}/<code>")
    def mirrored(code: str) -> Response:
        login = current_login(system)
        if login is None:
            return send_to_login(system)
        dossier = system.mirror.find(code)
        name = login.name
        if dossier is None or folded_name(dossier.owner) != folded_name(name):
            return problem(404, "Không có hồ sơ", f"Không có hồ sơ {code} của ông/bà.")
        if wants_json():
            return json_reply({"dossier_code": dossier.code, "status": dossier.status, "fields": [], "decision": None})
        words = workflow.NAMES.get(dossier.status, str(dossier.status))
        return page("mirrored.html", dossier=dossier, words=words, citizen=name)

    return pages
