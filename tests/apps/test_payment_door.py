"""INIT, QUERY and GET_BILL at the platform's door: what is taken, what is refused and why, in which manner."""

import io
import json
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.apps.national_fixtures import Seen
from tests.apps.payment_fixtures import RESULT_ORDER, SECRET, Paying, ask, init, sha

STARTED_ORDER = "MaLoi MaDoiTac MaThamChieu ThoiGianGD UrlThanhToan"


def last_started(seen: Seen) -> dict[str, Any]:
    return dict(seen.facts("payment_started")[-1].data)


ADDRESSES = ("/paymentplatform", "/paymentplatform/", "/paymentplatform/v1/init", "/a/gateway/paymentplatform/x")


def test_a_payment_is_started_wherever_the_platform_is_called(paying: Paying, seen: Seen) -> None:
    for path in ADDRESSES:
        answer = paying.client.post(path, json=init(), headers={"Authorization": "Bearer whatever"}).get_json()
        assert (answer["MaLoi"], answer["MaDoiTac"], answer["MaThamChieu"]) == ("00", "TINH92", "dvc0001"), path
        assert (seen.last().operation, seen.last().province) == ("payment/INIT", "payable")
    assert answer["UrlThanhToan"].startswith("http://localhost/paymentplatform/pay/")
    assert answer["MaXacThuc"] == sha(answer, STARTED_ORDER)
    assert seen.national.contracts["payment/INIT"].check_response(answer) == ()
    assert dict(seen.facts("payment_started")[0].data) == {
        "reference": "dvc0001", "dossier_code": "000.00.92.H92-260305-0007", "amount": 50000,
        "fees": [{"code": "PLP.0001", "name": "Lệ phí thử", "amount": 50000}], "procedure_code": "1.001193",
        "accepted": True, "answer_code": "00", "problem": "", "repeated": False,
    }  # fmt: skip


def test_both_known_clients_are_taken_without_a_finding(paying: Paying, open_session, seen: Seen) -> None:
    session = open_session("payable")
    number = session.people["applicant"]["personal_id"]
    for reference, kind in (("first1", "1"), ("second2", "Phi")):
        fees = [{"LoaiPhiLePhi": kind, "MaPhiLePhi": "P", "TenPhiLePhi": "Phí", "SoTien": "50000"}]
        paying.start(reference, ThongTinBienLai={"SoCMNDNguoiNop": number, "PhiLePhi": fees, "MaDichVu": "2"})
    assert seen.findings(session.id) == []
    assert len(seen.national.journal.exchanges(session.id)) == 2


REFUSED: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"MaDoiTac": "TINH93"}, "unknown_partner", "02"),
    ({"MaXacThuc": "0" * 64}, "wrong_signature", "03"),
    ({"PhienBan": "1.0.5"}, "version", "04"),
    ({"MaThamChieu": None}, "missing_field", "05"),
    ({"MaDoiTac": ""}, "missing_field", "05"),
    ({"SoTien": None}, "missing_field", "05"),
    ({"SoTien": ["50000"]}, "missing_field", "05"),
    ({"MaXacThuc": [1]}, "missing_field", "05"),
    ({"SoTien": "0"}, "amount", "06"),
    ({"SoTien": "-50000"}, "amount", "06"),
    ({"SoTien": "50.000"}, "amount", "06"),
    ({"SoTien": "1000000000000"}, "amount", "06"),
    ({"SoTien": 0.5}, "amount", "06"),
    ({"MaThamChieu": "dvc-0001"}, "reference", "07"),
    ({"MaThamChieu": "mã1"}, "reference", "07"),
    ({"MaThamChieu": "a" * 65}, "reference", "07"),
)


def test_what_cannot_be_started_is_refused_with_its_code(paying: Paying, seen: Seen) -> None:
    for changes, problem, code in REFUSED:
        answer = paying.send(init(**changes))
        assert (answer["MaLoi"], "UrlThanhToan" in answer) == (code, False), changes
        assert seen.national.catalogue.payment.answers[problem].remedy.vi in answer["MoTaLoi"]
        fact = last_started(seen)
        assert (fact["accepted"], fact["problem"], fact["answer_code"]) == (False, problem, code), changes
    assert seen.count("payment") == 0


