"""Runs and sessions: what each opened, what arrived in it, and the people it was given."""

from flask import Blueprint, Response, request

from simulator.console.desk import Desk
from simulator.console.shown import full_time
from simulator.core.text import Text

SHOWN = 50
SHOWN_EXCHANGES = 100


def add_routes(console: Blueprint, desk: Desk) -> None:
    """Add the pages of runs and sessions."""

    @console.get("/console/runs")
    def runs() -> Response:
        skipped = _skipped()
        lines = desk.overview.runs(skipped, SHOWN + 1)
        return desk.pages.page(
            "runs.html", runs=lines[:SHOWN], skipped=skipped, more=len(lines) > SHOWN, step=SHOWN, full_time=full_time
        )

    @console.get("/console/runs/<path:run>")
    def one_run(run: str) -> Response:
        return _run(desk, run)

    @console.get("/console/sessions/<session>")
    def session(session: str) -> Response:
        return _session(desk, session)


def _run(desk: Desk, run: str) -> Response:
    skipped, status = _skipped(), request.args.get("status", "")
    lines = desk.overview.sessions(run, status=status, skipped=skipped, limit=SHOWN + 1)
    if not lines and not skipped and not status:
        return desk.pages.problem(desk.pages.text("run_unknown", run=run), 404)
    return desk.pages.page(
        "run.html",
        run=run,
        sessions=lines[:SHOWN],
        state=status,
        skipped=skipped,
        more=len(lines) > SHOWN,
        step=SHOWN,
        service_name=lambda service: _service_name(desk, service),
        full_time=full_time,
    )


def _session(desk: Desk, session: str) -> Response:
    found = desk.national.sessions.get(session)
    if found is None:
        return desk.pages.problem(desk.pages.text("session_unknown", session=session), 404)
    return desk.pages.page(
        "session.html",
        session=found,
        now=found.now(desk.national.clock),
        sheet=desk.province(found.province),
        service=_service_name(desk, found.service),
        dossiers=desk.national.sessions.keys(session, "dossier_code"),
        full_time=full_time,
    )


def _service_name(desk: Desk, service: str) -> Text:
    found = desk.national.catalogue.services.get(service)
    return found.name if found else Text(service, service)


def _skipped() -> int:
    written = request.args.get("skip", "")
    return min(int(written), 10**9) if written.isascii() and written.isdigit() and len(written) < 12 else 0
