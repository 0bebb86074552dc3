"""Filing at the portal itself, and the calls of the systems that fetch such dossiers: by pull, and as linked ones."""

import base64
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient

from simulator.core.clock import FixedClock
from simulator.domain.claim_sheet import ClaimSheet
from simulator.session.sessions import Session
from simulator.web.national import National
from tests.apps.national_fixtures import Seen
from tests.apps.portal_messages import call, codes, report
from tests.apps.test_portal_citizen import HTML, log_in

AGENCY = "000.00.00.H92"
PAPER = {"code": "KS.GIAY_CHUNG_SINH", "name": "cs.pdf", "content_type": "application/pdf", "content": "JVBERg=="}
WIDE = {"ngayNhan1": "2025-06-29", "ngayNhan2": "2025-07-01"}
SERVICES = {
    "khai-sinh": {"role": "handler", "intake": "redirect", "also": ["pull"], "driver": "api"},
    "lt-khai-tu": {"role": "handler", "intake": "poll-linked", "driver": "api"},
}


@pytest.fixture
def sheet(register: Callable[..., ClaimSheet]) -> ClaimSheet:
    return register("pulls", services=SERVICES, test_clock="per_dossier", hooks={"clock": {"path": "/clock"}})


@pytest.fixture
def session(sheet: ClaimSheet, open_session: Callable[..., Session]) -> Session:
    return open_session(sheet.id)


@pytest.fixture
def browser(live: National, session: Session) -> Iterator[requests.Session]:
    with requests.Session() as opened:
        opened.trust_env = False
        log_in(opened, live, "/citizen/services", session.people["applicant"]["personal_id"])
        yield opened


@pytest.fixture
def file(browser: requests.Session, live: National) -> Callable[..., requests.Response]:
    """File at the portal as a program does: every line that takes a text gets one."""

    def send(code: str = "1.001193", submission_id: str = "s-1", **changes: Any) -> requests.Response:
        url = f"{live.public_url}/citizen/services/{code}/file?province=pulls"
        form = browser.get(url, timeout=10).json()
        values = {line["id"]: line["value"] or "chữ" for line in form["fields"] if line["state"] != "locked"}
        body = {"submission_id": submission_id, "values": values, "components": [PAPER], **changes}
        return browser.post(f"{live.public_url}{form['submit']}", json=body, timeout=10)

    return send


@pytest.fixture
def pull(client: FlaskClient, sheet: ClaimSheet) -> Callable[..., dict[str, Any]]:
    token = client.post("/mapi/login", json={"username": "pulls", "password": "pulls-password"}).get_json()["session"]

    def ask(service: str, **parts: Any) -> dict[str, Any]:
        return call(client, service, token, AGENCY, donViXuLy=AGENCY, **parts)

    return ask


File = Callable[..., requests.Response]
Pull = Callable[..., dict[str, Any]]


def test_the_form_is_filled_with_what_the_state_knows(
    browser: requests.Session, live: National, session: Session
) -> None:
    form = browser.get(f"{live.public_url}/citizen/services/1.001193/file?province=pulls", timeout=10).json()
    lines = {line["id"]: line for line in form["fields"]}
    assert lines["applicant_full_name"]["state"] == "locked"
    assert lines["applicant_full_name"]["value"] == session.people["applicant"]["full_name"]
    assert lines["child_name"]["state"] == "input"


def test_a_filed_dossier_is_listed_read_and_its_file_fetched(
    file: File, pull: Pull, session: Session, seen: Seen
) -> None:
    code = file().json()["dossier_code"]
    assert pull("DanhSachHoSo", **WIDE)["result"] == pull("DanhSachHoSo", **WIDE)["data"]
    (row,) = pull("DanhSachHoSo", **WIDE)["data"]
    assert (row["maHoSo"], row["maTTHC"]) == (code, "1.001193")
    assert row["soCmnd"] == session.people["applicant"]["personal_id"]
    (short,) = pull("TraCuuHoSo", mahoso=code)["data"]
    assert (short["MaTTHC"], short["MaTrangThai"]) == ("1.001193", "1")
    (fetched,) = pull("LayTaiLieuHoSo", duongdanteptin=row["hoSoDinhKem"][0]["filedinhkem"])["TepTinDinhKem"]
    assert base64.b64decode(fetched["Base64"]) == b"%PDF"
    assert [fact.get("dossier_code") for fact in seen.facts("filing_listed", session.id)] == [code]
    assert [fact.get("component") for fact in seen.facts("filing_file", session.id)] == ["KS.GIAY_CHUNG_SINH"]


