"""The portal fetches the files of a dossier: what comes, what does not, and from where nothing is fetched."""

import io
import socket
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, Response, redirect, request
from flask.testing import FlaskClient

from simulator.core.clock import FixedClock
from simulator.domain.claim_sheet import ClaimSheet
from simulator.portal import file_fetching
from simulator.web import outbound
from simulator.web.national import National
from simulator.web.outbox import Outbox
from tests.apps.live import LiveApp
from tests.apps.national_fixtures import Seen
from tests.apps.portal_messages import call, log_in, report

PDF = b"%PDF-1.4\nwhatever\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
AGENCY = "000.00.00.H92"


def docx() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return held.getvalue()


FILES: dict[str, tuple[bytes, str]] = {
    "pdf": (PDF, "application/pdf"),
    "png": (PNG, "image/png"),
    "jpeg": (JPEG, "image/jpeg"),
    "docx": (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xml": (b'<?xml version="1.0"?><a/>', "application/xml"),
    "txt": ("Giấy khai sinh".encode(), "text/plain; charset=utf-8"),
    "unlabelled": (PDF, "application/octet-stream"),
    "nothing": (b"", "application/pdf"),
    "half": (PDF[:20], "application/pdf"),
    "not-a-pdf": (b"loi he thong", "application/pdf"),
    "half-png": (PNG[:20], "image/png"),
    "page": (b"<!DOCTYPE html><title>404</title>", "text/html"),
    "page-as-text": (b"\r\n<html></html>", "text/plain"),
    "program": (b"MZ\x90\x00\x03", "application/octet-stream"),
    "large": (b"%PDF-1.4" + b"x" * (1024 * 1024) + b"%%EOF", "application/pdf"),
}


class Store:
    """A system's store of files; it remembers what it was asked for."""

    def __init__(self, url: str) -> None:
        self.asked: list[str] = []
        self.status = 200
        app = Flask("files")
        app.add_url_rule("/f/<name>", "file", self.file)
        app.add_url_rule("/r/<way>", "moved", self.moved)
        app.add_url_rule("/XrdAdapter/RestService/forward/service/vpcp/viewbill", "bill", self.bill)
        self.app = app
        self.url = url

    def file(self, name: str) -> Response:
        self.asked.append(name)
        if self.status != 200 or name not in FILES:
            return Response("", self.status if self.status != 200 else 404)
        content, media_type = FILES[name]
        return Response(content, content_type=media_type)

    def moved(self, way: str) -> Any:
        self.asked.append(way)
        port = self.url.rsplit(":", 1)[1]
        targets = {
            "here": "/f/pdf",
            "twice": "/r/here",
            "elsewhere": "https://kho-tep.example/f/pdf",
            "other-name": f"http://localhost:{port}/f/pdf",
            "other-port": "http://127.0.0.1:1/f/pdf",
            "nowhere": "",
        }
        return redirect(targets[way], 302)

    def bill(self) -> Response:
        self.asked.append(request.query_string.decode())
        return Response(PDF, content_type="application/pdf")


@pytest.fixture(scope="module")
def served() -> Iterator[LiveApp]:
    live = LiveApp()
    yield live
    live.stop()


@pytest.fixture
def store(served: LiveApp) -> Store:
    made = Store(served.url)
    served.app = made.app
    return made


@pytest.fixture
def sheet(store: Store, register: Callable[..., ClaimSheet]) -> ClaimSheet:
    files = {"max_mb": 1, "hosts": ["kho.tinh.example", "tep.tinh.example:8443"]}
    return register("p", base_url=store.url, files=files)


@pytest.fixture
def tell(client: FlaskClient, sheet: ClaimSheet, national: National) -> Callable[..., list[dict[str, Any]]]:
    """Report a dossier that points to these links, let the portal fetch, and return what it says of each."""

    def told(*links: str, results: tuple[str, ...] = (), deleted: str = "False", **head: Any) -> list[dict[str, Any]]:
        papers = [
            {"TepDinhKemId": link, "MaThanhPhanHoSo": "C1", "IsDeleted": deleted, "DuongDanTaiTepTin": link}
            for link in links
        ]
        made = [{"MaGiayToKetQua": "K1", "GiayToId": link, "DuongDanTepTinKetQua": link} for link in results]
        row = report(
            MaHoSo="000.00.00.H92-250701-0001", MaTTHC="1.001193.H92", TaiLieuNop=papers, DanhSachGiayToKetQua=made
        )
        session = log_in(client, "p", "p-password")
        envelope = call(client, "DongBoHoSoMC", session, AGENCY, **{"isUpdating": "False", **head}, data=[row])
        assert envelope["error_code"] == "0", envelope
        Outbox(national, patient=True).deliver_due()
        return [dict(fact.data) for fact in Seen(national).facts("file_fetched")]

    return told


@pytest.mark.parametrize("name", ["pdf", "png", "jpeg", "docx", "xml", "txt", "unlabelled"])
def test_a_file_is_fetched_and_known_by_its_content(tell: Any, store: Store, name: str) -> None:
    (fetched,) = tell(f"{store.url}/f/{name}")
    assert (fetched["ok"], fetched["problem"], fetched["status"]) == (True, "", 200)
    assert fetched["size"] == len(FILES[name][0])
    assert fetched["media_type"] == {
        "docx": "application/zip",
        "txt": "text/plain",
        "unlabelled": "application/pdf",
    }.get(name, FILES[name][1])
    assert (fetched["purpose"], fetched["component"]) == ("paper", "C1")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("missing", "http_status"),
        ("nothing", "empty"),
        ("half", "corrupt"),
        ("not-a-pdf", "corrupt"),
        ("half-png", "corrupt"),
        ("page", "wrong_type"),
        ("page-as-text", "wrong_type"),
        ("program", "wrong_type"),
        ("large", "too_large"),
    ],
)
def test_what_is_no_whole_file_is_told(tell: Any, store: Store, national: National, name: str, problem: str) -> None:
    (fetched,) = tell(results=(f"{store.url}/f/{name}",))
    assert (fetched["ok"], fetched["problem"], fetched["purpose"]) == (False, problem, "result")
    assert Outbox(national, patient=True).seconds_left() is None, "asking again would not mend it"


