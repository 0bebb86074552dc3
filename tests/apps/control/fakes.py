"""The two ends of a citizen's journey, as small as they can be: a portal with VNeID, and a system under test."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request

FIELDS = [
    {"id": "ho_ten", "datum": "applicant.full_name", "type": "person_name", "required": True, "state": "locked",
     "value": "Đã biết", "label": "Họ tên", "source": "VNEID"},
    {"id": "dien_thoai", "datum": "applicant.phone", "type": "phone", "required": False, "state": "input",
     "value": "", "label": "Điện thoại", "source": ""},
    {"id": "thu", "datum": "applicant.email", "type": "email", "required": False, "state": "editable",
     "value": "co.san@dancu.example", "label": "Thư", "source": "VNEID"},
    {"id": "noi_o", "datum": "applicant.residence", "type": "address2", "required": True, "state": "editable",
     "value": "", "label": "Nơi ở", "source": ""},
    {"id": "ghi_chu", "datum": "", "type": "string", "required": False, "state": "input",
     "value": "", "label": "Ghi chú", "source": ""},
]  # fmt: skip
COMPONENTS = [
    {"code": "GIAY-CHUNG-SINH", "name": "Giấy chứng sinh", "required": True, "replaced_by": []},
    {"code": "GIAY-CU-TRU", "name": "Giấy xác nhận cư trú", "required": True, "replaced_by": ["CSDLQG_DAN_CU"]},
    {"code": "KHAC", "name": "Giấy khác", "required": False, "replaced_by": []},
]


def fake_portal(base_url: str, dossiers: dict[str, Any]) -> Flask:
    """The portal and VNeID, without their rules: who asks is logged in."""
    app = Flask("fake_portal")

    @app.get("/citizen/login")
    def login() -> Response:
        response = redirect(request.args["next"])
        response.set_cookie("session", request.args["login_hint"])
        return response

    @app.get("/citizen/services/<code>/apply")
    def apply(code: str) -> Response:
        if code != "1.001193":
            return Response('{"error": {"code": "unknown_procedure"}}', 404, mimetype="application/json")
        return redirect(f"{base_url}/vi/nps/apply?{urlencode({'MaTTHC': code, 'vneid': '1'})}")

    @app.get("/citizen/services/<code>/file")
    def filing_form(code: str) -> Response:
        if request.args["province"] not in dossiers.get("fetch", ()):
            return Response(
                '{"error": {"code": "not_fetched", "vi": "không ai lấy"}}', 404, mimetype="application/json"
            )
        line = {"id": "child", "datum": "child.full_name", "required": True, "state": "input", "value": ""}
        submit = f"/citizen/services/{code}/file?way={request.args['way']}"
        return jsonify(procedure=code, fields=[line], components=[], submit=submit)

    @app.post("/citizen/services/<code>/file")
    def filing(code: str) -> Response:
        taken = dossiers.setdefault("filed", [])
        taken.append({"code": code, "way": request.args["way"], **(request.get_json() or {})})
        if dossiers.get("refuse"):
            return Response('{"error": {"vi": "Chưa điền: child"}}', 422, mimetype="application/json")
        answer = jsonify(dossier_code="G22-250701-0000001", status=1, view="/citizen/dossiers/G22-250701-0000001")
        answer.status_code = 201
        return answer

    @app.get("/vneid/authorize")
    def authorize() -> Response:
        if "session" not in request.cookies:
            return Response("<title>Đăng nhập</title>", 200, mimetype="text/html")
        return redirect(f"{request.args['redirect_uri']}?code=1", 303)

    @app.get("/citizen/dossiers/<code>")
    def dossier(code: str) -> Response:
        if "session" not in request.cookies:
            return Response('{"error": {"code": "login_needed"}}', 401, mimetype="application/json")
        if code not in dossiers:
            return Response('{"error": {"code": "unknown_dossier"}}', 404, mimetype="application/json")
        return jsonify(dossiers[code])

    return app


class FakeSystem:
    """A system under test that does what the test wants at one place, and else everything right."""

    def __init__(self, public_url: str) -> None:
        self.public_url = public_url
        self.url = ""
        self.landing = "form"
        self.refuse: str | None = None
        self.idle: dict[str, Any] = {"idle": True, "pending": 0}
        self.officer_status = 200
        self.counter_errors: list[dict[str, str]] = []
        self.page: dict[str, Any] = {}
        self.changed: tuple[dict[str, Any], int] = ({"dossier_code": "H99.12-250701-0001", "status": 5}, 200)
        self.changes: list[tuple[str, dict[str, Any]]] = []
        self.submissions: list[dict[str, Any]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.tokens: list[str | None] = []
        self.app = Flask("fake_system")
        self._routes()

    def form(self) -> dict[str, Any]:
        return {"procedure": "1.001193", "procedure_name": "Khai sinh", "fields": FIELDS, "components": COMPONENTS,
                "submit": "/ho-so"}  # fmt: skip

    def _routes(self) -> None:
        app = self.app
        app.add_url_rule("/vi/nps/apply", view_func=self._land)
        app.add_url_rule("/vneid/callback", view_func=self._callback)
        app.add_url_rule("/ho-so", view_func=self._submit, methods=["POST"])
        app.add_url_rule("/ho-so/<code>", view_func=self._view)
        app.add_url_rule("/ho-so/<code>/<change>", view_func=self._change, methods=["POST"])
        app.add_url_rule("/test/officer", view_func=self._officer, methods=["POST"])
        app.add_url_rule("/test/counter", view_func=self._counter, methods=["POST"])
        app.add_url_rule("/test/idle", view_func=self._idle)
        app.add_url_rule("/test/clock", view_func=self._clock, methods=["POST"])

    def _land(self) -> Any:
        match self.landing:
            case "html":
                return "<html><title>Cổng dịch vụ công</title><body>Chào</body></html>"
            case "loop":
                return redirect("/vi/nps/apply")
            case "error":
                return jsonify({"message": "Thủ tục chưa mở"}), 404
            case "no_location":
                return "", 302
            case "no_fields":
                return jsonify({"procedure": "1.001193"})
        if "session" not in request.cookies:
            callback = f"{self.url}/vneid/callback"
            return redirect(f"{self.public_url}/vneid/authorize?{urlencode({'redirect_uri': callback})}")
        return jsonify(self.form())

    def _callback(self) -> Any:
        response = redirect("/vi/nps/apply?MaTTHC=1.001193")
        response.set_cookie("session", "cua-tinh")
        return response

    def _submit(self) -> Any:
        if request.cookies.get("session") != "cua-tinh":
            return jsonify({"message": "Chưa đăng nhập"}), 401
        body = request.get_json()
        self.submissions.append(body)
        if self.refuse is not None:
            return jsonify({"errors": [{"component": "GIAY-CU-TRU", "message": self.refuse}]}), 422
        code = f"H99.12-250701-{len({one['submission_id'] for one in self.submissions}):04d}"
        return jsonify({"dossier_code": code, "status": 1, "view": f"/ho-so/{code}"}), 201

    def _view(self, code: str) -> Any:
        if request.cookies.get("session") != "cua-tinh":
            return jsonify({"message": "Chưa đăng nhập"}), 401
        fields = [{"id": "noi_o", "datum": "applicant.residence", "value": "Huế"}]
        return jsonify({"dossier_code": code, "status": 2, "fields": fields, "decision": None} | self.page)

    def _change(self, code: str, change: str) -> Any:
        assert request.cookies.get("session") == "cua-tinh"
        self.changes.append((f"{code}/{change}", request.get_json()))
        document, status = self.changed
        return jsonify(document), status

    def _officer(self) -> Any:
        body = self._hook("officer")
        if self.officer_status != 200:
            return jsonify({"message": "Chưa được phép từ trạng thái này"}), self.officer_status
        return jsonify({"dossier_code": body["dossier_code"], "status": 2})

    def _counter(self) -> Any:
        self._hook("counter")
        if self.counter_errors:
            return jsonify({"errors": self.counter_errors}), 422
        return jsonify({"dossier_code": "H99.12-250701-0009", "status": 1, "view": "/ho-so/H99.12-250701-0009"}), 201

    def _clock(self) -> Any:
        return jsonify({"now": self._hook("clock")["now"]})

    def _idle(self) -> Any:
        return jsonify(self.idle)

    def _hook(self, name: str) -> dict[str, Any]:
        self.tokens.append(request.headers.get("Authorization"))
        body: dict[str, Any] = request.get_json()
        self.calls.append((name, body))
        return body