def test_the_same_submission_makes_one_dossier(file: File, pull: Pull) -> None:
    assert file().json() == file().json()
    assert file(submission_id="s-2").json() != file().json()
    assert len(pull("DanhSachHoSo", **WIDE)["data"]) == 2


def test_the_list_is_a_window_of_session_days_or_of_wall_days(file: File, pull: Pull, clock: FixedClock) -> None:
    file()
    today = clock.now().date()
    windows = {("2025-06-29", "2025-06-30"): 0, ("2025-07-01", "2025-07-01"): 1}
    windows[today.isoformat(), today.isoformat()] = 1
    for (first, last), count in windows.items():
        assert len(pull("DanhSachHoSo", ngayNhan1=first, ngayNhan2=last)["data"]) == count
    assert pull("DanhSachHoSo", ngayNhan1="20250701", ngayNhan2="nay")["error_code"] == codes("missing_field")


def test_a_closed_session_is_not_listed_any_more_and_not_late(
    file: File, pull: Pull, national: National, session: Session
) -> None:
    file()
    pull("DanhSachHoSo", **WIDE)
    with national.db.write() as tx:
        national.sessions.close(tx, session.id)
    assert pull("DanhSachHoSo", **WIDE)["data"] == []
    found = national.sessions.get(session.id)
    assert found is not None
    assert not found.late


def test_another_system_gets_neither_list_nor_file(file: File, pull: Pull, client: FlaskClient) -> None:
    file()
    (row,) = pull("DanhSachHoSo", **WIDE)["data"]
    assert call(client, "DanhSachHoSo", **WIDE)["data"] == []
    path = row["hoSoDinhKem"][0]["filedinhkem"]
    assert call(client, "LayTaiLieuHoSo", duongdanteptin=path)["TepTinDinhKem"] == []


def test_the_portal_has_the_dossier_so_a_report_updates_it(file: File, client: FlaskClient) -> None:
    code = file().json()["dossier_code"]
    token = client.post("/mapi/login", json={"username": "pulls", "password": "pulls-password"}).get_json()["session"]
    row = report(MaHoSo=code, MaTTHC="1.001193", TrangThaiHoSo="2")
    for updating, answer in (("False", "duplicate"), ("True", "ok")):
        told = call(client, "DongBoHoSoMC", token, AGENCY, isUpdating=updating, data=[row])
        assert told["error_code"] == codes(answer)


def test_a_status_with_an_own_code_ties_both_codes_together(
    file: File, pull: Pull, national: National, session: Session, seen: Seen
) -> None:
    code, own = file().json()["dossier_code"], "000.00.12.H92-250701-0001"
    data = {"MaHoSo": code, "MaHoSoDonVi": own, "NgayXuLy": "20250701090000", "NoiDung": "nhận", "TrangThai": "2"}
    assert pull("DongBoTrangThaiHoSo", type="2", data=data)["error_code"] == codes("ok")
    (short,) = pull("TraCuuHoSo", mahoso=code)["data"]
    assert short["MaTrangThai"] == "2"
    assert national.sessions.match(national.db.read, "pulls", [("dossier_code", own)]) == (session.id,)
    (told,) = seen.facts("status_report", session.id)
    assert (told.get("own_code"), told.get("status"), told.get("accepted")) == (own, 2, True)
    unknown = pull("DongBoTrangThaiHoSo", type="2", data={**data, "MaHoSo": "X", "MaHoSoDonVi": ""})
    assert unknown["error_code"] == codes("unknown_dossier")


def test_an_empty_line_is_named(file: File, session: Session, seen: Seen) -> None:
    answer = file(values={})
    assert answer.status_code == 422
    assert "child_name" in answer.json()["error"]["vi"]
    assert [fact.get("accepted") for fact in seen.facts("portal_filing", session.id)] == [False]


def test_a_service_that_nobody_fetches_is_refused(browser: requests.Session, live: National) -> None:
    for query in ("province=demo", "province=pulls&way=poll-linked"):
        answer = browser.get(f"{live.public_url}/citizen/services/1.001193/file?{query}", timeout=10)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_fetched")


