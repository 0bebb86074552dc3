"""Files by an id that cannot be guessed: the portal fetches them from the links in the messages."""

from urllib.parse import quote

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from simulator.province.pages.replies import problem
from simulator.province.system import ProvinceSystem


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the addresses of handed-in components and of results."""
    pages = Blueprint("papers", __name__)

    @pages.get("/tep/<paper_id>")
    @pages.get("/ket-qua/<paper_id>")
    def paper(paper_id: str) -> ResponseReturnValue:
        found = system.archive.paper(paper_id)
        if found is None:
            return problem(404, "Không có tệp", "Liên kết không đúng.")
        if elsewhere := system.seams.moved_to(request.path):
            return redirect(elsewhere)
        name, content_type, content = found
        # Shown as text only when it is our own text; anything a citizen sent is a download.
        shown = "inline" if content_type.startswith("text/plain") else "attachment"
        response = Response(system.seams.served_file(content), content_type=content_type)
        response.headers["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(name)}"
        return response

    return pages
