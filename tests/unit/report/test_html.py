import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from simulator.domain.outcome import CellOutcome
from simulator.report.coverage_html import render_coverage_html
from simulator.report.evidence import MOST_DIAGRAMS
from simulator.report.html import MOST_PLACES, render_html
from simulator.report.reading import RunRecord
from tests.unit.report.run_builder import cell, check, events

VOID = {"meta", "input", "br", "path", "rect"}
BESIDE = {"coverage.html", "coverage.csv", "cleanup.csv", "report.html"}
"""Pages and files of the same run, which stand in the same folder."""


class Page(HTMLParser):
    """Checks that elements close, and collects ids, links and what would be loaded."""

    def __init__(self, text):
        super().__init__()
        self.stack, self.ids, self.links, self.loaded, self.wrong = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if "id" in values:
            self.ids.append(values["id"])
        self.links += [values["href"]] if tag == "a" else []
        self.loaded += [values[name] for name in ("src", "srcset", "data", "action") if name in values]
        self.loaded += [values["href"]] if tag == "link" else []
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attributes):
        assert tag in VOID

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.wrong.append(tag)


PAGES = {"report.html": render_html, "coverage.html": render_coverage_html}


@pytest.fixture
def html(record):
    return render_html(record)


@pytest.fixture(params=PAGES)
def any_page(request, record):
    return PAGES[request.param](record)


def record_of(cells):
    record = RunRecord()
    for event in events(cells):
        record.add(event)
    return record


def test_a_page_is_well_formed_and_loads_nothing(any_page):
    page = Page(any_page)
    assert page.wrong == []
    assert page.stack == []
    assert page.loaded == []
    assert not re.search(r"@import|url\((?!\"data:font/woff2;base64,)", any_page)


def test_every_link_leads_to_one_place_in_the_page_or_to_a_file_beside_it(any_page):
    page = Page(any_page)
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= {*page.ids, *BESIDE}


def test_the_order_is_that_of_every_page_about_a_run(html):
    places = [html.index(f'id="{name}"') for name in ("matrix", "causes", "findings", "open", "passes", "colophon")]
    assert places == sorted(places)
    assert html.index("Chưa thể kết luận về") < places[0]


def test_both_languages_are_there_and_vietnamese_needs_no_script(any_page):
    html = any_page
    assert html.count('class="vi"') == html.count('class="en" lang="en"')
    assert 'id="lang-vi" checked' in html
    assert ".en { display: none; }" in html


@pytest.mark.parametrize(
    "part",
    [
        "Quyết định 31/2021/QĐ-TTg, Điều 30 khoản 3", "đơn vị vận hành hệ thống được kiểm thử",
        "Call CapNhatTienDoHoSoMC whenever an officer moves the dossier on.", "<mark> → 4 Đang xử lý</mark>",
        "--service khai-sinh --scenario tracking/every-status --weather calm", "curl -sS -X POST",
        '"error_code": "0"', "Authorization: Bearer ***",
        "Cấp điện mới từ lưới điện hạ áp", "not in the record", "Hợp đồng biểu mẫu là giả định.", "ab" * 32,
        "recalled, not checked against the text", "Hệ thống chỉ chuyển tiếp dịch vụ này.", "U+1ED1", "timed out",
    ],
)  # fmt: skip
def test_a_finding_tells_rule_difference_owner_remedy_and_evidence(html, part):
    assert part in html


def test_what_a_system_sent_is_never_markup():
    attack = "</script><script>alert(1)</script>"
    cells = [cell("khai-sinh", "once/x", "FAIL", [check("a", "ONCE-ASK", "FAIL", (attack, attack), found=attack)])]
    html = render_html(record_of(cells))
    assert html.count("<script>") == 1
    assert Page(html).wrong == []


def test_a_run_in_which_all_passed_has_no_findings():
    html = render_html(record_of([cell("khai-sinh", "once/x", "PASS")]))
    assert "There is no failure and no warning." in html
    assert 'id="findings"' not in html


def test_a_run_that_never_opened_a_session_is_shown_too():
    record = RunRecord()
    for event in list(events())[:3]:
        record.add(event)
    assert "The record has no closing line" in render_html(record)


def test_what_the_matrix_shows_is_linked_to_its_reason(html):
    row = html[html.index('scope="row"') : html.index("</tr>", html.index('scope="row"'))]
    assert [part.partition('"')[0] for part in row.split('href="#')[1:]] == ["cause-4", "open-1", "cause-2"]


def test_a_finding_draws_its_session_and_tells_the_same_in_words(html):
    drawn = html[html.index('id="d-s-khai-sinh-tracking-calm"') :]
    assert drawn.index("<svg") < drawn.index("</svg>") < drawn.index('<ol class="told">')
    told = drawn[drawn.index('<ol class="told">') : drawn.index("</ol>")]
    assert told.count("<li>") == drawn[: drawn.index("</svg>")].count('class="call')
    assert "DongBoHoSoMC" in told


def test_what_was_not_run_says_what_would_settle_it(html):
    article = html[html.index('id="open-2"') :]
    assert "Settle what is said above, then run:" in article[: article.index("</article>")]


def test_reasons_of_what_does_not_apply_stand_once_each():
    keys = [(name, scenario) for name in ("khai-sinh", "lap-dien") for scenario in ("once/x", "once/y")]
    html = render_html(record_of([cell(*key, "NOT_APPLICABLE", role="relay", session="") for key in keys]))
    assert html.count("<code>once/x</code>, <code>once/y</code> × ") == 1
    assert html.count("The system only relays this service.") == 1
    assert "reasons: 1" in html


def test_a_page_of_500_cells_and_5000_exchanges_stays_within_bounds(record):
    numbers = list(range(1, 11))
    failed = [check("a", "ONCE-ASK", "FAIL", (f"Hỏng {n}.", f"Broken {n}."), exchanges=numbers) for n in range(99)]
    cells = [cell(f"dv-{n}", f"f{n % 8}/x", "FAIL", [failed[n % 99]], session=f"s-{n}") for n in range(500)]
    wide = replace(next(iter(record.exchanges.values()))[1], request_body="x" * 2_000, response_body="y" * 2_000)
    record.outcomes = {one.key: one for one in map(CellOutcome.from_json, cells)}
    record.exchanges = {f"s-{n}": {number: replace(wide, id=number) for number in numbers} for n in range(500)}
    html = render_html(record)
    assert len(html) < 3_500_000
    assert html.count("<svg") == MOST_DIAGRAMS
    assert "Sequence diagrams are drawn for the first" in html
    assert "in exchanges.har only" in html


def test_a_cause_in_very_many_places_tells_the_first_and_counts_the_rest():
    failed = check("a", "ONCE-ASK", "FAIL", ("Hỏng.", "Broken."))
    html = render_html(record_of([cell(f"dv-{n}", "once/x", "FAIL", [failed]) for n in range(MOST_PLACES + 7)]))
    assert "7 more places in results.json" in html
