"""The first dossier goes ahead: what breaks under it is told once, and blocks what stands on it."""

import json

import pytest

from simulator.conformance.ladder import Broken
from simulator.core.text import Text
from simulator.domain.outcome import Verdict
from tests.unit.conformance.conftest import catalogue, claims, scenario, several

CALM = ("calm",)
THREE = several(3)
BOOK = catalogue(scenario(), services=THREE)
NOT_IN = {
    "kind": "portal_refusal",
    "exchange": 1,
    "at": "2026-03-05T08:00:00+07:00",
    "data": {"operation": "portal/login", "answer": "bad_login", "message": "Sai tên đăng nhập hoặc mật khẩu."},
}


def judged(record):
    return [(cell.service, cell.verdict) for cell in record.cells.values()]


def ladder_of(record):
    lines = record.path.read_text(encoding="utf-8").splitlines()
    return next(event for event in map(json.loads, lines) if event["event"] == "ladder")


@pytest.fixture
def three(run):
    def go(**options):
        return run(BOOK, claimed={"services": claims(THREE)}, weathers=CALM, **options)

    return go


def test_a_system_that_gets_through_is_told_everything(three):
    record = three()
    assert {verdict for _, verdict in judged(record)} == {Verdict.PASS}
    reached = {rung["id"] for rung in ladder_of(record)["rungs"] if rung["reached"]}
    assert reached >= {"login", "dossier", "status"}
    assert ladder_of(record)["broken"] is None


def test_a_form_that_cannot_be_sent_is_told_of_two_services_and_blocks_the_rest(three, fake):
    fake.sut.apply_problem = {"kind": "http_status", "detail": "500 from the form", "url": "http://x"}
    record = three()
    blocked = record.cells[("tracking/short", THREE[2].id, "calm")]
    assert blocked.verdict is Verdict.INCONCLUSIVE
    assert "one dossier" in blocked.reason.en
    assert "500 from the form" in blocked.reason.en
    assert len(fake.sessions) == 2
    assert ladder_of(record)["broken"]["rung"] == "dossier"


def test_an_adapter_that_lets_nobody_in_is_named_with_what_it_said(three, fake):
    fake.sut.reports = lambda session, status: False
    fake.report = lambda session, status: None
    fake.background.append(NOT_IN)
    record = three()
    assert ladder_of(record)["broken"]["rung"] == "login"
    assert "Sai tên đăng nhập" in record.cells[("tracking/short", THREE[2].id, "calm")].reason.vi


def test_a_system_that_is_not_let_in_fails_at_the_door_whatever_else_breaks_with_it(three, fake):
    fake.sut.officer_problem = {"kind": "http_status", "detail": "503, try again later", "url": "http://x"}
    fake.background.append(NOT_IN)
    record = three()
    assert ladder_of(record)["broken"]["rung"] == "login"
    assert {verdict for _, verdict in judged(record)} == {Verdict.INCONCLUSIVE}
    assert len({cell.reason for cell in record.cells.values()}) == 1
    assert all("Sai tên đăng nhập" in cell.reason.vi for cell in record.cells.values())


def test_a_refusal_before_a_login_that_worked_is_no_closed_door(three, fake):
    fake.sut.officer_problem = {"kind": "http_status", "detail": "503, try again later", "url": "http://x"}
    entered = {**NOT_IN, "kind": "portal_login", "exchange": 2, "data": {"account": "demo", "ok": True}}
    fake.background += [NOT_IN, entered]
    assert ladder_of(three())["broken"]["rung"] == "status"


def test_a_system_that_sends_nothing_is_told_so(three, fake):
    fake.report = lambda session, status: None
    record = three()
    assert ladder_of(record)["broken"]["rung"] == "status"
    assert "has sent nothing" in record.cells[("tracking/short", THREE[2].id, "calm")].reason.en


def test_what_breaks_for_one_service_only_blocks_nobody(three, fake):
    problem = {"kind": "http_status", "detail": "500", "url": "http://x"}
    apply = fake.apply

    def only_first(session, body):
        fake.sut.apply_problem = problem if len(fake.sessions) == 1 else None
        return apply(session, body)

    fake.apply = only_first
    record = three()
    assert [verdict for _, verdict in judged(record)].count(Verdict.PASS) == 2
    assert len(fake.sessions) == 3


def test_a_status_that_is_missing_is_a_finding_and_no_broken_rung(three, fake):
    fake.sut.reports = lambda session, status: status != 2
    record = three()
    assert {verdict for _, verdict in judged(record)} == {Verdict.FAIL}
    assert len(fake.sessions) == 3


def test_everything_is_told_when_it_is_wanted(three, fake):
    fake.sut.apply_problem = {"kind": "http_status", "detail": "500", "url": "http://x"}
    three(ladder=False)
    assert len(fake.sessions) == 3


def test_a_story_that_does_without_the_broken_hand_is_told():
    broken = Broken("dossier", "officer", Text("x", "x"))
    assert not broken.holds(scenario())
    assert broken.holds(scenario(steps=tuple(step for step in scenario().steps if step.verb == "check")))
