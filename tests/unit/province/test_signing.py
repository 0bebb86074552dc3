"""Signing with VNeID as the province does it: which messages count, and what is made of them in any order."""

import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from simulator.core.clock import FixedClock
from simulator.province.config import ProvinceConfig
from simulator.province.logins import Login
from simulator.province.national_side import NationalSideDown
from simulator.province.seams import Seams
from simulator.province.signing import desk as desk_module
from simulator.province.signing.desk import NoCertificate, SigningDesk
from simulator.province.signing.gateway import Certificate, Polled
from simulator.province.signing.webhook import CODE, RESULT
from simulator.province.store import Store
from tests.unit.province.conftest import START
from tests.unit.province.fakes import CLAIMS, NUMBER, URL

LOGIN = Login("key", CLAIMS)


class FakeGateway:
    """A gateway in memory: one handle, in the state that a test gives it."""

    authority = "authority"

    def __init__(self) -> None:
        self.state, self.signature, self.polls = "2", "", 0
        self.held: Certificate | None = Certificate("1A", "certificate")
        self.before_answer: Callable[[], object] = lambda: None
        self.down = False

    def certificate(self, personal_id: str) -> Certificate | None:
        assert personal_id == NUMBER
        return self.held

    def sign(self, certificate: Certificate, name: str, digest: bytes) -> str:
        assert len(digest) == 32
        self.before_answer()
        return "h1"

    def poll(self, handle: str) -> Polled:
        self.polls += 1
        if self.down:
            raise NationalSideDown("down")
        return Polled(self.state, self.signature)


class Office:
    """A desk with its gateway and the messages that come to it."""

    def __init__(self, folder: Path) -> None:
        self.gateway, self.clock = FakeGateway(), FixedClock(START)
        self.secret = "bí mật"
        config = ProvinceConfig(simulator_url=URL, data_dir=folder, signing_secret=self.secret)
        self.desk = SigningDesk(Store(folder), self.gateway, config, self.clock, Seams())  # type: ignore[arg-type]

    def tell(self, kind: str, state: str = "", message: str = "m1", age: int = 0, **more: Any) -> int:
        data = {"handle": "h1"} | ({"state": state} if state else {})
        at = int(self.clock.now().timestamp()) - age
        body = json.dumps({"id": message, "type": kind, "attempt": 1, "timestamp": at, "data": data, **more}).encode()
        return self.desk.take(body, self.signed(body))

    def signed(self, body: bytes) -> str:
        return "sha256=" + hmac.new(self.secret.encode(), body, "sha256").hexdigest()

    def agree(self, message: str = "m2") -> int:
        self.gateway.state, self.gateway.signature = "0", "c2ln"
        return self.tell(RESULT, "0", message)

    @property
    def state(self) -> str:
        return str((self.desk.show("h1", NUMBER) or {})["state"])


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(desk_module, "holds", lambda *given: given[4] == "c2ln")
    return Office(tmp_path)


def test_a_signature_counts_once_it_was_fetched_and_verified(office: Office) -> None:
    assert office.desk.start(LOGIN) == "h1"
    assert (office.tell(CODE), office.state) == (200, "waiting")
    assert (office.agree(), office.state) == (200, "signed")
    told = office.desk.show("h1", NUMBER)
    assert told == {
        "handle": "h1",
        "state": "signed",
        "webhooks": 2,
        "signature": "c2ln",
        "certificate": "certificate",
    }
    assert office.desk.show("h1", "099000000000") is None


def test_a_signature_that_does_not_hold_is_none(office: Office) -> None:
    office.desk.start(LOGIN)
    office.gateway.signature = "other"
    assert (office.tell(RESULT, "0"), office.state) == (200, "waiting")


@pytest.mark.parametrize(("word", "state"), [("1", "failed"), ("2", "waiting"), ("3", "refused"), ("7", "waiting")])
def test_each_word_of_the_gateway_has_its_state(office: Office, word: str, state: str) -> None:
    office.desk.start(LOGIN)
    assert (office.tell(RESULT, word), office.state) == (200, state)


def test_what_is_not_the_gateways_or_not_of_now_has_no_effect(office: Office) -> None:
    office.desk.start(LOGIN)
    body = json.dumps({"id": "x", "type": RESULT, "data": {"handle": "h1", "state": "3"}}).encode()
    wrong = ["", "sha256=", "sha256=00", office.signed(b"another"), office.signed(body)[7:], "ẳ"]
    assert [office.desk.take(body, header) for header in wrong] == [401] * len(wrong)
    assert office.tell(RESULT, "3", age=301) == office.tell(RESULT, "3", age=-301) == 401
    assert (office.state, office.tell(RESULT, "3", age=299), office.state) == ("waiting", 200, "refused")


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"id": 7}', b"[" * 100_000])
def test_a_signed_body_that_is_no_message_is_refused(office: Office, body: bytes) -> None:
    assert office.desk.take(body, office.signed(body)) == 400


@pytest.mark.parametrize("odd", [{"data": None}, {"data": []}, {"type": 7}, {"type": "NEW"}, {"new": {"a": 1}}])
def test_what_is_not_known_is_taken_and_left_alone(office: Office, odd: dict[str, Any]) -> None:
    office.desk.start(LOGIN)
    assert (office.tell(CODE, **odd), office.state) == (200, "waiting")


def test_a_message_counts_once_and_what_has_ended_does_not_wait_again(office: Office) -> None:
    office.desk.start(LOGIN)
    office.agree("m2")
    office.agree("m2")
    assert (office.tell(CODE, message="m1"), office.state) == (200, "signed")
    assert (office.tell(RESULT, "3", "m3"), office.state) == (200, "signed")
    assert (office.desk.show("h1", NUMBER) or {})["webhooks"] == 3
    assert office.gateway.polls == 1


def test_a_message_may_come_before_the_answer_that_tells_its_handle(office: Office) -> None:
    answers: list[int] = []
    office.gateway.before_answer = lambda: answers.extend([office.tell(CODE), office.tell(RESULT, "3", "m2")])
    office.desk.start(LOGIN)
    assert (answers, office.state) == ([200, 200], "refused")


def test_a_webhook_that_was_lost_is_made_up_for_by_asking(office: Office) -> None:
    office.desk.start(LOGIN)
    office.gateway.state, office.gateway.signature = "0", "c2ln"
    assert (office.state, office.gateway.polls) == ("waiting", 0)
    office.clock.move(timedelta(seconds=30))
    office.gateway.down = True
    assert office.state == "waiting"
    office.gateway.down = False
    assert office.state == "signed"


def test_who_has_no_certificate_signs_nothing(office: Office) -> None:
    office.gateway.held = None
    with pytest.raises(NoCertificate):
        office.desk.start(LOGIN)
