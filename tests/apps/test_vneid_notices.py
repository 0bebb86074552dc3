"""Notices to citizens: taken once, read in the inbox, linked to the citizen's session."""

from collections.abc import Callable
from typing import Any

import requests

from simulator.session.sessions import Session
from simulator.world.people import demo_people
from tests.apps.national_fixtures import Seen
from tests.apps.services_fixtures import Services

NUMBER = demo_people()[0]["personal_id"]


def notice(**changes: Any) -> dict[str, Any]:
    return {
        "id": "H92-1/4",
        "citizenPid": NUMBER,
        "dossierCode": "H92-1",
        "status": "4",
        "title": "Hồ sơ đang được xử lý",
        "content": "Hồ sơ <b>khai sinh</b> đang được xử lý.",
        "link": "https://other.example/ho-so/1",
        **changes,
    }


def inbox(services: Services, number: str = NUMBER) -> str:
    base = f"{services.national.public_url}/vneid"
    with requests.Session() as browser:
        assert browser.get(f"{base}/inbox", timeout=10).status_code == 401
        browser.post(f"{base}/login", data={"personal_id": number}, timeout=10)
        page = browser.get(f"{base}/inbox", timeout=10)
    assert page.status_code == 200
    return page.text


def test_a_notice_is_a_fact_of_the_session_and_stands_in_the_inbox(
    services: Services, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session(province="other")
    number = session.people["applicant"]["personal_id"]
    answer = services.gateway.own("notifications", notice(citizenPid=number))
    assert answer.json()["data"] == {"id": "H92-1/4", "repeated": False}
    (fact,) = seen.facts("notice_sent", session.id)
    assert {name: fact.get(name) for name in ("personal_id", "dossier_code", "status", "title", "repeated")} == {
        "personal_id": number,
        "dossier_code": "H92-1",
        "status": "4",
        "title": "Hồ sơ đang được xử lý",
        "repeated": False,
    }
    page = inbox(services, number)
    assert "Hồ sơ &lt;b&gt;khai sinh&lt;/b&gt; đang được xử lý." in page
    assert 'href="https://other.example/ho-so/1"' in page
    (read,) = services.admin(f"notices?personal_id={number}", method="GET")["notices"]
    assert (read["id"], read["client_id"]) == ("H92-1/4", "other-rp")


def test_the_same_notice_again_changes_nothing_and_another_text_is_refused(services: Services, seen: Seen) -> None:
    codes = [services.gateway.own("notifications", notice()).json()["data"]["repeated"] for _ in range(2)]
    assert codes == [False, True]
    changed = services.gateway.own("notifications", notice(title="Khác"))
    assert (changed.status_code, changed.json()["code"]) == (409, "4009")
    assert len(services.admin(f"notices?personal_id={NUMBER}", method="GET")["notices"]) == 1
    assert [fact.get("repeated") for fact in seen.facts("notice_sent")].count(True) == 1


def test_two_systems_may_use_the_same_id(services: Services) -> None:
    services.gateway.own("notifications", notice())
    services.gateway.client_id, services.gateway.client_secret = "demo-rp", "demo-rp-secret"
    assert services.gateway.own("notifications", notice(title="Khác")).json()["code"] == "0"


def test_each_mistake_has_its_code(services: Services) -> None:
    mistakes: list[tuple[dict[str, Any], str]] = [
        ({"id": ""}, "4000"),
        ({"id": "x" * 65}, "4000"),
        ({"title": "  "}, "4000"),
        ({"title": "x" * 201}, "4000"),
        ({"content": None}, "4000"),
        ({"content": ["x"] * 9999}, "4000"),
        ({"link": "javascript:alert(1)"}, "4000"),
        ({"link": "http://[bad"}, "4000"),
        ({"citizenPid": "099000000000"}, "4004"),
        ({"citizenPid": 99190000101}, "4004"),
    ]
    for changes, code in mistakes:
        assert services.gateway.own("notifications", notice(**changes)).json()["code"] == code, changes
    assert services.gateway.own("notifications", notice(), headers={}).status_code == 401
    assert "Chưa có thông báo" in inbox(services)


def test_the_inbox_shows_what_waits_for_an_answer(services: Services) -> None:
    begun = services.gateway.begin_sharing(NUMBER).json()["data"]["txnId"]
    assert f'data-testid="request-{begun}"' in inbox(services)
    services.move(300)
    assert begun not in inbox(services)
