"""The national side plays a dossier's handler; the citizen looks at it on the page of a system that mirrors it."""

import re
from typing import Any

import pytest
from flask import jsonify

from simulator.control import mirroring
from simulator.session.dossiers import PortalDossiers


@pytest.fixture
def mirror(story):
    """Let the handler report a status; the system shows these statuses, the last one for ever."""

    def run(*shown: int, follow: str = "/theo-doi/{dossier_code}", sync: float | None = None) -> dict[str, Any]:
        row = {"procedure": "1.001193", "name": "x", "role": "relay", "link": "/x"} | (
            {"follow": follow} if follow else {}
        )
        left = list(shown)

        def page(code: str) -> Any:
            status = left.pop(0) if len(left) > 1 else left[0]
            return jsonify({"dossier_code": code, "status": status, "fields": [], "decision": None})

        story.system.app.add_url_rule("/dich-vu", view_func=lambda: jsonify({"services": [row]}))
        story.system.app.add_url_rule("/theo-doi/<code>", view_func=page)
        changes = {"sync": {"every_seconds": 1, "max_seconds": sync}} if sync else {}
        story.use(story.system.url, hooks={"listing": {"path": "/dich-vu"}}, test_clock="none", **changes)
        story.reported = story.post("ministry", request_id="r-1", action="report", status=4)
        return story.post("citizen", request_id="r-2", action="look_at_mirror")

    return run


def views(story: Any) -> list[tuple[int, bool]]:
    return [(fact.get("status"), fact.get("overdue")) for fact in story.facts("dossier_view")]


def test_the_dossier_stands_at_the_portal_under_a_code_of_this_session(story, mirror):
    mirror(4)
    code = story.reported["dossier_code"]
    assert re.fullmatch(r"000\.00\.00\.G99-250701-[0-9]{7}", code)
    (kept,) = PortalDossiers(story.national.db).elsewhere(code)
    assert (kept.status, kept.procedure_code) == (4, "1.001193")
    assert kept.owner_id == story.national.sessions.get(story.id).people["applicant"]["personal_id"]
    assert story.national.sessions.keys(story.id, "dossier_code") == (code,)


def test_a_true_status_is_seen_at_once(story, mirror):
    assert mirror(4)["status"] == 4
    assert views(story) == [(4, False)]


def test_a_system_gets_the_time_that_it_claims(story, mirror, monkeypatch):
    monkeypatch.setattr(mirroring, "_PAUSE_SECONDS", 0.0)
    assert mirror(2, 4, sync=10)["status"] == 4
    assert views(story) == [(2, False), (4, False)]


def test_after_the_claimed_time_an_old_status_is_overdue(story, mirror, monkeypatch):
    monkeypatch.setattr(mirroring, "_PAUSE_SECONDS", 0.0)
    mirror(2, sync=0.01)
    assert views(story)[-1] == (2, True)


def test_a_system_that_claims_no_time_is_looked_at_once(story, mirror):
    mirror(2)
    assert views(story) == [(2, False)]


def test_a_list_without_the_page_is_a_problem(mirror):
    assert mirror(4, follow="")["problem"]["kind"] == "not_offered"
