"""A national side in memory, as the published contracts have it: enough for a province to live on."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import requests
import responses
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.unit.province.fake_platform import FakePlatform

URL = "http://national.example"
ISSUER = f"{URL}/vneid/rp/demo-rp"
KEY = RSAKey.generate_key(2048, {"kid": "k1"})
MADE = 1751331600
"""2025-07-01 08:00 +07, the morning of every test."""
NAME = "Đỗ Thị Hoà"
NUMBER = "099300000017"
CLAIMS = {
    "sub": "tech-1",
    "SoDinhDanh": NUMBER,
    "HoVaTen": NAME,
    "NgayThangNamSinh": "19900517",
    "TechID": "tech-1",
    "LoaiTaiKhoan": "1",
}
CITIZEN = {
    "SoDinhDanh": NUMBER,
    "HoVaTen": {"Ho": "", "ChuDem": "", "Ten": NAME},
    "GioiTinh": "2",
    "DanToc": "Kinh",
    "QuocTich": "Việt Nam",
    "TinhTrangHonNhan": "1",
    "NgayThangNamSinh": {"Nam": "1990", "NgayThangNam": "19900517"},
    "NoiOHienTai": {"ChiTiet": "Số 7 phố Mới, Phường Thử, tỉnh Thử"},
}
EFORM = {
    "procedure": "9.000001",
    "name": {"vi": "Thủ tục thử", "en": "trial procedure"},
    "subjects": {"applicant": "applicant", "mother": "applicant", "father": "partner", "request": "request"},
    "fields": [
        {"id": "name", "label": {"vi": "Họ tên", "en": "name"}, "type": "person_name", "required": True,
         "datum": "applicant.full_name", "known": {"to": ["CSDLQG_DAN_CU"], "once": "login"}},
        {"id": "number", "label": {"vi": "Số định danh", "en": "number"}, "type": "personal_id", "required": True,
         "datum": "applicant.personal_id", "known": {"to": ["VNEID"], "once": "login"}},
        {"id": "birth", "label": {"vi": "Ngày sinh", "en": "birth"}, "type": "date", "required": False,
         "datum": "applicant.birth_date", "known": {"to": ["CSDLQG_DAN_CU"], "once": "login"}},
        {"id": "home", "label": {"vi": "Nơi cư trú", "en": "home"}, "type": "address2", "required": True,
         "datum": "applicant.residence", "known": {"to": ["CSDLQG_DAN_CU"], "once": "login"}},
        {"id": "phone", "label": {"vi": "Điện thoại", "en": "phone"}, "type": "phone", "required": False,
         "datum": "applicant.phone", "known": {"to": ["VNEID"], "once": "login"}},
        {"id": "father", "label": {"vi": "Số định danh cha", "en": "father"}, "type": "personal_id",
         "required": False, "datum": "father.personal_id", "known": {"to": ["CSDLQG_DAN_CU"], "once": "identified"}},
        {"id": "why", "label": {"vi": "Lý do", "en": "reason"}, "type": "string", "required": True,
         "datum": "request.reason", "known": {"to": [], "once": ""}},
    ],
    "components": [
        {"code": "T.TO_KHAI", "name": {"vi": "Tờ khai", "en": "form"}, "required": "always", "kind": "eform",
         "replaced_by": []},
        {"code": "T.CAN_CUOC", "name": {"vi": "Căn cước", "en": "card"}, "required": "always", "kind": "paper",
         "replaced_by": ["CSDLQG_DAN_CU"]},
        {"code": "T.GIAY", "name": {"vi": "Giấy khác", "en": "other"}, "required": "always", "kind": "paper",
         "replaced_by": []},
    ],
    "results": [{"code": "KQ.T", "name": {"vi": "Giấy xác nhận", "en": "certificate"},
                 "data": ["mother.full_name", "mother.residence", "request.reason"]}],
    "deadline": {"value": 3, "unit": "working_day"},
}  # fmt: skip
PROCEDURE = {
    "MATTHC": "9.000001",
    "TENTTHC": "Thủ tục thử",
    "LINHVUCTHUCHIEN": [{"MALINHVUC": "G99-TT01", "TENLINHVUC": "Lĩnh vực thử"}],
    "CACHTHUCTHUCHIEN": [
        {"KENH": "2", "THOIGIAN": [{"THOIGIANGIAIQUYET": "3", "DONVITINH": "Ngày làm việc"}]},
    ],
}


class FakeLinkedService:
    """The service of linked births and deaths; `dead` tokens are refused."""

    def __init__(self) -> None:
        self.waiting: dict[int, dict[str, Any]] = {}
        self.acknowledged: list[str] = []
        self.told: list[dict[str, Any]] = []
        self.tokens = 0
        self.dead: set[str] = set()
        self.confirms = "Cập nhật thành công"

    def answer(self, request: requests.PreparedRequest, path: str) -> tuple[int, Any]:
        if path.endswith("/token"):
            self.tokens += 1
            return 200, {"token": f"token-{self.tokens}"}
        if request.headers.get("Authorization", "").removeprefix("Bearer ") in self.dead:
            return 401, {"message": "Token không hợp lệ"}
        if request.method == "GET":
            number = path.rsplit("/", 1)[1]
            return 200, self.waiting[int(number)] if number.isdigit() else {"data": self._rows()}
        body = json.loads(request.body or "{}")
        if request.method == "PUT":
            self.acknowledged.append(body["maHoSo"])
        else:
            self.told.append(body)
        return 200, {"message": self.confirms}

    def _rows(self) -> list[dict[str, Any]]:
        return [row for row in self.waiting.values() if row["maHoSo"] not in self.acknowledged]


class FakeNationalSide:
    """Answers a province; `down` makes the portal answer 503, the lists keep what it acknowledged."""

    def __init__(self, mock: responses.RequestsMock) -> None:
        self.down = False
        self.registry_down = False
        self.silent: set[str] = set()
        self.records: dict[tuple[str, str], dict[str, str]] = {}
        self.record_look_ups: list[tuple[str, dict[str, Any]]] = []
        self.citizen: dict[str, Any] | None = CITIZEN
        self.claims: dict[str, Any] = dict(CLAIMS)
        self.key = self.published = KEY
        self.more_keys: list[dict[str, Any]] = []
        self.key_look_ups = 0
        self.id_token: dict[str, Any] = {}
        self.token: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.vneid_calls: list[str] = []
        self.vneid_answers: dict[str, tuple[int, dict[str, str], str]] = {}
        self.services = [
            {"id": "thu", "code": "9.000001", "name": {"vi": "Thủ tục thử", "en": "trial"}, "handled_by": "province"},
            {"id": "bo", "code": "9.000009", "name": {"vi": "Của bộ", "en": "ministry"}, "handled_by": "ministry"},
        ]
        self.communes: dict[str, Any] | None = None
        self.elsewhere: list[dict[str, Any]] = []
        self.eforms: dict[str, Any] = {"9.000001": EFORM}
        self.sessions: set[str] = set()
        self.logins = 0
        self.refused_requests = 0
        self.fail_next: list[str] = []
        self.dossiers: dict[str, dict[str, Any]] = {}
        self.reports: list[dict[str, Any]] = []
        self.notices: list[dict[str, Any]] = []
        self.notice_status = 200
        self.steps: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.look_ups: list[dict[str, Any]] = []
        self.filed: list[dict[str, Any]] = []
        self.files: dict[str, dict[str, Any]] = {}
        self.linked = FakeLinkedService()
        self.platform = FakePlatform()
        self.told: list[dict[str, Any]] = []
        self.accounts: dict[str, str] = {NUMBER: "tech-1"}
        for method in ("GET", "POST", "PUT"):
            mock.add_callback(method, re.compile(f"{URL}/.*"), callback=self._answer)

    def _answer(self, request: requests.PreparedRequest) -> tuple[int, dict[str, str], str | bytes]:
        parts = urlsplit(str(request.url))
        if parts.path.startswith("/paymentplatform"):
            return self.platform.answer(request, parts.path)
        at_vneid = parts.path.removeprefix("/vneid/rp/demo-rp")
        if at_vneid != parts.path:
            self.vneid_calls.append(at_vneid)
            if at_vneid in self.vneid_answers:
                return self.vneid_answers[at_vneid]
        status, document = self._route(request, parts.path)
        return status, {"Content-Type": "application/json"}, json.dumps(document)

    def _route(self, request: requests.PreparedRequest, path: str) -> tuple[int, Any]:
        if path == "/vneid/api/v1/notifications":
            self.notices.append(json.loads(request.body or "{}"))
            return self.notice_status, {}
        if path.startswith("/vneid/"):
            return 200, self._vneid(request, path.removeprefix("/vneid/rp/demo-rp"))
        if path == "/citizen/services":
            return 200, self.services
        if path == "/citizen/communes":
            return (200, self.communes) if self.communes else (404, {})
        if path.startswith("/citizen/procedures/"):
            eform = self.eforms.get(path.split("/")[3])
            return (200, eform) if eform else (404, {})
        if path == "/ndxp/csdlqgdc/TraCuuThongTinCongDan":
            return self._population(json.loads(request.body or "{}"))
        if path.endswith("/TraCuuDuLieu"):
            return self._records(path.split("/")[2], json.loads(request.body or "{}"))
        if path.startswith("/lienthong/"):
            return self.linked.answer(request, path)
        if self.down:
            self.refused_requests += 1
            return 503, {}
        body = json.loads(request.body or "{}")
        return 200, self._log_in() if path.endswith("/mapi/login") else self._adapter(body)

    def _vneid(self, request: requests.PreparedRequest, path: str) -> Any:
        if path == "/.well-known/openid-configuration":
            ends = ("authorize", "token", "userinfo", "jwks")
            keys = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
            found = {key: f"{ISSUER}/{end}" for key, end in zip(keys, ends, strict=True)}
            return {"issuer": ISSUER} | found | self.metadata
        if path == "/jwks":
            self.key_look_ups += 1
            return {"keys": [*self.more_keys, self.published.as_dict(private=False)]}
        if path == "/token":
            self.token_form = dict(parse_qsl(str(request.body)))
            return {name: value for name, value in (self._tokens() | self.token).items() if value is not None}
        assert request.headers["Authorization"] == "Bearer access"
        return self.claims

    def _tokens(self) -> dict[str, Any]:
        claims = {
            "iss": ISSUER,
            "aud": "demo-rp",
            "sub": "tech-1",
            "exp": 4102444800,
            "iat": MADE,
            "auth_time": MADE,
            "acr": "LoA2",
            "sid": "sid-1",
        } | ({"nonce": self.nonce} if "code" in self.token_form else {})
        claims = {name: value for name, value in (claims | self.id_token).items() if value is not None}
        token = jwt.encode({"alg": "RS256", "kid": "k1"} | self.header, claims, self.key)
        return {"access_token": "access", "token_type": "Bearer", "id_token": token}

    def authorize(self, location: str) -> dict[str, str]:
        """Take the browser's visit and return the query of the callback."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        self.nonce = query["nonce"]
        self.authorization = query
        return {"code": "code-1", "state": query["state"]}

    def _population(self, query: dict[str, Any]) -> tuple[int, Any]:
        if self.registry_down:
            return 503, {"errorCode": "503"}
        self.look_ups.append(query)
        found = self.citizen is not None and query["SoDinhDanh"] == self.citizen["SoDinhDanh"]
        return 200, {"Body": {"CongdanCollection": {"CongDan": self.citizen} if found else {}}}

    def _records(self, source: str, query: dict[str, Any]) -> tuple[int, Any]:
        if self.registry_down or source in self.silent:
            return 503, {"errorCode": "503"}
        self.record_look_ups.append((source, query))
        data = self.records.get((source, query["SoDinhDanh"]), {})
        return 200, {"DuLieu": [{"datum": datum, "value": value} for datum, value in data.items()]}

    def _log_in(self) -> dict[str, Any]:
        self.logins += 1
        session = f"session-{self.logins}"
        self.sessions.add(session)
        return {"error_code": "0", "message": "Thực hiện thành công", "session": session}

    def _adapter(self, body: dict[str, Any]) -> dict[str, Any]:
        if body["session"] not in self.sessions:
            return {"error_code": "-2", "message": "Phiên làm việc (session) không hợp lệ", "result": []}
        self.calls.append(body["service"])
        self.bodies.append(body)
        if body["service"] in self.fail_next:
            self.fail_next.remove(body["service"])
            return {"error_code": "-1", "message": "Lỗi", "result": []}
        if body["service"] == "LayThuTuc":
            return {"error_code": "0", "message": "", "result": [PROCEDURE | {"MATTHC": body["maTTHC"]}]}
        if body["service"] == "TraCuuHoSo":
            others = [row for row in self.elsewhere if row["MaHoSo"] == body["mahoso"]]
            return {"error_code": "0", "message": "", "result": [{}] if body["mahoso"] in self.dossiers else others}
        if body["service"] == "TraCuuTechID":
            account = self.accounts.get(body["mstorcmnd"])
            return {"error_code": "0", "message": "", "result": [{"TECHNICALID": account}] if account else []}
        if body["service"] in ("DanhSachHoSo", "LayTaiLieuHoSo", "DongBoTrangThaiHoSo"):
            return self._filed_here(body)
        if body["service"] == "CapNhatTienDoHoSoMC":
            self.steps += body["data"]
            return {"error_code": "0", "message": "Thành công", "result": []}
        return self._report(body)

    def _filed_here(self, body: dict[str, Any]) -> dict[str, Any]:
        done: dict[str, Any] = {"error_code": "0", "message": "Thành công", "result": []}
        if body["service"] == "DanhSachHoSo":
            return done | {"data": self.filed}
        if body["service"] == "LayTaiLieuHoSo":
            found = self.files.get(body["duongdanteptin"])
            return done | {"TepTinDinhKem": [found] if found else []}
        self.told.append(body["data"])
        return done

    def _report(self, body: dict[str, Any]) -> dict[str, Any]:
        (row,) = body["data"]
        known = row["MaHoSo"] in self.dossiers
        if body["isUpdating"] == "False" and known:
            return {"error_code": "3", "message": f"Hồ sơ {row['MaHoSo']} đã tồn tại", "result": []}
        if body["isUpdating"] == "True" and not known:
            return {"error_code": "-1", "message": "Không tìm thấy hồ sơ", "result": []}
        self.dossiers[row["MaHoSo"]] = row
        self.reports.append(row)
        return {"error_code": "0", "message": "Đồng bộ thành công", "result": []}

    @property
    def reported(self) -> list[str]:
        return [row["TrangThaiHoSo"] for row in self.reports]

    @property
    def stepped(self) -> list[str]:
        return [row["TrangThai"] for row in self.steps]