def test_a_person_files_on_the_page(browser: requests.Session, live: National, pull: Pull) -> None:
    url = f"{live.public_url}/citizen/services/1.001193/file?province=pulls&way=pull"
    page = browser.get(url, headers=HTML, timeout=10)
    assert 'enctype="multipart/form-data"' in page.text
    form = browser.get(url, timeout=10).json()
    lines = {f"line:{line['id']}": line["value"] or "chữ có dấu" for line in form["fields"]}
    sent = {"submission_id": "by-hand", **lines}
    files = {"file:KS.GIAY_CHUNG_SINH": ("giấy.pdf", b"%PDF", "application/pdf")}
    done = browser.post(url, data=sent, files=files, headers=HTML, timeout=10)
    assert done.url.startswith(f"{live.public_url}/citizen/dossiers/")
    (row,) = pull("DanhSachHoSo", **WIDE)["data"]
    assert row["hoSoDinhKem"][0]["magiayto"] == "KS.GIAY_CHUNG_SINH"
    told = {line["maTruong"]: line["giaTri"] for line in row["thongTinToKhai"]}
    assert told["child_name"] == "chữ có dấu"


def test_the_page_of_the_service_leads_there(client: FlaskClient, sheet: ClaimSheet) -> None:
    page = client.get("/citizen/services/1.001193", headers=HTML).text
    assert f'data-testid="file-khai-sinh-{sheet.id}"' in page


class Poller:
    """A client of the linked service."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        base = "/lienthong/api/lienthongdvclt/"
        return self.client.open(base + path, method=method, json=body, headers=self.headers)


@pytest.fixture
def poller(client: FlaskClient, sheet: ClaimSheet) -> Poller:
    account = {"userName": "pulls", "password": "pulls-password"}
    return Poller(client, client.post("/lienthong/api/token", json=account).get_json()["token"])


def test_a_linked_dossier_is_polled_acknowledged_and_told_about(
    file: File, poller: Poller, pull: Pull, session: Session, seen: Seen
) -> None:
    code = file("2.002622").json()["dossier_code"]
    assert pull("DanhSachHoSo", **WIDE)["data"] == []
    (row,) = poller.ask("GET", "hosolienthong").get_json()["data"]
    assert (row["maHoSo"], row["module"]) == (code, "KT")
    whole = poller.ask("GET", f"hosolienthong/{row['id']}").get_json()
    assert '"hoTich"' in whole["data"]
    assert base64.b64decode(whole["fileDinhKem"][0]["duLieuTepDinhKem"]) == b"%PDF"
    said = poller.ask("PUT", "hosolienthong", {"maHoSo": code, "daNhan": True}).get_json()
    assert "cập nhật thành công" in said["message"].lower()
    assert poller.ask("GET", "hosolienthong").get_json() == {"data": []}
    status = {"soHoSoLT": code, "maHoSo": "H92-1", "trangThai": "3", "thoiGianThucHien": "01/07/2025 09:00:00"}
    assert poller.ask("POST", "trangthaihoso", status).status_code == 200
    kinds = ("filing_listed", "filing_read", "filing_file", "filing_acknowledged", "status_report")
    assert [len(seen.facts(kind, session.id)) for kind in kinds] == [1, 1, 1, 1, 1]
    assert seen.facts("status_report", session.id)[0].get("status") == 2


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "hosolienthong/999", None),
        ("PUT", "hosolienthong", {"maHoSo": "X", "daNhan": True}),
        ("PUT", "hosolienthong", None),
        ("POST", "trangthaihoso", {"soHoSoLT": "X", "trangThai": "3"}),
        ("POST", "trangthaihoso", ["x"]),
    ],
)
def test_what_the_linked_service_does_not_know(
    poller: Poller, sheet: ClaimSheet, method: str, path: str, body: Any
) -> None:
    assert poller.ask(method, path, body).status_code == 404


def test_a_token_is_needed_and_ends(poller: Poller, sheet: ClaimSheet, clock: FixedClock) -> None:
    assert Poller(poller.client, "wrong").ask("GET", "hosolienthong").status_code == 401
    wrong = poller.client.post("/lienthong/api/token", json={"userName": "pulls", "password": "x"})
    assert wrong.status_code == 401
    clock.move(timedelta(hours=1))
    assert poller.ask("GET", "hosolienthong").status_code == 401
