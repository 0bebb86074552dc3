"""Questions and answers, satisfaction figures and attachments of complaints, as a province exchanges them."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from simulator.control.blueprint import blueprint as control
from simulator.domain.claim_sheet import ClaimSheet
from simulator.web.national import National
from tests.apps.national_fixtures import Seen
from tests.apps.portal_messages import AGENCY, call, codes, log_in


@pytest.fixture
def app(app: Flask, national: National) -> Flask:
    app.register_blueprint(control(national))
    return app


def asked(client: FlaskClient, **head: Any) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = call(client, "LayDanhSachHoiDapGuiTuDVCQG", **head)["result"]
    return rows


def reply_to(number: str, text: str = "Tại bộ phận một cửa.") -> dict[str, str]:
    return {
        "HOIDAPID": number,
        "MADONVI": AGENCY,
        "NGUOITRALOI": "Cán bộ Thử",
        "CHUCVUNGUOITRALOI": "Chuyên viên",
        "NGAYTRALOI": "20250702090000",
        "NOIDUNGTRALOI": text,
    }


def test_a_system_finds_questions_of_citizens_and_they_stay_the_same(client: FlaskClient, national: National) -> None:
    first = asked(client)
    assert len(first) == sum(one.origin == "citizen" for one in national.catalogue.samples.questions)
    assert {row["TRANGTHAI"] for row in first} == {"0"}
    assert {row["MADONVI"] for row in first} == {AGENCY}
    assert asked(client) == first


def test_an_answer_that_was_synchronised_is_visible(client: FlaskClient, seen: Seen) -> None:
    number = asked(client)[0]["HOIDAPID"]
    assert call(client, "LayNoiDungTraLoiTheoCauHoi", cauhoiid=number)["result"] == []
    call(client, "DongBoKetQuaHoiDapGuiTuDVCQG", data=[reply_to(number)])
    found = call(client, "LayNoiDungTraLoiTheoCauHoi", cauhoiid=int(number))["result"]
    assert found == [{"TRALOIID": number, "NOIDUNGTRALOI": "Tại bộ phận một cửa."}]
    assert asked(client)[0]["TRANGTHAI"] == "1"
    assert [fact.data for fact in seen.facts("question_answered")] == [{"question": number, "accepted": True}]


def test_one_answer_to_nothing_refuses_the_message_and_changes_nothing(client: FlaskClient, seen: Seen) -> None:
    number = asked(client)[0]["HOIDAPID"]
    envelope = call(client, "DongBoKetQuaHoiDapGuiTuDVCQG", data=[reply_to(number), reply_to("42")])
    assert envelope["error_code"] == codes("unknown_item")
    assert "42" in envelope["message"]
    assert call(client, "LayNoiDungTraLoiTheoCauHoi", cauhoiid=number)["result"] == []
    assert [fact.data["accepted"] for fact in seen.facts("question_answered")] == [False, False]


def test_an_empty_answer_is_none(client: FlaskClient) -> None:
    number = asked(client)[0]["HOIDAPID"]
    assert call(client, "DongBoKetQuaHoiDapGuiTuDVCQG", data=[reply_to(number, " ")])["error_code"] == codes(
        "missing_field"
    )
    assert call(client, "LayNoiDungTraLoiTheoCauHoi", cauhoiid="42")["error_code"] == codes("unknown_item")


def test_what_one_system_answers_changes_nothing_for_another(
    client: FlaskClient, register: Callable[..., ClaimSheet]
) -> None:
    register("other", "92")
    number = asked(client)[0]["HOIDAPID"]
    call(client, "DongBoKetQuaHoiDapGuiTuDVCQG", data=[reply_to(number)])
    other = {"session": log_in(client, "other", "other-password"), "agency": "000.00.00.H92"}
    theirs = asked(client, **other)
    assert {row["TRANGTHAI"] for row in theirs} == {"0"}
    assert number not in {row["HOIDAPID"] for row in theirs}
    refused = call(client, "DongBoKetQuaHoiDapGuiTuDVCQG", data=[reply_to(number)], **other)
    assert refused["error_code"] == codes("unknown_item")


def test_an_agency_publishes_a_question_and_publishing_it_again_replaces_it(client: FlaskClient, seen: Seen) -> None:
    row = {"HOIDAPID": "17", "MaLinhVuc": "G15-HT01", "NOIDUNG": "Hỏi?", "MADONVI": AGENCY, "TENDONVI": "Tỉnh"}
    call(client, "DongBoHoiDap", data=[row])
    call(client, "DongBoHoiDap", data=[{**row, "NOIDUNG": "Hỏi lại?"}])
    listed = call(client, "LayDanhSachHoiDapBoCoQuan")["result"]
    assert [one["NOIDUNG"] for one in listed if one["HOIDAPID"] == "17"] == ["Hỏi lại?"]
    assert [one["TENDONVI"] for one in listed if one["TRANGTHAI"] == "1"] == ["Bộ Tư pháp"], "the sample of a ministry"
    assert len(seen.facts("question_reported")) == 2
    assert "17" not in {one["HOIDAPID"] for one in asked(client)}


def test_a_tester_asks_as_a_citizen(client: FlaskClient) -> None:
    body = {"province": "demo", "text": "Câu hỏi mới?", "procedure": "1.001193", "asker": {"name": "Phạm Thị Thử"}}
    put = client.post("/admin/questions", json=body).get_json()
    row = next(one for one in asked(client) if one["HOIDAPID"] == put["question"])
    assert (row["NOIDUNG"], row["MATTHCDP"], row["HOVATEN"]) == ("Câu hỏi mới?", "1.001193", "Phạm Thị Thử")
    call(client, "DongBoKetQuaHoiDapGuiTuDVCQG", data=[reply_to(put["question"], "Đây.")])
    shown = client.get("/admin/questions?province=demo").get_json()["questions"]
    assert next(one for one in shown if one["question"] == put["question"])["answer"] == "Đây."


WITHOUT_TEXT = {"province": "demo"}
STRANGE_ASKER = {"province": "demo", "text": "?", "asker": {"x": "y"}}


@pytest.mark.parametrize("body", [WITHOUT_TEXT, STRANGE_ASKER, {"province": "nowhere", "text": "?"}])
def test_a_question_that_cannot_be_put_is_refused(client: FlaskClient, body: dict[str, Any]) -> None:
    assert client.post("/admin/questions", json=body).status_code in (400, 404)


def test_an_attachment_of_a_complaint_comes_as_base64(client: FlaskClient, seen: Seen) -> None:
    files = [{"name": "a.txt", "media_type": "text/plain", "text": "Chào"}, {"name": "b.bin", "base64": "AAEC"}]
    made = client.post("/admin/petitions", json={"province": "demo", "text": "Phản ánh", "files": files}).get_json()
    rows = [call(client, "LayTaiLieuPAKN", TepTinPhanAnh=path)["result"][0] for path in made["paths"]]
    assert [base64.b64decode(row["Base64"]) for row in rows] == ["Chào".encode(), b"\x00\x01\x02"]
    assert rows[0]["LoaiTepTin"] == "text/plain"
    assert [fact.data["found"] for fact in seen.facts("petition_file_read")] == [True, True]


def test_sample_attachments_are_there_and_others_are_not(
    client: FlaskClient, national: National, register: Callable[..., ClaimSheet]
) -> None:
    for petition in national.catalogue.samples.petitions:
        for one in petition.files:
            row = call(client, "LayTaiLieuPAKN", TepTinPhanAnh=petition.path_of(one))["result"][0]
            assert base64.b64decode(row["Base64"]) == one.content
    register("other", "92")
    body = {"province": "other", "files": [{"name": "c.txt", "text": "của tỉnh khác"}]}
    path = client.post("/admin/petitions", json=body).get_json()["paths"][0]
    assert call(client, "LayTaiLieuPAKN", TepTinPhanAnh=path)["error_code"] == codes("unknown_item")
    assert call(client, "LayTaiLieuPAKN")["error_code"] == codes("missing_field")


@pytest.mark.parametrize("files", [None, [], ["x"], [{"name": "a/b", "text": ""}], [{"name": "a", "base64": "?"}]])
def test_a_complaint_without_files_that_can_be_kept_is_refused(client: FlaskClient, files: Any) -> None:
    assert client.post("/admin/petitions", json={"province": "demo", "files": files}).status_code == 400


def figures(**changes: str) -> dict[str, str]:
    three = {"RatHaiLong": "75%", "HaiLong": "20%", "ChuaHaiLong": "5%"}
    row = {"NgayTongHop": "7-2025", "TongSoNguoiDanhGia": "40", "NoiDung": "Chung", "Madonvi": AGENCY, "MaThuTuc": ""}
    named = {f"PhanTramDanhGia{name}": share for name, share in three.items()}
    return {**row, **named, **{f"PhanTramDanhGiaDichVu{name}": share for name, share in three.items()}, **changes}


def test_satisfaction_figures_are_kept_and_the_same_month_again_replaces_them(client: FlaskClient, seen: Seen) -> None:
    for _ in range(2):
        assert call(client, "DongBoDanhGia", data=[figures()])["error_code"] == codes("ok")
    assert seen.count("rating") == 1
    assert seen.facts("rating_report")[0].data["shares"] == [75.0, 20.0, 5.0]
    assert seen.findings("") == []


@pytest.mark.parametrize(
    ("share", "crooked"), [("20,4%", False), ("21.5%", False), ("40%", True), ("0%", True), ("nhiều", False)]
)
def test_shares_that_do_not_make_a_hundred_are_a_finding(
    client: FlaskClient, seen: Seen, share: str, crooked: bool
) -> None:
    assert call(client, "DongBoDanhGia", data=[figures(PhanTramDanhGiaHaiLong=share)])["error_code"] == codes("ok")
    found = [one for _, _, one in seen.national.journal.findings("") if one.keyword == "sum"]
    assert [(one.pointer, one.assumed) for one in found] == (
        [("/data/0/PhanTramDanhGiaRatHaiLong", True)] if crooked else []
    )


def test_nobody_answered_means_no_sum(client: FlaskClient, seen: Seen) -> None:
    none = {name: "0%" for name in figures() if name.startswith("PhanTram")}
    call(client, "DongBoDanhGia", data=[figures(TongSoNguoiDanhGia="0", **none)])
    assert seen.findings("") == []


def test_answers_follow_their_contracts(client: FlaskClient, national: National) -> None:
    number = asked(client)[0]["HOIDAPID"]
    messages: dict[str, dict[str, Any]] = {
        "LayDanhSachHoiDapGuiTuDVCQG": {},
        "LayDanhSachHoiDapBoCoQuan": {},
        "DongBoKetQuaHoiDapGuiTuDVCQG": {"data": [reply_to(number)]},
        "LayNoiDungTraLoiTheoCauHoi": {"cauhoiid": number},
        "DongBoDanhGia": {"data": [figures()]},
        "LayTaiLieuPAKN": {"TepTinPhanAnh": "/pakn/PA-0001/mo-ta.txt"},
    }
    for service, parts in messages.items():
        contract = national.contracts.by_service_key(service)
        assert contract is not None
        assert contract.check_response(call(client, service, **parts)) == (), service


@pytest.mark.parametrize("left_out", ["NgayTongHop", "Madonvi"])
def test_figures_of_no_month_or_agency_are_refused_with_all_others(
    client: FlaskClient, seen: Seen, left_out: str
) -> None:
    broken = {name: value for name, value in figures().items() if name != left_out}
    envelope = call(client, "DongBoDanhGia", data=[figures(), broken])
    assert envelope["error_code"] == codes("missing_field")
    assert f"/data/1/{left_out}" in envelope["message"]
    assert seen.count("rating") == 0
