"""A citizen's browser on VNeID's pages: follows what the pages offer, by their `data-testid`."""

import re
from dataclasses import dataclass, field
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulator.vneid.pages.passwords import PASSWORD
from simulator.world.people import demo_people
from tests.apps.openid_client import OpenIdClient

CITIZEN = demo_people()[0]
NUMBER = CITIZEN["personal_id"]


@dataclass
class Citizen:
    """One person in front of one browser, sent there by a client."""

    rp: OpenIdClient
    number: str = NUMBER
    asked: dict[str, str] = field(default_factory=dict)

    @property
    def http(self) -> FlaskClient:
        return self.rp.http

    def page(self) -> TestResponse:
        return self.http.get("/vneid/authorize", query_string=self.asked or self.rp.request())

    def send(self, below: str = "", **form: str) -> TestResponse:
        """Press a button of the login page."""
        typed = {"personal_id": self.number, **form}
        return self.http.post(f"/vneid/login{below}", query_string=self.asked or self.rp.request(), data=typed)

    def otp_page(self, **form: str) -> TestResponse:
        """Give the right password and return the page that asks for the code."""
        answer = self.send("/password", **{"password": PASSWORD, **form})
        assert answer.status_code == 303, answer.text
        return self.http.get(answer.location)

    def log_in(self, **form: str) -> TestResponse:
        """Log in by password and code and return the answer of the authorization endpoint."""
        page = self.otp_page(**form)
        answer = self.http.post(action_of(page), data={"otp": shown(page, "otp-shown")})
        assert answer.status_code == 303, answer.text
        return self.http.get(answer.location)

    def decide(self, page: TestResponse, decision: str, *shared: str) -> TestResponse:
        """Answer the consent page and return what the authorization endpoint says to it."""
        answer = self.http.post(action_of(page), data={"decision": decision, "share": list(shared)})
        assert answer.status_code == 303, answer.text
        return self.http.get(answer.location)


def element(page: TestResponse, testid: str) -> str:
    """The opening tag with that `data-testid`."""
    found = re.search(rf'<[^<>]*data-testid="{re.escape(testid)}"[^<>]*>', page.text)
    assert found is not None, f"{testid} is not on the page:\n{page.text}"
    return unescape(found[0])


def shown(page: TestResponse, testid: str) -> str:
    """The text in the element with that `data-testid`."""
    found = re.search(rf'data-testid="{re.escape(testid)}"[^<>]*>([^<]*)<', page.text)
    assert found is not None, f"{testid} is not on the page:\n{page.text}"
    return unescape(found[1]).strip()


def action_of(page: TestResponse) -> str:
    """Where the (last) form of the page is sent."""
    return unescape(re.findall(r'<form method="post" action="([^"]*)"', page.text)[-1])


def has(page: TestResponse, testid: str) -> bool:
    return f'data-testid="{testid}"' in page.text
