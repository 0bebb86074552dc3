"""Documents and handbook over HTTP; every route of the national side is described, and what is described exists."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from simulator.openapi.adapter_paths import PREFIXES
from simulator.stack.app import national_app
from simulator.web.national import National

FOR_PEOPLE = ("/console", "/exchanges/", "/docs", "/openapi")
"""Pages of the simulator itself; programs have /admin."""
CATCH_ALL = {
    "/": "start page of the console",
    "/admin/": "answers what is unknown",
    "/admin/<path:rest>": "answers what is unknown",
    "/vneid/<path:rest>": "finds the endpoints of every login profile itself",
    "/KetNoiMotCuaQuocGia": "finds the doors of the dialects itself",
    "/KetNoiMotCuaQuocGia/<path:path>": "the same: the names of some are settings of a site",
    "/paymentplatform/": "the platform's door again, with whatever stands behind it",
    "/paymentplatform/<path:rest>": "the same",
}
PLACE = re.compile(r"<[^>]+>")


@pytest.fixture
def whole(national: National) -> Flask:
    return national_app(national)


@pytest.fixture
def browser(whole: Flask) -> FlaskClient:
    return whole.test_client()


def documented(browser: FlaskClient) -> Iterator[tuple[str, str]]:
    """Yield (method, path) of every documented operation that the national side offers."""
    for row in browser.get("/openapi").json["documents"]:  # type: ignore[index]
        written = browser.get(f"/openapi/{row['id']}.json").json
        for path, item in written["paths"].items():  # type: ignore[index]
            for method in item:
                if method != "servers":
                    yield method.upper(), path


def test_every_route_is_described(whole: Flask, browser: FlaskClient) -> None:
    known: dict[str, set[str]] = {}
    for method, path in documented(browser):
        known.setdefault(re.sub(r"\{[^}]+\}", "{}", path), set()).add(method)
    missing = []
    for rule in whole.url_map.iter_rules():
        text = str(rule).removeprefix("/<path:prefix>")
        if text in CATCH_ALL or text.startswith(FOR_PEOPLE):
            continue
        described = known.get(PLACE.sub("{}", text), set())
        if not described & (rule.methods or set()):
            missing.append(f"{sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'})} {text}")
    assert missing == [], "describe them in contracts/routes/, or by a contract"


def test_what_is_described_exists(whole: Flask, browser: FlaskClient) -> None:
    adapter = whole.url_map.bind("localhost")
    gone = []
    for method, path in documented(browser):
        filled = re.sub(r"\{[^}]+\}", "1", path.replace("{hand}", "citizen"))
        rule, _ = adapter.match(filled, method, return_rule=True)
        if str(rule) in CATCH_ALL and not str(rule).startswith(("/vneid/", "/KetNoiMotCuaQuocGia")):
            gone.append(f"{method} {path}")
        if str(rule) == "/vneid/<path:rest>" and browser.open(filled, method=method).status_code in (404, 405):
            gone.append(f"{method} {path}")
    assert gone == []


def test_the_index_names_the_documents_with_their_public_address(browser: FlaskClient, national: National) -> None:
    rows = browser.get("/openapi").json["documents"]  # type: ignore[index]
    assert {"portal", "admin"} <= {row["id"] for row in rows}
    assert all(row["url"] == f"{national.public_url}/openapi/{row['id']}.json" for row in rows)
    portal = browser.get("/openapi/portal.json").json
    assert portal["servers"] == [{"url": national.public_url}]  # type: ignore[index]
    assert portal["paths"]["/mapi/g"]["servers"][1]["url"].endswith(PREFIXES[0])  # type: ignore[index]
    refused = browser.get("/openapi/portall.json")
    assert refused.status_code == 404
    assert "portal" in refused.json["error"]["vi"]  # type: ignore[index]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_opens(browser: FlaskClient, language: str) -> None:
    start = browser.get(f"/docs?lang={language}").text
    links = sorted(set(re.findall(r'href="(/docs/[^"#]+)"', start)))
    assert len(links) > 100
    for link in links:
        page = browser.get(link)
        assert page.status_code == 200, link
        assert f'<html lang="{language}">' in page.text
        assert "<h1>" in page.text


def test_an_operation_page_has_all_that_an_integrator_needs(browser: FlaskClient) -> None:
    page = browser.get("/docs/portal/DongBoHoSoMC").text
    for part in ("/data/*/MaHoSo", "Mã hồ sơ", "SEEN", "ASSUMED", "đã tồn tại", "Gửi lại đúng bản tin",
                 "curl --request POST", "/VXPAdapter/RestService/forward", "lgsp-facade"):  # fmt: skip
        assert part in page, part
    assert 'id="dead_session"' in browser.get("/docs/errors").text
    assert "/vneid/" in browser.get("/docs/vneid/token").text


def test_the_search_finds_by_name_path_and_words_and_never_breaks(browser: FlaskClient) -> None:
    assert "TraCuuTechID" in browser.get("/docs?q=tracuutech").text
    assert "LayThuTuc" not in browser.get("/docs?q=ký số").text
    nasty = browser.get("/docs", query_string={"q": "<script>" + "x" * 5000}).text
    assert "<script>" not in nasty
    assert 'data-testid="found"' in nasty


def test_a_page_that_nobody_has_names_near_ones(browser: FlaskClient) -> None:
    page = browser.get("/docs/portal/DongBoHoSo")
    assert page.status_code == 404
    assert "portal/DongBoHoSoMC" in page.text


def test_pages_load_nothing_and_run_nothing(browser: FlaskClient) -> None:
    page = browser.get("/docs")
    assert "script" not in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_what_no_route_takes_is_answered_in_a_form_that_programs_read(browser: FlaskClient) -> None:
    """A number that is no number matches no route of the linked service: found by sending what its document allows."""
    nowhere = browser.get("/lienthong/api/lienthongdvclt/hosolienthong/abc")
    assert (nowhere.status_code, nowhere.mimetype) == (404, "application/json")
    assert "vi" in nowhere.json["error"]  # type: ignore[index]
    assert "/hosolienthong/abc" in nowhere.json["message"]  # type: ignore[index]
    for typed, page in (("/console", "/"), ("/docs/", "/docs"), ("/openapi/", "/openapi")):
        assert urlsplit(browser.get(typed).headers["Location"]).path == page, "an address that people type"
    refused = browser.put("/healthz")
    assert refused.status_code == 405
    assert "GET" in refused.headers["Allow"]
