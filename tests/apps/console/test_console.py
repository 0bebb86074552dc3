"""The console's pages: complete in both languages, safe to open, and useful without a script."""

from html.parser import HTMLParser

import pytest

from simulator.console.shown import business_answer, curl_command, pretty
from simulator.domain.contract_finding import ContractFinding
from tests.apps.console.conftest import append
from tests.apps.control.conftest import PROVINCE, claim, register

NASTY = "</pre><script>alert('x')</script>"


def test_the_start_page_says_where_to_connect_in_vietnamese_first(console, national):
    page = console.get("/").text
    assert '<html lang="vi">' in page
    for address in ("/mapi/login", "/mapi/g", "/vneid", "/ndxp/csdlqgdc/TraCuuThongTinCongDan", "/citizen/services"):
        assert f"{national.public_url}{address}" in page
    for word in ("demo-rp-secret", "000.00.00.H99", "/VXPAdapter/RestService/forward", "Chưa có lượt trao đổi nào"):
        assert word in page


def test_english_is_one_click_away(console):
    assert 'href="?lang=en"' in console.get("/").text
    page = console.get("/?lang=en").text
    assert '<html lang="en">' in page
    assert "Nothing has travelled yet" in page


def test_a_claim_sheet_with_the_demo_codes_takes_the_demo_account_off_the_page(console, national):
    register(national, claim("http://127.0.0.1:8031", agency="000.00.00.H99"))
    page = console.get("/").text
    assert "demo-rp-secret" not in page
    assert "Tỉnh Thử" in page
    assert "mat-khau" not in page


def test_the_last_exchanges_are_listed_newest_first_with_status_and_findings(console, national, clock):
    finding = ContractFinding("portal/DongBoHoSoMC", "/data/0/MaHoSo", "a text", "7", "type")
    append(national, clock, findings=[(finding, ())])
    append(national, clock, status=None, error="timeout", direction="out", party="control")
    page = console.get("/").text
    assert page.index('href="/exchanges/2"') < page.index('href="/exchanges/1"')
    assert "không trả lời (timeout)" in page
    assert "! 1" in page
    assert "09:30:00" in page


def test_the_list_can_be_narrowed_to_one_system(console, national, clock):
    register(national, claim("http://127.0.0.1:8031"))
    append(national, clock)
    append(national, clock, province=None)
    page = console.get(f"/?province={PROVINCE}").text
    assert 'href="/exchanges/1"' in page
    assert 'href="/exchanges/2"' not in page
    assert "Chỉ của Tỉnh Thử." in page


def test_orphans_are_shown_with_what_was_sent(console, national, clock):
    append(national, clock, orphans=[(0, [("phone", "0501")])])
    assert "<code>0501</code>" in console.get("/").text


def test_an_exchange_shows_bodies_findings_and_the_command_to_repeat_it(console, national, clock):
    finding = ContractFinding("portal/DongBoHoSoMC", "/data/0/MaHoSo", "a text", "7", "type", assumed=True)
    append(national, clock, findings=[(finding, ())], facts=[("dossier_query", "", {"found": True})])
    page = console.get("/exchanges/1").text
    for words in ("Nguyễn Thị Hoà", "/data/0/MaHoSo", "do chúng tôi giả định", "dossier_query", "curl --request POST"):
        assert words in page
    assert "Host: 127.0.0.1" not in page


def test_an_unknown_exchange_names_the_latest(console, national, clock):
    append(national, clock)
    answer = console.get("/exchanges/9")
    assert answer.status_code == 404
    assert "mới nhất là 1" in answer.text


def test_what_a_system_sent_is_never_run(console, national, clock):
    append(
        national, clock, request_body=NASTY, response_body=NASTY, url=f"http://x/{NASTY}", operation=NASTY,
        request_headers={NASTY: NASTY}, facts=[("dossier_query", "", {"found": NASTY})],
        orphans=[(0, [("phone", NASTY)])],
        findings=[(ContractFinding(NASTY, NASTY, NASTY, NASTY), ())],
    )  # fmt: skip
    for path in ("/", "/exchanges/1", "/console/exchanges", "/console/orphans", "/console/exchanges/1/curl"):
        page = console.get(path)
        assert "alert" in page.text
        assert "<script>" not in page.text
        assert "script-src 'self';" in page.headers["Content-Security-Policy"]


class Outside(HTMLParser):
    """Collects every address a page would fetch, and its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in ("iframe", "object", "embed"):
            self.fetched.append(tag)
        if tag == "script" and "src" not in dict(attrs):
            self.fetched.append("a script in the page")
        self.fetched += [value for name, value in attrs if name in ("src", "srcset", "poster", "action")]
        self.fetched += [value for name, value in attrs if tag == "link" and name == "href"]


@pytest.mark.parametrize("path", ["/", "/exchanges/1", "/exchanges/99", "/console/exchanges", "/console/dossiers"])
def test_a_page_fetches_nothing_but_our_own_files(console, national, clock, path):
    append(national, clock)
    reader = Outside()
    text = console.get(path).text
    reader.feed(text)
    assert [one for one in reader.fetched if not one.startswith(("/console/", "data:,"))] == []
    for script in (one for one in reader.fetched if one.endswith(".js")):
        assert console.get(script).status_code == 200
    assert "url(" not in text
    assert "@import" not in text


def test_others_than_this_machine_need_the_token(console, national):
    remote = {"REMOTE_ADDR": "192.0.2.7"}
    assert console.get("/", environ_overrides=remote).status_code == 403
    national.admin_token = "token-1"
    asked = console.get("/", environ_overrides=remote)
    assert asked.status_code == 401
    assert asked.headers["WWW-Authenticate"].startswith("Basic ")
    assert console.get("/", auth=("", "token-1"), environ_overrides=remote).status_code == 200


def test_the_command_survives_a_shell(console, national, clock):
    append(national, clock, request_body="it's $HOME `x`")
    command = curl_command(national.journal.exchange(1))
    assert """--data-raw 'it'"'"'s $HOME `x`'""" in command
    assert "Authorization: ***" in command


def test_json_is_laid_out_with_its_letters_and_anything_else_left_alone():
    assert pretty('{"a":"Hoà"}') == '{\n  "a": "Hoà"\n}'
    assert pretty("a=1&b=2") == "a=1&b=2"
    assert pretty("[" * 100_000) == "[" * 100_000


def test_the_page_of_a_refused_request_says_why_in_the_language_of_the_page(console, national, clock):
    told = {"operation": "token", "vi": "Thiếu code_verifier.", "en": "The code_verifier is missing."}
    draft = [("identity_refused", "", told)]
    position = append(national, clock, operation="vneid/token", facts=draft)
    assert "Thiếu code_verifier." in console.get(f"/exchanges/{position}").text
    assert "The code_verifier is missing." in console.get(f"/exchanges/{position}?lang=en").text


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ('{"error_code":"0","message":"ok"}', ""),
        ('{"error_code": -1, "message": "Thi\\u1ebfu"}', "error_code -1: Thiếu"),
        ('{"error_code":"-1","message":"a long text that the beginning of the answ', "error_code -1: a long text"),
        ('{"error_code":"-1","message":"cut \\u1e', "error_code -1: cut"),
        ("<html>", ""),
    ],
)
def test_what_an_answer_says_by_its_code_is_read_from_its_beginning(answer, said):
    assert business_answer(answer).startswith(said)
    assert bool(business_answer(answer)) == bool(said)
