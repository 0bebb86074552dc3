import re
from html.parser import HTMLParser

import pytest

from simulator.report.html import render_html
from simulator.report.reading import RunRecord
from tests.unit.report.run_builder import cell, check, events

VOID = {"meta", "input", "br"}


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

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture
def html(record):
    return render_html(record)


def record_of(cells):
    record = RunRecord()
    for event in events(cells):
        record.add(event)
    return record


def test_the_page_is_well_formed_and_loads_nothing(html):
    page = Page(html)
    assert page.wrong == []
    assert page.stack == []
    assert page.loaded == []
    assert not re.search(r"@import|url\(", html)


def test_every_link_leads_to_one_place_in_the_page(html):
    page = Page(html)
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_the_order_is_that_of_every_page_about_a_run(html):
    places = [html.index(f'id="{name}"') for name in ("matrix", "causes", "findings", "open", "passes", "colophon")]
    assert places == sorted(places)
    assert html.index("Chưa thể kết luận về") < places[0]


def test_both_languages_are_there_and_vietnamese_needs_no_script(html):
    assert html.count('class="vi"') == html.count('class="en" lang="en"')
    assert 'id="lang-vi" checked' in html
    assert ".en { display: none; }" in html


@pytest.mark.parametrize(
    "part",
    [
        "Quyết định 31/2021/QĐ-TTg, Điều 30 khoản 3", "đơn vị vận hành hệ thống được kiểm thử",
        "Call CapNhatTienDoHoSoMC whenever an officer moves the dossier on.", "<mark> → 4 Đang xử lý</mark>",
        "--service khai-sinh --scenario tracking/every-status --weather calm", "curl -sS -X POST",
        "&#34;error_code&#34;: &#34;0&#34;", "not in the record", "Hợp đồng biểu mẫu là giả định.", "ab" * 32,
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
