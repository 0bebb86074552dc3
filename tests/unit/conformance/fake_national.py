"""A small `/admin` with a scripted system under test behind it, on a real port.

It keeps what `/admin` promises: request ids are answered once, positions only grow, waits are woken by news.
"""

import socket
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cheroot.wsgi import Server
from flask import Flask, Response, jsonify, request

from simulator.core.clock import VIETNAM
from simulator.domain.dossier import OFFICER_STATUS

PERSON = {
    "number": 101,
    "attributes": {"personal_id": "099190000101", "full_name": "Nguyễn Thị Hoà", "birth_date": "1990-05-02"},
    "known_to": {"VNEID": ["personal_id", "full_name", "birth_date"]},
}


@dataclass
class SystemUnderTest:
    """How the scripted system behaves."""

    reports: Callable[[str, int], bool] = lambda session, status: True
    """Whether it reports that status in that session."""
    probe_problem: dict[str, str] | None = None
    apply_problem: dict[str, str] | None = None
    officer_problem: dict[str, str] | None = None
    idle: bool | None = True
    catches_up: bool = True
    """Whether it sends again what a weather refused."""


@dataclass
class FakeNational:
    """The national side: what the engine asked of it, and what it answers."""

    sut: SystemUnderTest = field(default_factory=SystemUnderTest)
    exchanges: list[dict[str, Any]] = field(default_factory=list)
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    answered: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    disturbed: dict[str, int] = field(default_factory=dict)
    touched: list[tuple[str, str]] = field(default_factory=list)
    """(start or stop, session) of each change of weather; an empty session is the whole system."""
    """Weather -> exchanges refused, while it is on."""
    at_once: int = 0
    most_at_once: int = 0
    before_hand: Callable[[str, str], None] = lambda session, hand: None
    ambiguous: bool = False
    late: bool = False
    findings: list[dict[str, Any]] = field(default_factory=list)
    background: list[dict[str, Any]] = field(default_factory=list)
    """Facts of the system that belong to no session."""
    dialect: dict[str, Any] = field(default_factory=lambda: {"contradicted": False})
    _news: threading.Condition = field(default_factory=threading.Condition)
    _held: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, session: str, direction: str, *facts: dict[str, Any]) -> int:
        """Commit one exchange with its facts."""
        with self._news:
            number = len(self.exchanges) + 1
            at = datetime.now(VIETNAM).isoformat()
            told = [{**fact, "exchange": number, "at": at, "session": session} for fact in facts]
            self.exchanges.append(
                {"id": number, "at": at, "direction": direction, "sessions": [session], "facts": told}
            )
            self._news.notify_all()
            return number

    def wait(self, after: int, seconds: float) -> dict[str, Any]:
        with self._news:
            self._news.wait_for(lambda: len(self.exchanges) > after, seconds)
            return {"position": max(after, len(self.exchanges)), "exchanges": self.exchanges[after:]}

    def hand(self, session: str, body: dict[str, Any], work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        key = (session, body["request_id"])
        if key not in self.answered:
            self.answered[key] = {**work(), "position": len(self.exchanges)}
        return self.answered[key]

    def apply(self, session: str, body: dict[str, Any]) -> dict[str, Any]:
        if self.sut.apply_problem:
            problem = {"hand": "citizen.apply", "problem": self.sut.apply_problem["kind"], **self.sut.apply_problem}
            self.add(session, "out", {"kind": "hand_failed", "data": problem})
            return {"ok": False, "problem": self.sut.apply_problem}
        code = f"H99-{session}"
        data = {"dossier_code": code, "accepted": True, "typed": body["typed"], "components": [], "reason": ""}
        self.sessions[session]["dossiers"].append(code)
        self.add(session, "out", {"kind": "submission", "data": data})
        self.report(session, 1)
        return {"ok": True, "dossier_code": code, "status": 1}

    def officer(self, session: str, action: str) -> dict[str, Any]:
        if self.sut.officer_problem:
            return {"ok": False, "problem": self.sut.officer_problem}
        status = int(OFFICER_STATUS[action])
        code = self.sessions[session]["dossiers"][-1]
        data = {"dossier_code": code, "action": action, "status": status, "done": True, "reason": ""}
        self.add(session, "out", {"kind": "officer_action", "data": data})
        if self.sut.reports(session, status):
            self.report(session, status)
        return {"ok": True, "status": status}

    def report(self, session: str, status: int) -> None:
        if self.disturbed:
            weather = next(iter(self.disturbed))
            self.disturbed[weather] += 1
            self._held[session].append(status)
            fact = {"kind": "disturbed", "data": {"weather": weather, "operation": "portal/DongBoHoSoMC"}}
            self.add(session, "in", fact)
            return
        data = {"dossier_code": self.sessions[session]["dossiers"][-1], "status": status, "accepted": True}
        times = {"finished_at": "x", "returned_at": "x", "result_codes": ["KQ.1"], "procedure_code": "1.001193"}
        self.add(session, "in", {"kind": "dossier_report", "data": {**data, **times}})

    def lift(self, weather: str) -> None:
        self.disturbed.pop(weather, None)
        held, self._held = self._held, defaultdict(list)
        if self.sut.catches_up:
            for session, statuses in held.items():
                for status in statuses:
                    self.report(session, status)

    def evidence(self, session: str) -> dict[str, Any]:
        facts = [fact for exchange in self.exchanges for fact in exchange["facts"] if fact["session"] == session]
        return {
            **self.sessions[session],
            "people": {"applicant": PERSON},
            "facts": facts,
            "findings": self.findings,
            "dossiers": [],
            "late": self.late,
            "ambiguous": self.ambiguous,
        }


def full(exchange: dict[str, Any]) -> dict[str, Any]:
    """Return the exchange as `/admin/sessions/<id>/exchanges` gives it."""
    known = {name: exchange[name] for name in ("id", "at", "direction", "sessions")}
    return {**known, "party": "portal", "operation": "x", "method": "POST", "url": "http://x", "status": 200} | {
        "session_at": None, "province": "p", "seconds": 0.01, "request_headers": {}, "request_body": "{}",
        "response_headers": {}, "response_body": "{}", "error": "", "findings": [], "weather": "",
    }  # fmt: skip


def app_of(fake: FakeNational) -> Flask:
    app = Flask("fake-national")

    @app.before_request
    def count() -> None:
        fake.calls.append(f"{request.method} {request.path}")

    @app.get("/admin/status")
    def status() -> Response:
        return jsonify(tool="dvcsim", version="0", position=len(fake.exchanges), provinces=[], sessions_open=0)

    @app.put("/admin/provinces/<province>")
    def register(province: str) -> Any:
        if request.get_json()["document"].get("id") == "conflict":
            error = {"code": "conflict", "vi": "trùng tài khoản", "en": "shares an account"}
            return jsonify(error=error), 409
        return jsonify(id=province)

    @app.post("/admin/provinces/<province>/probe")
    def probe(province: str) -> Response:
        problem = fake.sut.probe_problem
        found = {"reachable": problem is None, "status": None if problem else 200, "seconds": 0.0, "position": 0}
        return jsonify({**found, "problem": problem} if problem else found)

    @app.route("/admin/provinces/<province>/disturbances/<weather>", methods=["GET", "PUT", "DELETE"])
    def disturbance(province: str, weather: str) -> Response:
        if request.method == "PUT":
            fake.disturbed[weather] = 0
            fake.touched.append(("start", request.get_json().get("session", "")))
        refused = fake.disturbed.get(weather, 0)
        if request.method == "DELETE":
            fake.touched.append(("stop", request.args.get("session", "")))
            fake.lift(weather)
        return jsonify(active=weather in fake.disturbed, refused=refused)

    @app.post("/admin/sessions")
    def open_session() -> Any:
        body = request.get_json()
        known = next((one for one in fake.sessions.values() if one["request_id"] == body["request_id"]), None)
        if known is None:
            name = f"s-{len(fake.sessions) + 1}"
            opened = datetime.now(VIETNAM).isoformat()
            known = {"session": name, **body, "status": "open", "dossiers": [], "late": False}
            fake.sessions[name] = {**known, "opened_at": opened, "session_opened_at": opened, "session_now": opened}
            fake.at_once += 1
            fake.most_at_once = max(fake.most_at_once, fake.at_once)
        return jsonify(session=known["session"], position=len(fake.exchanges), people={"applicant": PERSON}), 201

    @app.get("/admin/sessions")
    def sessions() -> Response:
        status = request.args.get("status")
        mine = [one for one in fake.sessions.values() if one["run"] == request.args["run"]]
        mine = [one for one in mine if status in (None, one["status"])]
        return jsonify(sessions=[{**one, "late": fake.late} for one in mine])

    @app.get("/admin/sessions/<session>")
    def show(session: str) -> Any:
        if session not in fake.sessions:
            return jsonify(error={"code": "unknown_session", "vi": "không có phiên", "en": "no such session"}), 404
        return jsonify({**fake.sessions[session], "late": fake.late})

    @app.post("/admin/sessions/<session>/close")
    def close(session: str) -> Response:
        fake.at_once -= 1
        fake.sessions[session]["status"] = "closed"
        return jsonify(session=session, status="closed")

    @app.post("/admin/sessions/<session>/citizen")
    def citizen(session: str) -> Response:
        body = request.get_json()
        fake.before_hand(session, body["action"])
        if body["action"] == "apply":
            return jsonify(fake.hand(session, body, lambda: fake.apply(session, body)))
        return jsonify(fake.hand(session, body, lambda: {"ok": True}))

    @app.post("/admin/sessions/<session>/officer")
    def officer(session: str) -> Response:
        body = request.get_json()
        fake.before_hand(session, body["action"])
        return jsonify(fake.hand(session, body, lambda: fake.officer(session, body["action"])))

    @app.post("/admin/sessions/<session>/clock")
    def clock(session: str) -> Response:
        return jsonify(fake.hand(session, request.get_json(), lambda: {"ok": True, "session_now": "x"}))

    @app.post("/admin/sessions/<session>/idle")
    def idle(session: str) -> Response:
        arrived = [one for one in fake.exchanges if session in one["sessions"] and one["direction"] == "in"]
        return jsonify(idle=fake.sut.idle, pending=0, arrivals=len(arrived))

    @app.get("/admin/sessions/<session>/evidence")
    def evidence(session: str) -> Response:
        return jsonify(fake.evidence(session))

    @app.get("/admin/provinces/<province>/background")
    def background(province: str) -> Response:
        wanted = request.args.getlist("kind")
        return jsonify(facts=[fact for fact in fake.background if fact["kind"] in wanted])

    @app.get("/admin/provinces/<province>/dialect")
    def dialect(province: str) -> Response:
        return jsonify(fake.dialect)

    @app.get("/admin/runs/<run>/test-data")
    def test_data(run: str) -> Response:
        rows = [
            {"dossier_code": code, "session": name} for name, one in fake.sessions.items() for code in one["dossiers"]
        ]
        return jsonify(rows=rows)

    @app.get("/admin/sessions/<session>/exchanges")
    def exchanges(session: str) -> Response:
        return jsonify(exchanges=[full(one) for one in fake.exchanges if session in one["sessions"]])

    @app.get("/admin/exchanges")
    def news() -> Response:
        # The wait is cut short, so that a server that is shut down does not keep a thread for 20 s.
        return jsonify(fake.wait(int(request.args["after"]), min(float(request.args["wait"]), 0.2)))

    return app


class Served:
    """The fake on a loopback port; `stop` and `start` again keep the port."""

    def __init__(self, fake: FakeNational) -> None:
        self.fake = fake
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._server = Server(("127.0.0.1", self.port), app_of(self.fake), numthreads=16, shutdown_timeout=1)
        self._server.prepare()
        self._thread = threading.Thread(target=self._server.serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.stop()
        self._thread.join(5)

    def restart(self) -> None:
        self.stop()
        self.start()
