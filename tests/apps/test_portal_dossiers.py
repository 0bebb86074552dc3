"""Dossiers and their steps: what is taken, what is refused and why, replays, and the sessions that they belong to."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.catalogue.claim_sheets import claim_sheet_of
from simulator.domain.claim_sheet import ClaimSheet
from simulator.session.dossiers import PortalDossiers
from simulator.session.provinces import DEMO_DOCUMENT
from simulator.session.sessions import Session
from simulator.web.national import National
from tests.apps.national_fixtures import Seen
from tests.apps.portal_messages import CODE, call, codes, log_in, report, step


def send(client: FlaskClient, *rows: Any, update: str = "False") -> dict[str, Any]:
    return call(client, "DongBoHoSoMC", isUpdating=update, data=list(rows))


def send_steps(client: FlaskClient, *rows: Any) -> dict[str, Any]:
    return call(client, "CapNhatTienDoHoSoMC", data=list(rows))


def test_a_new_dossier_is_kept_and_answered_with_success(client: FlaskClient, national: National) -> None:
    assert send(client, report())["error_code"] == "0"
    kept = PortalDossiers(national.db).find("demo", CODE)
    assert kept is not None
    assert (kept.status, kept.procedure_code, kept.owner_name) == (1, "1.001193", "ĐỖ THỊ HOÀ")
    assert kept.received_at == "2025-07-01T08:30:00+07:00"
    assert kept.history == ()


@pytest.mark.parametrize("code", ["1.001193", "1.001193.000.00.00.H99", "1.001193.H99"])
def test_localised_procedure_codes_are_known(client: FlaskClient, code: str) -> None:
    assert send(client, report(MaTTHC=code))["error_code"] == "0"


def test_the_same_new_dossier_again_is_a_duplicate(client: FlaskClient, seen: Seen) -> None:
    send(client, report())
    again = send(client, report(TrangThaiHoSo="2"))
    assert again["error_code"] == codes("duplicate")
    assert "đã tồn tại" in again["message"]
    assert seen.count("portal_dossier") == 1


def test_an_update_takes_the_place_of_the_row(client: FlaskClient, national: National) -> None:
    send(client, report())
    assert send(client, report(TrangThaiHoSo="2", SoDienThoai="0500000501"), update="True")["error_code"] == "0"
    kept = PortalDossiers(national.db).find("demo", CODE)
    assert kept is not None
    assert (kept.status, kept.phone) == (2, "0500000501")


def test_an_update_may_be_repeated(client: FlaskClient) -> None:
    send(client, report())
    for _ in range(2):
        assert send(client, report(TrangThaiHoSo="2"), update="True")["error_code"] == "0"


def test_an_update_of_an_unknown_dossier_is_refused(client: FlaskClient, seen: Seen) -> None:
    assert send(client, report(), update="True")["error_code"] == codes("unknown_dossier")
    assert seen.count("portal_dossier") == 0


@pytest.mark.parametrize("code", ["9.999999", "", "1.001193x", "khai-sinh"])
def test_an_unknown_procedure_is_refused(client: FlaskClient, code: str, seen: Seen) -> None:
    assert send(client, report(MaTTHC=code))["error_code"] in (codes("unknown_procedure"), codes("missing_field"))
    assert seen.count("portal_dossier") == 0


@pytest.mark.parametrize("field", ["MaHoSo", "MaTTHC", "TrangThaiHoSo"])
def test_a_missing_required_field_is_refused_and_named(client: FlaskClient, field: str, seen: Seen) -> None:
    row = report()
    del row[field]
    answer = send(client, row)
    assert answer["error_code"] == codes("missing_field")
    assert field in answer["message"]
    assert seen.count("portal_dossier") == 0


@pytest.mark.parametrize("value", [{"a": 1}, ["x"], None])
def test_a_wrong_type_is_refused(client: FlaskClient, value: Any, seen: Seen) -> None:
    assert send(client, report(MaHoSo=value))["error_code"] == codes("missing_field")
    assert seen.count("portal_dossier") == 0


@pytest.mark.parametrize("data", [None, {}, "x", [], [1], [None], ["row"], [[]]])
def test_data_that_holds_no_rows_is_refused(client: FlaskClient, data: Any, seen: Seen) -> None:
    assert call(client, "DongBoHoSoMC", isUpdating="False", data=data)["error_code"] == codes("missing_field")
    assert call(client, "CapNhatTienDoHoSoMC", data=data)["error_code"] == codes("missing_field")
    assert seen.count("portal_dossier") == 0


def test_the_good_rows_of_a_batch_are_kept_and_the_others_named(client: FlaskClient, seen: Seen) -> None:
    good, bad = report(MaHoSo=f"{CODE}1"), report(MaHoSo=f"{CODE}2", MaTTHC="9.999999")
    unnamed = report()
    del unnamed["MaHoSo"]
    answer = send(client, bad, good, unnamed, "no row")
    assert answer["error_code"] == codes("partial")
    assert answer["message"].startswith(f"Đã nhận 1/4 hồ sơ; chưa nhận: {CODE}2: Không có thủ tục")
    assert [(row["MaHoSo"], row["row"], row["error_code"]) for row in answer["result"]] == [
        (f"{CODE}2", 0, codes("unknown_procedure")),
        ("", 2, codes("missing_field")),
        ("", 3, codes("missing_field")),
    ]
    assert "/data/2/MaHoSo" in answer["result"][1]["message"]
    assert [fact.get("accepted") for fact in seen.facts("dossier_report")] == [False, True, False]
    assert seen.count("portal_dossier") == 1
    assert send(client, report(MaHoSo=f"{CODE}3"), report(MaHoSo=f"{CODE}2"))["error_code"] == "0"
    assert seen.count("portal_dossier") == 3


def test_a_code_twice_in_one_batch_of_new_dossiers_is_a_duplicate(client: FlaskClient, seen: Seen) -> None:
    answer = send(client, report(), report(ChuHoSo="TÊN KHÁC"))
    assert [(row["row"], row["error_code"]) for row in answer["result"]] == [(1, codes("duplicate"))]
    assert "đã tồn tại" in answer["message"]
    assert seen.count("portal_dossier") == 1
    assert [fact.get("answer_code") for fact in seen.facts("dossier_report")] == ["0", codes("duplicate")]


def test_a_refused_row_does_not_bar_its_code(client: FlaskClient, seen: Seen) -> None:
    answer = send(client, report(MaTTHC="9.999999"), report())
    assert [row["row"] for row in answer["result"]] == [0]
    assert seen.count("portal_dossier") == 1


def test_a_long_list_of_refusals_is_short_in_the_message_and_whole_in_the_result(client: FlaskClient) -> None:
    answer = send(client, *[report(MaHoSo=f"{CODE}{index}", MaTTHC="9.9") for index in range(9)])
    assert "Đã nhận 0/9 hồ sơ" in answer["message"]
    assert "và 4 hồ sơ khác, xem result" in answer["message"]
    assert len(answer["result"]) == 9


def test_a_client_without_a_public_status_is_taken_and_does_not_lose_the_status(
    client: FlaskClient, national: National
) -> None:
    send(client, report(TrangThaiHoSo="4"))
    assert send(client, report(TrangThaiHoSo="0"), update="True")["error_code"] == "0"
    kept = PortalDossiers(national.db).find("demo", CODE)
    assert kept is not None
    assert kept.status == 4


def test_two_provinces_may_use_the_same_dossier_code(
    client: FlaskClient, register: Callable[..., ClaimSheet], seen: Seen
) -> None:
    sheet = register("other", "92")
    assert send(client, report())["error_code"] == "0"
    session = log_in(client, "other", "other-password")
    answer = call(client, "DongBoHoSoMC", session, sheet.agency, isUpdating="False", data=[report()])
    assert answer["error_code"] == "0"
    assert seen.count("portal_dossier") == 2


def test_steps_are_appended_in_order_of_time_and_an_older_one_deletes_nothing(
    client: FlaskClient, national: National
) -> None:
    send(client, report())
    later = step(ThoiDiemXuLy="20250702090000", TrangThai="9")
    assert send_steps(client, later)["error_code"] == "0"
    assert send_steps(client, step())["error_code"] == "0"
    kept = PortalDossiers(national.db).find("demo", CODE)
    assert kept is not None
    assert [one["status"] for one in kept.history] == [4, 9]
    send(client, report(TrangThaiHoSo="2"), update="True")
    kept = PortalDossiers(national.db).find("demo", CODE)
    assert kept is not None
    assert len(kept.history) == 2


def test_a_step_that_is_repeated_is_acknowledged_and_not_doubled(client: FlaskClient, seen: Seen) -> None:
    send(client, report())
    for _ in range(3):
        assert send_steps(client, step())["error_code"] == "0"
    assert send_steps(client, step(), step(TrangThai="9"))["error_code"] == "0"
    assert seen.count("portal_step") == 2


def test_a_step_of_an_unknown_dossier_is_refused_and_the_others_are_kept(client: FlaskClient, seen: Seen) -> None:
    send(client, report())
    assert send_steps(client, step(MaHoSo="H99-1"))["error_code"] == codes("unknown_dossier")
    answer = send_steps(client, step(), step(MaHoSo="H99-1"))
    assert (answer["error_code"], [row["MaHoSo"] for row in answer["result"]]) == (codes("partial"), ["H99-1"])
    assert "1/2 bước xử lý" in answer["message"]
    assert seen.count("portal_step") == 1


def test_a_step_without_a_required_field_is_refused(client: FlaskClient, seen: Seen) -> None:
    send(client, report())
    row = step()
    del row["ThoiDiemXuLy"]
    assert send_steps(client, row)["error_code"] == codes("missing_field")
    assert seen.count("portal_step") == 0


def test_a_dossier_is_found_by_its_code_in_the_own_province_only(
    client: FlaskClient, register: Callable[..., ClaimSheet]
) -> None:
    send(client, report())
    found = call(client, "TraCuuHoSo", mahoso=CODE)["result"]
    assert [row["MaTrangThai"] for row in found] == ["1"]
    assert found[0]["TrangThaiHoSo"] == "Mới đăng ký"
    assert call(client, "TraCuuHoSo", mahoso="unknown")["result"] == []
    sheet = register("other", "92")
    session = log_in(client, "other", "other-password")
    assert call(client, "TraCuuHoSo", session, sheet.agency, mahoso=CODE)["result"] == []


def test_a_query_without_a_code_is_refused(client: FlaskClient) -> None:
    assert call(client, "TraCuuHoSo")["error_code"] == codes("missing_field")


def test_rows_belong_to_the_session_of_their_person_and_then_of_their_code(
    client: FlaskClient, open_session: Callable[..., Session], seen: Seen
) -> None:
    mine, other = open_session(), open_session()
    rows = [
        report(MaHoSo=f"{CODE}{index}", SoGiayToChuHoSo=session.people["applicant"]["personal_id"])
        for index, session in enumerate((mine, other))
    ]
    assert send(client, *rows)["error_code"] == "0"
    for index, session in enumerate((mine, other)):
        facts = seen.facts("dossier_report", session.id)
        assert [(fact.get("dossier_code"), fact.get("row")) for fact in facts] == [(f"{CODE}{index}", index)]
        assert facts[0].get("accepted") is True
        assert facts[0].get("answer_code") == "0"
        assert facts[0].get("is_update") is False
        assert "ambiguous" not in facts[0].data
    send_steps(client, step(MaHoSo=f"{CODE}1"))
    assert seen.facts("progress_report", mine.id) == []
    assert [fact.get("status") for fact in seen.facts("progress_report", other.id)] == [4]
    call(client, "TraCuuHoSo", mahoso=f"{CODE}0")
    assert [fact.get("found") for fact in seen.facts("dossier_query", mine.id)] == [True]


def test_what_is_refused_is_a_fact_too_but_not_accepted(
    client: FlaskClient, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session()
    owner = session.people["applicant"]["personal_id"]
    send(client, report(SoGiayToChuHoSo=owner, MaTTHC="9.999999"))
    assert [fact.get("accepted") for fact in seen.facts("dossier_report", session.id)] == [False]
    send_steps(client, step())
    assert seen.facts("progress_report", session.id) == [], "a refused dossier does not lend its code to the session"


def test_findings_go_to_the_sessions_of_their_row(
    client: FlaskClient, open_session: Callable[..., Session], seen: Seen
) -> None:
    good, bad = open_session(), open_session()
    rows = [
        report(MaHoSo=f"{CODE}1", SoGiayToChuHoSo=good.people["applicant"]["personal_id"]),
        report(
            MaHoSo=f"{CODE}2",
            SoGiayToChuHoSo=bad.people["applicant"]["personal_id"],
            NgayTiepNhan="2025-07-01",
            TruongLa="x",
        ),
    ]
    assert send(client, *rows)["error_code"] == "0", "what is stored may still be a finding"
    assert seen.findings(good.id) == []
    assert {pointer for _, pointer in seen.findings(bad.id)} == {"/data/1/NgayTiepNhan", "/data/1/TruongLa"}


def test_a_row_that_names_nobody_known_is_an_orphan(client: FlaskClient, national: National) -> None:
    send(client, report(SoGiayToChuHoSo="099185999999"))
    orphan = national.journal.orphans("demo")[0]
    assert ["personal_id", "099185999999"] in orphan["keys"]


def test_a_person_s_account_is_found_by_number(
    client: FlaskClient, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session()
    person = session.people["applicant"]
    found = call(client, "TraCuuTechID", provider="wso2is", mstorcmnd=person["personal_id"])["result"]
    assert found == [{"TECHNICALID": person["tech_id"]}]
    assert [fact.get("found") for fact in seen.facts("tech_id_query", session.id)] == [True]
    assert call(client, "TraCuuTechID", provider="wso2is", mstorcmnd="099185999999")["result"] == []
    assert call(client, "TraCuuTechID", provider="wso2is")["error_code"] == codes("missing_field")


@pytest.mark.parametrize(("claims", "found"), [(["mirror"], True), (["take"], False)])
def test_a_dossier_of_others_is_shown_to_a_system_that_mirrors_its_service(
    client: FlaskClient, national: National, claims: list[str], found: bool
) -> None:
    claim = {"role": "relay", "intake": "redirect", "driver": "api", "claims": claims}
    sheet = claim_sheet_of({**DEMO_DOCUMENT, "services": {"khai-sinh": claim}}, "demo.yaml", national.catalogue)
    with national.db.write() as tx:
        national.provinces.register(tx, sheet)
    send(client, report())
    with national.db.write() as tx:
        tx.execute("UPDATE portal_dossier SET province = 'others'")
    assert bool(call(client, "TraCuuHoSo", mahoso=CODE)["result"]) is found
