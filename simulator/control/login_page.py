"""What the citizen does at VNeID's own login page: chooses herself, and goes back when VNeID does not let her in."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from simulator.control.browser import Browser
from simulator.control.problems import wrong_status
from simulator.control.stage import Stage
from simulator.web.outbound import Reply

OPERATION = "citizen/login"
_LET_IN, _NOT_LET_IN = 303, 403


def is_login_page(stage: Stage, browser: Browser, reply: Reply) -> bool:
    """Return whether an answer is the page on which VNeID asks who the citizen is."""
    return reply.status == 200 and browser.is_ours(reply.draft.url) and bool(_login_path(stage, reply.draft.url))


def answer_login_page(stage: Stage, browser: Browser, asked: str, person: str) -> str:
    """Choose a person, by number or persona id, at the page that the address `asked` led to; return where it goes on.

    Whom VNeID does not let in goes back to the client by the page's link, which tells it so.
    """
    query = [(name, value) for name, value in parse_qsl(urlsplit(asked).query) if name != "prompt"]
    reply = browser.fill(_address(asked, _login_path(stage, asked), query), OPERATION, {"personal_id": person})
    if reply.status == _LET_IN:
        location = next(value for name, value in reply.headers.items() if name.lower() == "location")
        return urljoin(reply.draft.url, location)
    if reply.status == _NOT_LET_IN:
        return _address(asked, urlsplit(asked).path, [*query, ("prompt", "none"), ("login_hint", person)])
    raise wrong_status(reply, "303 or 403 from VNeID's login page")


def _login_path(stage: Stage, asked: str) -> str:
    """Return the path of the login page beside the authorization endpoint that was asked; empty for another path."""
    path = urlsplit(asked).path
    for profile in stage.national.catalogue.identity_profiles.values():
        end = f"{profile.path}{profile.endpoints['authorize']}"
        if path.startswith("/vneid/") and path.endswith(end):
            return path.removesuffix(end) + f"{profile.path}{profile.endpoints['login']}"
    return ""


def _address(asked: str, path: str, query: Sequence[tuple[str, str]]) -> str:
    return urlunsplit(urlsplit(asked)._replace(path=path, query=urlencode(query)))
