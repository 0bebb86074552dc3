"""Routes that open, show and close sessions."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from flask import Blueprint, Response, request

from simulator.control.body import date_of, json_object, object_of, text_of, whole_of
from simulator.control.envelope import AdminError, answer, not_found
from simulator.control.files import FilesToCome
from simulator.control.hands import Hands, find_session
from simulator.core.clock import VIETNAM
from simulator.core.errors import near_matches
from simulator.core.text import Text
from simulator.domain.service import Service
from simulator.session.sessions import NewSession, Session
from simulator.web.national import National
from simulator.world.casting import cast, people_needed
from simulator.world.people import FIRST_FREE_NUMBER

OFFICE_OPENS = time(8, 0, tzinfo=VIETNAM)
"""Session time starts on the session's day at this hour."""


def add_routes(admin: Blueprint, national: National, hands: Hands) -> None:
    """Add the routes of sessions."""
    files = FilesToCome(national)

    @admin.post("/sessions")
    def open_session() -> Response:
        body = json_object()
        request_id = text_of(body, "request_id")
        known = national.sessions.by_request(request_id)
        session = known or _open(national, request_id, body)
        return answer(_opened(national, session), 201)

    @admin.get("/sessions")
    def list_sessions() -> Response:
        found = national.sessions.all(request.args.get("run"), request.args.get("status"))
        if province := request.args.get("province"):
            found = [one for one in found if one.province == province]
        return answer({"sessions": [_head(national, session) for session in found]})

    @admin.get("/sessions/<session>")
    def show_session(session: str) -> Response:
        found = find_session(national, session)
        dossiers = [dossier.code for dossier in hands.store.dossiers(session)]
        return answer({**_head(national, found), "people": people_json(found), "dossiers": dossiers})

    @admin.get("/sessions/<session>/screenshots/<name>")
    def show_picture(session: str, name: str) -> Response:
        picture = hands.store.picture(session, name)
        if picture is None:
            raise not_found("unknown_screenshot", Text("ảnh chụp", "screenshot"), f"{session}/{name}", [])
        return Response(picture, mimetype="image/png")

    @admin.post("/sessions/<session>/close")
    def close_session(session: str) -> Response:
        files.fetch_all(find_session(national, session))
        with national.db.write() as tx:
            national.sessions.close(tx, session)
            national.work.withdraw(tx, session)
        hands.forget(session)
        return answer({"session": session, "status": "closed", "position": national.db.position})


def people_json(session: Session) -> dict[str, Any]:
    """Return the people of a session as JSON."""
    return {name: person.to_json() for name, person in session.people.items()}


def _open(national: National, request_id: str, body: Mapping[str, Any]) -> Session:
    service = _service(national, text_of(body, "service"))
    province = _known_province(national, text_of(body, "province"))
    run, scenario, weather = text_of(body, "run"), text_of(body, "scenario"), text_of(body, "weather", "calm")
    seed, changes, day = whole_of(body, "seed", 0), object_of(body, "people"), date_of(body, "as_of")
    first_day = date_of(body, "starts_on") if "starts_on" in body else day
    with national.db.write() as tx:
        if again := national.sessions.by_request(request_id):
            return again
        first = FIRST_FREE_NUMBER + national.settings.take(tx, "person", people_needed(service))
        people = cast(service, seed, first, changes, first_day, national.catalogue.sources)
        starts_at = datetime.combine(first_day, OFFICE_OPENS)
        opened = national.sessions.open(
            tx, NewSession(request_id, run, province, service.id, scenario, weather, seed, people, starts_at)
        )
    return find_session(national, opened)


def _opened(national: National, session: Session) -> dict[str, Any]:
    return {
        "session": session.id,
        "position": national.db.position,
        "session_now": session.now(national.clock).isoformat(),
        "people": people_json(session),
    }


def _head(national: National, session: Session) -> dict[str, Any]:
    return {
        "session": session.id,
        "run": session.run,
        "province": session.province,
        "service": session.service,
        "scenario": session.scenario,
        "weather": session.weather,
        "seed": session.seed,
        "opened_at": session.opened_at.isoformat(),
        "session_opened_at": session.session_opened_at.isoformat(),
        "session_now": session.now(national.clock).isoformat(),
        "status": session.status,
        "late": session.late,
    }


def _service(national: National, service_id: str) -> Service:
    services = national.catalogue.services
    if service_id not in services:
        raise not_found("unknown_service", Text("dịch vụ", "service"), service_id, services)
    return services[service_id]


def _known_province(national: National, province: str) -> str:
    if national.provinces.get(province) is None:
        near = near_matches(province, [sheet.id for sheet in national.provinces.all()])
        raise AdminError(
            409,
            "unknown_province",
            Text(
                f"Chưa đăng ký tờ khai {province!r} ({near}). Đăng ký bằng PUT /admin/provinces/{province} trước.",
                f"Claim sheet {province!r} is not registered ({near}). Register it: PUT /admin/provinces/{province}.",
            ),
        )
    return province
