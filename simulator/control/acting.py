"""Routes of a session's hands: citizen, officer, clock, idle."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response

from simulator.control import driving, idle, officer, test_clock
from simulator.control.body import LAST_YEAR, bad_request, json_object, text_of, texts_by_name, texts_of, whole_of
from simulator.control.calls import Scene, actions_of
from simulator.control.envelope import AdminError, answer
from simulator.control.files import FilesToCome
from simulator.control.hands import Hands, find_session
from simulator.control.journey import Wishes
from simulator.control.stage import Stage
from simulator.core.errors import near_matches
from simulator.core.text import Text
from simulator.domain.dossier import OFFICER_STATUS
from simulator.journal.database import Transaction
from simulator.session.sessions import Session
from simulator.web.national import National

_MOST_TIME = {"working_days": 2_500, "hours": 87_600, "minutes": 5_256_000}
"""Ten years of each: no story is longer, and a clock that runs out of years would break the session."""
_OF_THE_CALL = ("request_id", "action", "typed")


def add_routes(admin: Blueprint, national: National, hands: Hands) -> None:
    """Add the routes by which the engine moves a session's hands."""
    files = FilesToCome(national)

    @admin.post("/sessions/<session>/<any(citizen, counter, ministry, payment, portal):hand>")
    def call(session: str, hand: str) -> Response:
        body = json_object()
        request_id = text_of(body, "request_id")
        target = f"{hand}.{_one_of(text_of(body, 'action'), actions_of(hand))}"
        told = {name: value for name, value in body.items() if name not in _OF_THE_CALL}
        wishes = Wishes(texts_by_name(body, "typed"), told)
        _require_open(national, session)

        def work(stage: Stage) -> dict[str, Any]:
            return driving.call(target, Scene(stage, hands, wishes))

        return answer(hands.run(session, request_id, target, work))

    @admin.post("/sessions/<session>/officer")
    def act(session: str) -> Response:
        body = json_object()
        action = _one_of(text_of(body, "action"), OFFICER_STATUS)
        order = officer.Order(action, text_of(body, "reason", ""), texts_of(body, "ask"), bool(body.get("refusable")))
        _require_open(national, session)
        return answer(
            hands.run(
                session,
                text_of(body, "request_id"),
                f"officer.{action}",
                lambda stage: driving.act(stage, order),
            )
        )

    @admin.post("/sessions/<session>/clock")
    def clock(session: str) -> Response:
        body = json_object()
        by = _by(_require_open(national, session), national, body)

        def move(tx: Transaction) -> None:
            national.sessions.advance(tx, session, by)

        return answer(hands.run(session, text_of(body, "request_id"), "clock", test_clock.follow_clock, move))

    @admin.post("/sessions/<session>/idle")
    def ask_idle(session: str) -> Response:
        opened = find_session(national, session)
        files.fetch_now(opened)
        said = hands.run_unrepeated(session, "idle", idle.probe)
        if files.left(opened):
            said = {**said, "idle": False}  # the system may be idle; what it pointed to is not fetched yet
        # Counted after the answer: whoever has heard of so many has missed nothing that came before it.
        return answer({**said, "position": national.db.position, "arrivals": national.journal.arrivals(session)})


def _by(session: Session, national: National, body: Mapping[str, Any]) -> timedelta:
    days, hours, minutes = (whole_of(body, name, 0, most) for name, most in _MOST_TIME.items())
    if not (days or hours or minutes):
        raise bad_request("working_days", "working_days, hours or minutes greater than 0")
    now = session.now(national.clock)
    if now.year >= LAST_YEAR:
        raise bad_request("working_days", f"a session whose time has not reached the year {LAST_YEAR}")
    return test_clock.time_to_add(now, days, hours, minutes)


def _one_of(name: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    if name not in known:
        raise bad_request("action", f"one of {', '.join(known)} ({near_matches(name, known)})")
    return name


def _require_open(national: National, session_id: str) -> Session:
    session = find_session(national, session_id)
    if session.status != "open":
        raise AdminError(
            409,
            "session_closed",
            Text(f"Phiên {session_id} đã đóng.", f"Session {session_id} is closed."),
        )
    return session
