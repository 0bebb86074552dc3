"""How an answer that cannot be used is put into words."""

from datetime import datetime

import pytest

from simulator.control.problems import HandProblem, json_of, no_answer, said, wrong_status
from simulator.core.clock import VIETNAM
from simulator.journal.draft import Draft
from simulator.web.outbound import Reply


def reply(text="", status=200, error="", **headers):
    at = datetime(2025, 7, 1, tzinfo=VIETNAM)
    draft = Draft(at, "out", "citizen", "province/form", "GET", "http://tinh.example/x")
    return Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, text, error, draft)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"message": "Chưa mở"}', "Chưa mở"),
        ('{"error": "invalid_request", "error_description": "nonce missing"}', "nonce missing"),
        ('{"error": {"code": "x"}}', '{"error": {"code": "x"}}'),
        ("<html><title>\n Lỗi &amp; sự cố </title><p>khác</p>", "Lỗi & sự cố"),
        ("<p>Xin <b>chào</b></p>", "Xin chào"),
        ("", ""),
    ],
)
def test_an_answer_is_quoted_by_its_message_its_title_or_its_first_words(text, words):
    assert said(reply(text)) == words


def test_a_long_answer_is_cut():
    assert len(said(reply("x" * 5000))) < 250


def test_a_page_instead_of_json_is_named_with_its_type():
    with pytest.raises(HandProblem) as raised:
        json_of(reply("<title>Trang chủ</title>", Content_Type="text/html"), "the landing page")
    assert raised.value.kind == "not_json"
    assert "text/html: Trang chủ" in raised.value.detail


def test_json_is_returned():
    assert json_of(reply('{"a": 1}'), "x") == {"a": 1}


def test_another_status_is_named_beside_the_expected_one():
    problem = wrong_status(reply("", 500), "200 with the form")
    assert problem.to_json() == {
        "kind": "http_status",
        "detail": "answered 500, expected 200 with the form",
        "url": "http://tinh.example/x",
    }


@pytest.mark.parametrize("error", ["refused", "timeout", "closed", "tls"])
def test_no_answer_says_why(error):
    problem = no_answer(reply(status=None, error=error))
    assert problem.kind == error
    assert problem.detail != error