ODD: tuple[dict[str, Any], ...] = (
    {"ThoiGianGD": "20260305023000"},
    {"ThoiGianGD": "20260305990000"},
    {"Ip": "không rõ"},
    {"SoTien": 50000},
    {"MaTienTe": None},
    {"ThongTinBienLai": None},
    {"ThongTinGiaoDich": "Nộp lệ phí hồ sơ"},
)


def test_what_only_looks_odd_is_taken(paying: Paying) -> None:
    answers = [paying.send(init(f"odd{number}", **changes)) for number, changes in enumerate(ODD)]
    assert [answer["MaLoi"] for answer in answers] == ["00"] * len(ODD)


def test_a_signature_in_capitals_is_taken(paying: Paying) -> None:
    message = init()
    assert paying.send({**message, "MaXacThuc": message["MaXacThuc"].upper()})["MaLoi"] == "00"


def test_a_wrong_signature_is_explained_without_the_secret(paying: Paying) -> None:
    answer = paying.send(init(secret="another-secret"))
    assert "INIT|1.0.6|TINH92|dvc0001|50000|PAY|1|1|vi-VN|VND|PAYMENT|THANH TOAN THU" in answer["MoTaLoi"]
    assert SECRET not in answer["MoTaLoi"]


UNREADABLE = (
    b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"LoaiBanTin": "PAY"}', b'{"LoaiBanTin": 1}', b"[" * 5000,
     b'{"LoaiBanTin": "INIT", "MaDoiTac": "\\ud800"}',
)  # fmt: skip


def test_what_cannot_be_read_gets_the_envelope(paying: Paying, seen: Seen) -> None:
    for body in UNREADABLE:
        answer = paying.client.post("/paymentplatform", data=body, content_type="application/json")
        assert (answer.status_code, answer.get_json()["MaLoi"]) == (200, "01"), body[:40]
    assert (seen.last().operation, seen.count("payment")) == ("payment/unknown", 0)


def test_a_message_as_long_as_a_book_is_refused(paying: Paying, seen: Seen) -> None:
    answer = paying.send(init(ThongTinGiaoDich="x" * 131_072))
    assert (answer["MaLoi"], "Tối đa 128 KB" in answer["MoTaLoi"], seen.count("payment")) == ("01", True, 0)


def test_a_wrong_method_gets_the_envelope(paying: Paying) -> None:
    for answer in (paying.client.get("/paymentplatform"), paying.client.put("/paymentplatform/x", json={})):
        assert (answer.status_code, answer.get_json()["MaLoi"]) == (200, "01")


def test_the_same_message_again_gets_the_same_address(paying: Paying, seen: Seen) -> None:
    assert paying.start() == paying.start(ThoiGianGD="20260305101700")
    assert (last_started(seen)["repeated"], seen.count("payment")) == (True, 1)


def test_a_reference_is_never_used_for_something_else(paying: Paying, seen: Seen) -> None:
    actions = {"paid": "pay", "failed": "fail", "cancelled": "cancel"}
    names = ("amount", "dossier", *actions, "expired")
    paths = {name: paying.start(name) for name in names}
    for name, action in actions.items():
        paying.decide(paths[name], action)
    for name in names:
        paying.clock.move(timedelta(minutes=15 if name == "expired" else 0))
        changes = {"ThongTinBienLai": {"MaHoSo": "another"}} if name == "dossier" else {}
        answer = paying.send(init(name, "60000" if name == "amount" else "50000", **changes))
        assert (answer["MaLoi"], last_started(seen)["problem"]) == ("08", "reference_used"), name
    assert seen.count("payment") == len(names)


def test_two_systems_may_use_the_same_reference(paying: Paying, register, seen: Seen) -> None:
    register("another", "96", payment={"partner": "TINH93", "secret": "another-secret"})
    paying.start()
    message = init(MaDoiTac="TINH93", secret="another-secret")
    assert paying.send(message)["MaLoi"] == "00"
    assert paying.send(ask("QUERY", "dvc0002"))["MaLoi"] == "09"
    assert seen.count("payment") == 2


STATES = (
    ("", "20", 0, "open"),
    ("pay", "00", 1, "paid"),
    ("fail", "21", 2, "failed"),
    ("cancel", "22", 3, "cancelled"),
)