def test_content_is_not_kept_in_the_journal(tell: Any, store: Store, seen: Seen) -> None:
    tell(f"{store.url}/f/txt")
    last = seen.last()
    assert (last.operation, last.direction, last.method) == ("province/downloadfile", "out", "GET")
    assert "Giấy khai sinh" not in last.response_body
    assert "(16 bytes, text/plain, SHA-256 " in last.response_body


def test_each_link_of_a_dossier_is_fetched_once(tell: Any, store: Store, seen: Seen) -> None:
    tell(f"{store.url}/f/pdf", f"{store.url}/f/pdf")
    tell(f"{store.url}/f/pdf", f"{store.url}/f/png", isUpdating="True")
    assert store.asked == ["pdf", "png"]
    assert len(seen.facts("file_named")) == 2


def test_two_files_that_differ_in_their_token_alone_are_two(tell: Any, store: Store) -> None:
    told = tell(f"{store.url}/f/pdf?token=a", f"{store.url}/f/pdf?token=b")
    assert len({one["file"] for one in told}) == 2
    assert len({one["link"] for one in told}) == 1


@pytest.mark.parametrize("deleted", ["True", "1"])
def test_a_deleted_file_is_not_fetched(tell: Any, store: Store, deleted: str) -> None:
    assert tell(f"{store.url}/f/pdf", deleted=deleted) == []
    assert store.asked == []


def test_an_address_through_the_adapter_keeps_its_query(tell: Any, store: Store) -> None:
    query = "token=YmllbmxhaS5wZGY=&dstcode=VN:COM:0000000001:bienlai&providerurl=https%3A%2F%2Fbienlai.example"
    (fetched,) = tell(f"{store.url}/XrdAdapter/RestService/forward/service/vpcp/viewbill?{query}")
    assert fetched["ok"]
    assert store.asked == [query]
    assert "YmllbmxhaS5wZGY=" not in fetched["link"], "what may be a secret is shown nowhere"


def test_a_redirect_on_the_same_host_is_followed_once_and_each_hop_is_an_exchange(
    tell: Any, store: Store, national: National
) -> None:
    tell(f"{store.url}/r/here")
    Outbox(national, patient=True).deliver_due()
    assert [fact.data["ok"] for fact in Seen(national).facts("file_fetched")] == [True]
    assert store.asked == ["here", "pdf"]
    hops = [one for one in national.journal.latest(9) if one.operation == "province/downloadfile"]
    assert sorted(one.status or 0 for one in hops) == [200, 302]


@pytest.mark.parametrize(
    ("way", "asked"),
    [
        ("twice", ["twice", "here"]),
        ("elsewhere", ["elsewhere"]),
        ("other-name", ["other-name"]),
        ("other-port", ["other-port"]),
        ("nowhere", ["nowhere", "nowhere"]),
    ],
)
def test_other_redirects_are_not_followed(
    tell: Any, store: Store, national: National, way: str, asked: list[str]
) -> None:
    tell(f"{store.url}/r/{way}")
    Outbox(national, patient=True).deliver_due()
    (fetched,) = (fact.data for fact in Seen(national).facts("file_fetched"))
    assert (fetched["ok"], fetched["problem"]) == (False, "redirected")
    assert store.asked == asked


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("https://kho-tep.example/f/pdf", "host_not_listed"),
        ("http://tep.tinh.example:8080/f", "host_not_listed"),
        ("http://127.0.0.1:1/f/pdf", "host_not_listed"),
        ("http://169.254.169.254/latest/meta-data", "host_not_listed"),
        ("ftp://kho.tinh.example/f", "bad_link"),
        ("file:///etc/passwd", "bad_link"),
        ("tep/17", "bad_link"),
        ("http://kho.tinh.example@evil.example/", "bad_link"),
        ("http://kho.tinh.example:port/", "bad_link"),
        ("http://evil.example\\@kho.tinh.example/", "bad_link"),
        ("http://kho.tinh.example/a b", "bad_link"),
        ("http://kho.tinh.example/a\r\nHost: evil.example", "bad_link"),
    ],
)
def test_nothing_is_fetched_from_elsewhere(
    tell: Any, national: National, monkeypatch: pytest.MonkeyPatch, link: str, problem: str
) -> None:
    monkeypatch.setattr(outbound, "addresses_of", lambda _url: pytest.fail("nothing may be resolved"))
    (fetched,) = tell(link)
    assert (fetched["ok"], fetched["problem"], fetched["attempt"]) == (False, problem, 0)
    assert [one.operation for one in national.journal.latest(1)] == ["portal/DongBoHoSoMC"], "no call was made"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1", "::ffff:127.0.0.1"])
