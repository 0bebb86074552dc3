"""The portal calls a system, which may call back while the portal's own request is open: real servers on both sides."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from flask import Flask, jsonify, request
from flask.testing import FlaskClient

from simulator.control.blueprint import blueprint as control
from simulator.control.hand_store import HandStore
from simulator.session.dossiers import PortalDossiers
from simulator.stack.server import BoundServer
from simulator.web.national import National
from simulator.web.outbox import Outbox
from tests.apps.control.conftest import claim, register, session_body
from tests.apps.live import LiveApp
from tests.apps.national_fixtures import national_app

PATHS = {
    "lookup": "/x/search/call",
    "promotion": "/x/addtthcKhuyenMai",
    "promotion_amendment": "/x/nhanhsdvcqg",
    "tax_notice": "/x/nhantbthuedvcqg",
    "tax_receipt": "/x/nhanhsdvcqg",
}
DOSSIER = {"MaHoSo": "H98-1", "TrangThaiHoSo": "2", "MaTTHC": "1.001193", "TenTTHC": "x", "DonViXuLy": "y"}


class System:
    """A system that keeps what it hears and answers what it is told to."""

    def __init__(self, portal: str) -> None:
        self.portal = portal
        self.heard: list[dict[str, Any]] = []
        self.answer: Callable[[dict[str, Any]], Any] = lambda _body: {"error_code": 0, "message": "Thành công"}
        self.app = Flask("system")
        for path in set(PATHS.values()):
            self.app.add_url_rule(path, path, self._hear, methods=["POST"])

    def _hear(self) -> Any:
        self.heard.append(request.get_json())
        answered = self.answer(self.heard[-1])
        return answered if isinstance(answered, tuple) else jsonify(answered)

    def call(self, service: str, **body: Any) -> Any:
        """Log in at the adapter and call an operation."""
        login = {"username": "tinh-thu", "password": "mat-khau"}
        session = requests.post(f"{self.portal}/mapi/login", json=login, timeout=5).json()["session"]
        head = {"session": session, "madonvi": "000.00.00.H98", "service": service}
        return requests.post(f"{self.portal}/mapi/g", json={**head, **body}, timeout=5).json()


class Bench:
    """A national side and a system, both listening."""

    def __init__(self, national: National, client: FlaskClient, system: System, url: str) -> None:
        self.national, self.client, self.system, self._url = national, client, system, url
        self.use()
        opened = client.post("/admin/sessions", json=session_body()).get_json()
        self.session = opened["session"]
        self.citizen = opened["people"]["applicant"]["attributes"]["personal_id"]
        self._requests = 0

    def use(self, inbound: dict[str, str] | None = None, **changes: Any) -> None:
        register(self.national, claim(self._url, inbound=PATHS if inbound is None else inbound, **changes))

    def portal(self, action: str, **told: Any) -> dict[str, Any]:
        self._requests += 1
        body = {"request_id": f"r-{self._requests}", "action": action, **told}
        answer = self.client.post(f"/admin/sessions/{self.session}/portal", json=body)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.get_json()
        return result

    def by_hand(self, operation: str, **body: Any) -> dict[str, Any]:
        answer = self.client.post(f"/admin/provinces/tinh-thu/inbound/{operation}", json=body)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.get_json()
        return result

    def facts(self, kind: str = "portal_asked") -> list[Any]:
        return [fact for fact in self.national.journal.facts(self.session) if fact.kind == kind]

    def know(self, code: str = "H98-1") -> str:
        """Let the session have a dossier."""
        store = HandStore(self.national.db)
        with self.national.db.write() as tx:
            store.submitted(tx, self.session, code, "")
            self.national.sessions.register_key(tx, self.session, "tinh-thu", "dossier_code", code)
        return code


@pytest.fixture
def bench(national: National, live_system: LiveApp) -> Iterator[Bench]:
    app = national_app(national)
    app.register_blueprint(control(national))
    server = BoundServer("127.0.0.1", 0, threads=6)
    national.public_url = server.url
    system = System(server.url)
    live_system.app = system.app
    with server.serving(app):
        yield Bench(national, app.test_client(), system, live_system.url)


def test_a_look_up_is_one_bare_exchange(bench):
    code = bench.know()
    bench.system.answer = lambda _body: DOSSIER

    assert bench.portal("look_up")["found"] is True
    assert bench.system.heard == [{"madonvi": "000.00.00.H98", "service": "TraCuuHoSo", "masohoso": code}]
    (fact,) = bench.facts()
    assert (fact.get("ok"), fact.get("answer")["status"], fact.get("answer")["procedure_code"]) == (True, 2, "1.001193")


def test_a_dossier_that_is_not_there_is_an_answer(bench):
    bench.know()
    bench.system.answer = lambda _body: {"error_code": -1, "message": "Không tìm thấy"}

    assert bench.portal("look_up", dossier="unknown") | {"position": 0} == {"ok": True, "found": False, "position": 0}
    assert bench.facts()[0].get("dossier_code") != "H98-1"


def test_a_look_up_that_fails_is_told_with_its_exchange(bench):
    bench.know()
    bench.system.answer = lambda _body: ("<html>", 500)

    assert bench.portal("look_up")["problem"]["kind"] == "http_status"
    (fact,) = bench.facts()
    assert (fact.get("ok"), fact.get("status"), fact.get("problem")) == (False, 500, "http_status")


def test_a_system_may_call_back_and_commit_while_the_portal_waits_for_it(bench):
    """The call back reads the account of the trader and tells a status: a held transaction would stop both."""
    back: list[Any] = []

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        back.append(bench.system.call("TraCuuTechID", provider="wso2is", mstorcmnd=body["MaSoThue"]))
        data = {"MaHoSo": body["MaHoSo"], "MaHoSoDonVi": "H98-7", "TrangThai": "2", "NgayXuLy": "20250701090000",
                "MaDoiTuong": "", "NoiDung": "Tiếp nhận", "TaiLieuXuLy": []}  # fmt: skip
        back.append(bench.system.call("DongBoTrangThaiHoSo", type="2", data=data))
        return {"error_code": 0, "message": "Thành công"}

    bench.system.answer = answer
    sent = bench.portal("send_promotion", procedure_code="2.000033")

    assert sent["ok"] is True
    assert back[0]["result"][0]["TECHNICALID"]
    assert back[1]["error_code"] == "0"
    assert bench.facts("tech_id_query")[0].get("number") == bench.citizen
    assert bench.facts("status_report")[0].get("own_code") == "H98-7"
    kept = PortalDossiers(bench.national.db).find("tinh-thu", sent["dossier_code"])
    assert kept is not None
    assert (kept.status, kept.procedure_code) == (2, "2.000033")


def test_a_promotion_follows_its_contract_and_carries_its_files(bench):
    bench.portal("send_promotion")
    (body,) = bench.system.heard
    assert bench.national.contracts["portal/inbound-promotion"].check_request(body) == ()
    assert body["MaSoThue"] == bench.citizen
    assert body["TenTepDonDangKy"] == "thong-bao.txt"
    assert base64.b64decode(body["TepDonDangKy"]).decode().startswith("Thông báo")
    assert [one["TenTepDinhKem"] for one in body["TaiLieuNop"]] == ["the-le.txt"]


def test_the_same_request_files_one_notice(bench):
    first = bench.portal("send_promotion")
    bench._requests -= 1
    assert bench.portal("send_promotion") == first
    assert len(bench.system.heard) == 1


def test_a_duplicate_comes_at_once_and_its_answer_is_another_fact(bench):
    bench.system.answer = lambda _body: {"error_code": min(len(bench.system.heard) - 1, 1), "message": ""}
    bench.portal("send_promotion", faults=["twice"])

    assert bench.system.heard[0] == bench.system.heard[1]
    assert [(fact.get("ok"), fact.get("answer_code")) for fact in bench.facts()] == [(True, 0), (True, 1)]


def test_a_system_that_does_not_answer_is_told_again_later(bench, clock):
    bench.know()
    bench.system.answer = lambda _body: ("down", 503)
    assert bench.portal("send_tax_notice")["ok"] is False

    bench.system.answer = lambda _body: {"error_code": 0}
    outbox = Outbox(bench.national)
    assert outbox.deliver_due("tinh-thu") == 0
    clock.move(timedelta(seconds=11))
    assert outbox.deliver_due("tinh-thu") == 1
    assert [(fact.get("attempt"), fact.get("ok")) for fact in bench.facts()] == [(1, False), (2, True)]


def test_a_refusal_is_final_and_ends_the_story(bench, clock):
    bench.know()
    bench.system.answer = lambda _body: {"error_code": -1, "message": "Không có hồ sơ"}
    problem = bench.portal("send_tax_notice")["problem"]

    assert "Không có hồ sơ" in problem["detail"]
    clock.move(timedelta(hours=1))
    assert Outbox(bench.national).deliver_due("tinh-thu") == 0


def test_notice_and_receipt_name_the_same_decision_and_sum(bench):
    bench.know()
    bench.portal("send_tax_notice", lines=[{"item": "Thuế", "amount": 5}, {"item": "Lệ phí", "amount": 7}])
    bench.portal("send_tax_receipt")

    told = [fact.get("told") for fact in bench.facts()]
    assert (told[1]["amount"], told[1]["decision"]) == (12, told[0]["lines"][0]["decision"])
    assert bench.system.heard[1]["data"]["ThongTinThanhToan"]["SoTien"] == 12


def test_a_family_is_called_in_its_own_words(bench):
    bench.know()
    bench.use({**PATHS, "security_key": "khoa-chung"}, dialect="tandan")
    bench.system.answer = lambda _body: ("", 201)

    assert bench.portal("send_tax_notice")["ok"] is True
    assert {"Service", "IsUpdating", "Data", "SecurityKey", "Ngay"} == set(bench.system.heard[0])
    assert bench.system.heard[0]["SecurityKey"] == "khoa-chung"


def test_an_amendment_names_the_notice_and_where_its_file_is(bench):
    first = bench.portal("send_promotion")["dossier_code"]
    second = bench.portal("amend_promotion")["dossier_code"]
    data = bench.system.heard[1]["data"]

    assert (data["MaHoSoQG"], data["ThongTinDaNop"]["MaHoSoQGDNP"]) == (second, first)
    file = bench.system.call("LayTaiLieuHoSo", donViXuLy="000.00.00.H98", duongdanteptin=data["URLTepDangKy"])
    assert file["TepTinDinhKem"][0]["TenTepTin"]


def test_an_address_that_the_sheet_does_not_name_is_not_called(bench):
    bench.know()
    bench.use({})
    for action in ("look_up", "send_promotion", "send_tax_notice"):
        assert bench.portal(action)["problem"]["kind"] == "not_offered"
    assert bench.system.heard == []


def test_a_receipt_without_a_notice_is_a_problem(bench):
    bench.know()
    assert bench.portal("send_tax_receipt")["problem"]["kind"] == "no_dossier"


@pytest.mark.parametrize("operation", ["promotion", "amendment", "tax_notice", "tax_receipt"])
def test_a_developer_sends_any_message_by_hand(bench, operation):
    sent = bench.by_hand(operation)

    assert (sent["ok"], sent["status"], sent["answer_code"]) == (True, 200, 0)
    contract = {"amendment": "promotion-amendment"}.get(operation, operation).replace("_", "-")
    assert bench.national.contracts[f"portal/inbound-{contract}"].check_request(bench.system.heard[0]) == ()


def test_a_developer_looks_up_by_hand(bench):
    bench.system.answer = lambda _body: DOSSIER
    assert bench.by_hand("look_up", dossier_code="H98-1")["answer"]["status"] == 2
    bench.system.answer = lambda _body: ("no", 500)
    assert bench.by_hand("look_up", dossier_code="H98-1")["problem"]["kind"] == "http_status"


def test_by_hand_the_first_persona_files_and_the_newest_dossier_is_meant(bench):
    row = json.loads(json.dumps(bench.national.contracts["portal/DongBoHoSoMC"].example_request["data"]))
    row[0] |= {"MaHoSo": "H98-4"}
    assert bench.system.call("DongBoHoSoMC", isUpdating="False", data=row)["error_code"] == "0"

    code = bench.by_hand("promotion")["dossier_code"]
    assert bench.system.heard[0]["MaSoThue"] == next(iter(bench.national.personas.people.values()))["personal_id"]
    assert bench.by_hand("amendment")["dossier_code"] != code
    assert bench.system.heard[1]["data"]["ThongTinDaNop"]["MaHoSoQGDNP"] == code
    assert bench.by_hand("tax_notice")["dossier_code"] == "H98-4"
    assert bench.by_hand("tax_notice", dossier_code="H98-5", person=bench.citizen)["dossier_code"] == "H98-5"


def test_by_hand_a_wrong_word_is_named(bench):
    answer = bench.client.post("/admin/provinces/tinh-thu/inbound/tax-notice", json={})
    assert answer.status_code == 400
    assert "tax_notice" in answer.get_json()["error"]["en"]
    wrong = bench.client.post("/admin/provinces/tinh-thu/inbound/promotion", json={"faults": ["thrice"]})
    assert wrong.status_code == 400
    nobody = bench.client.post("/admin/provinces/tinh-thu/inbound/promotion", json={"person": "citizn"})
    assert "did you mean citizen" in nobody.get_json()["error"]["en"]
    nothing = bench.client.post("/admin/provinces/tinh-thu/inbound/look_up", json={})
    assert "has not told the portal of any yet" in nothing.get_json()["error"]["en"]


NASTY: list[dict[str, Any]] = [
    {"dossier_code": "\ud800"},
    {"dossier_code": "\x00"},
    {"dossier_code": "x" * 201},
    {"person": "\ud800"},
    {"request_id": "\ud800"},
    {"procedure_code": "\ud800"},
    {"procedure_code": [1]},
    {"lines": 5},
    {"lines": [[]]},
    {"lines": [{"item": "\x00", "amount": 1}]},
    {"lines": [{"item": "x", "amount": float("inf")}]},
    {"lines": [{"item": "x", "amount": 10**16}]},
    {"lines": [{"item": "x", "amount": -1}]},
    {"faults": [{}]},
]


def test_by_hand_nothing_that_is_sent_breaks_the_simulator(bench):
    for operation in ("look_up", "promotion", "amendment", "tax_notice", "tax_receipt"):
        for body in NASTY:
            answer = bench.client.post(
                f"/admin/provinces/tinh-thu/inbound/{operation}", data=json.dumps(body), content_type="application/json"
            )
            assert answer.status_code in (200, 400), (operation, body, answer.text)


def test_a_dossier_code_that_no_xml_may_hold_is_written_all_the_same(bench):
    bench.know("H98\x0b1")
    assert bench.portal("send_tax_notice")["ok"] is True
    sent = base64.b64decode(bench.system.heard[0]["data"]["FileThongBaoThue"]).decode()
    assert "<MA_HSO>H98\N{REPLACEMENT CHARACTER}1</MA_HSO>" in sent


def test_no_answer_of_a_system_breaks_the_simulator_or_what_it_remembers(bench):
    code = bench.know()
    strange = ('{"error_code":-1,"message":"\\ud800"}', '{"MaHoSo":"\\uD800","TrangThaiHoSo":{"a":1}}', "[" * 5000,
               '{"error_code":1e400}', '{"error_code":-99999999999999999999}', "[]", "null", "-1", "")  # fmt: skip
    for raw in strange:
        bench.system.answer = lambda _body, raw=raw: (raw, 200, {"Content-Type": "application/json"})
        for operation in ("look_up", "promotion", "tax_notice"):
            assert bench.by_hand(operation, dossier_code=code)["ok"] in (True, False)
    assert bench.facts()[0].get("dossier_code") == code