def test_a_query_tells_the_state(paying: Paying, seen: Seen) -> None:
    for action, code, state, word in STATES:
        path = paying.start(word)
        if action:
            paying.decide(path, action)
        answer = paying.send(ask("QUERY", word))
        assert (answer["MaLoi"], answer["TrangThaiGD"], answer["SoTien"]) == (code, state, 50000)
        assert answer["MaXacThuc"] == sha(answer, RESULT_ORDER)
        assert seen.national.contracts["payment/QUERY"].check_response(answer) == ()
        fact = seen.facts("payment_query")[-1]
        assert [fact.get(name) for name in ("state", "accepted", "reference")] == [word, True, word]


def test_a_payment_expires_by_itself(paying: Paying) -> None:
    path = paying.start()
    paying.clock.move(timedelta(minutes=15, seconds=-1))
    assert paying.send(ask("QUERY"))["TrangThaiGD"] == 0
    paying.clock.move(timedelta(seconds=1))
    assert (paying.send(ask("QUERY"))["MaLoi"], paying.send(ask("GET_BILL"))["MaLoi"]) == ("23", "23")
    assert paying.decide(path).status_code == 303
    assert (paying.stored().state, paying.deliver(86400)) == ("open", 0)


def test_what_cannot_be_asked(paying: Paying) -> None:
    paying.decide(paying.start())
    cases = (({"MaXacThuc": "0" * 64}, "03"), ({"PhienBan": "2"}, "04"), ({"MaDoiTac": "X"}, "02"))
    for changes, code in (*cases, ({"MaThamChieu": "nobody"}, "09")):
        for kind in ("QUERY", "GET_BILL"):
            answer = paying.send(ask(kind, **changes))
            assert answer["MaLoi"] == code, (kind, changes)
            assert not {"TrangThaiGD", "URLBienLai"} & set(answer)


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_receipt_is_an_address_by_default(paying: Paying, seen: Seen) -> None:
    path = paying.start()
    assert paying.send(ask("GET_BILL"))["MaLoi"] == "20"
    paying.decide(path)
    answer = paying.send(ask("GET_BILL"))
    assert seen.national.contracts["payment/GET_BILL"].check_response(answer) == ()
    file = paying.client.get(answer["URLBienLai"] + "?dstcode=VN:COM:1:x&providerurl=y")
    assert (file.status_code, file.mimetype) == (200, "application/pdf")
    assert "Năm mươi nghìn đồng" in text_of(file.data)
    assert seen.last().response_body == f"(PDF, {len(file.data)} bytes)"
    assert [fact.get("form") for fact in seen.facts("bill_read")] == ["json", "pdf"]


def test_a_family_behind_a_middleware_reads_json_in_a_text_and_the_receipt_as_a_file(
    paying: Paying, register, seen: Seen
) -> None:
    register("payable", payment={"partner": "TINH92", "secret": SECRET}, dialect="tandan")
    answer = paying.send(init())
    assert answer["error_code"] == "0"
    path = json.loads(answer["message"])["UrlThanhToan"]
    refused = paying.send(ask("GET_BILL"))
    assert (refused["error_code"], json.loads(refused["message"])["MaLoi"]) == ("-1", "20")
    paying.decide(path)
    file = paying.client.post("/paymentplatform", json=ask("GET_BILL"))
    assert file.mimetype == "application/pdf"
    assert "dvc0001" in text_of(file.data)
    assert [fact.get("form") for fact in seen.facts("bill_read")] == ["pdf"]


def test_the_demo_account_pays_without_a_claim_sheet(client: FlaskClient, national: Any) -> None:
    message = national.contracts["payment/INIT"].example_request
    answer = client.post("/paymentplatform", json=message).get_json()
    assert answer["MaLoi"] == "00"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(["INIT", "QUERY", "GET_BILL"]), name=st.sampled_from([*init()]), value=VALUES)
def test_no_value_of_any_field_breaks_the_platform(paying: Paying, kind: str, name: str, value: Any) -> None:
    message = {**init(), "LoaiBanTin": kind, name: value}
    answer = paying.client.post("/paymentplatform", data=json.dumps(message), content_type="application/json")
    assert (answer.status_code, "MaLoi" in answer.get_json()) == (200, True)