def test_a_listed_name_that_leads_inside_is_not_connected_to(
    tell: Any, national: National, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(outbound, "addresses_of", lambda _url: [address])
    (fetched,) = tell("http://kho.tinh.example/f/pdf")
    assert (fetched["ok"], fetched["problem"], fetched["status"]) == (False, "private_address", None)
    assert Outbox(national, patient=True).seconds_left() is None


def test_the_checked_address_is_the_one_that_is_connected_to(
    store: Store,
    client: FlaskClient,
    national: National,
    register: Callable[..., ClaimSheet],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The name is asked for once; whoever answers otherwise the second time is not heard."""
    port = int(store.url.rsplit(":", 1)[1])
    monkeypatch.setattr(outbound, "addresses_of", lambda _url: ["127.0.0.1"])
    real = socket.getaddrinfo
    asked: list[Any] = []

    def spied(host: Any, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        return real(host, *rest, **more)

    sheet = register("q", "91", base_url="http://q.example", files={"hosts": [f"kho.tinh.example:{port}", "127.0.0.1"]})
    monkeypatch.setattr(socket, "getaddrinfo", spied)
    link = f"http://kho.tinh.example:{port}/f/pdf"
    row = report(MaHoSo="000.00.00.H91-250701-0001", TaiLieuNop=[{"TepDinhKemId": "1", "DuongDanTaiTepTin": link}])
    session = log_in(client, sheet.account, "q-password")
    call(client, "DongBoHoSoMC", session, "000.00.00.H91", isUpdating="False", data=[row])
    Outbox(national, patient=True).deliver_due()
    assert store.asked == ["pdf"]
    assert "kho.tinh.example" not in asked


def test_what_may_pass_is_tried_again_twice_and_then_given_up(
    tell: Any, store: Store, national: National, clock: FixedClock, seen: Seen
) -> None:
    store.status = 503
    tell(f"{store.url}/f/pdf")
    for seconds in file_fetching.WAITS:
        clock.move(timedelta(seconds=seconds - 1))
        assert Outbox(national, patient=True).deliver_due() == 0
        clock.move(timedelta(seconds=1))
        assert Outbox(national, patient=True).deliver_due() == 1
    assert Outbox(national, patient=True).seconds_left() is None
    assert [fact.data["attempt"] for fact in seen.facts("file_fetched")] == [1, 2, 3]


def test_a_store_that_comes_back_is_heard(
    tell: Any, store: Store, national: National, clock: FixedClock, seen: Seen
) -> None:
    store.status = 503
    tell(f"{store.url}/f/pdf")
    store.status = 200
    clock.move(timedelta(seconds=file_fetching.WAITS[0]))
    Outbox(national, patient=True).deliver_due()
    assert [fact.data["ok"] for fact in seen.facts("file_fetched")] == [False, True]


def test_the_files_of_a_status_of_a_portal_dossier_are_fetched_too(
    tell: Any, store: Store, client: FlaskClient, national: National, seen: Seen
) -> None:
    tell()
    session = log_in(client, "p", "p-password")
    data = {
        "MaHoSo": "000.00.00.H92-250701-0001",
        "MaHoSoDonVi": "000.00.00.H92-250701-0001",
        "NoiDung": "Đã xử lý",
        "NgayXuLy": "20250701090000",
        "TrangThai": "9",
        "TaiLieuXuLy": [{"TepDinhKemId": "7", "IsDeleted": "False", "DuongDanTaiTepTin": f"{store.url}/f/pdf"}],
    }
    call(client, "DongBoTrangThaiHoSo", session, AGENCY, type="2", data=data)
    Outbox(national, patient=True).deliver_due()
    assert [fact.data["ok"] for fact in seen.facts("file_fetched")] == [True]


def test_no_message_makes_more_than_a_hundred_fetches_of_one_dossier(tell: Any, store: Store, seen: Seen) -> None:
    links = [f"{store.url}/f/pdf?n={number}" for number in range(file_fetching.MOST_LINKS + 5)]
    tell(*links)
    assert len(seen.facts("file_named")) == file_fetching.MOST_LINKS
