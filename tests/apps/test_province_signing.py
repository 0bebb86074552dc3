"""The reference province, VNeID and the citizen's hand as three parties: signatures and webhooks over HTTP."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from simulator.catalogue.claim_sheets import claim_sheet_of
from simulator.province.app import create_app, system_of
from simulator.province.claim import claim_sheet
from simulator.province.config import ProvinceConfig
from simulator.session.sessions import Session
from simulator.stack.server import BoundServer
from simulator.world.people import demo_people
from tests.apps.national_fixtures import Seen
from tests.apps.services_fixtures import Services

CASES = {"webhook-other-key", "webhook-stale", "webhook-duplicate", "webhook-before-answer", "signing-run-out"}


@pytest.fixture
def province(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Serve a province that introduced itself to the national side; `sheet` changes what it says of itself.

    Without a portal there is no list of services to read.
    """
    monkeypatch.setattr("simulator.province.claim._offered", lambda _config: [])

    @contextmanager
    def serve(defect: str = "", **sheet: Any) -> Iterator[str]:
        server = BoundServer("127.0.0.1", 0, threads=4)
        given = {"simulator_url": services.national.public_url, "base_url": server.url, "client_id": "tinh-rp"}
        names = {"account": "tinh", "password": "mat-khau", "agency": "000.00.00.H97", "receiving_agency": "H97.12"}
        defects = (defect,) if defect else ()
        config = ProvinceConfig(**given, **names, data_dir=tmp_path / "province", defects=defects)
        app = create_app(config, services.clock)
        offered = {"services": {"khai-sinh": {"role": "handler", "intake": "redirect", "driver": "api"}}}
        told = claim_sheet_of(claim_sheet(config) | offered | sheet, "province.yaml", services.national.catalogue)
        with services.national.db.write() as tx:
            services.national.provinces.register(tx, told)
        try:
            with server.serving(app):
                yield told.id
        finally:
            system_of(app).stop()

    return serve


def try_signings(services: Services, session: Session) -> dict[str, Any]:
    url = f"{services.national.public_url}/admin/sessions/{session.id}/citizen"
    asked = {"request_id": "r1", "action": "try_signings", "group": "signing"}
    return dict(requests.post(url, json=asked, timeout=60).json())


def only(services: Services, ids: set[str]) -> None:
    """Leave these cases of the catalogue: the test shows the hand, the scenario tells them all."""
    cases = services.national.catalogue.identity_cases
    for name in [name for name, case in cases.items() if case.group == "signing" and name not in ids]:
        del cases[name]


@pytest.fixture
def own_catalogue(services: Services) -> Iterator[None]:
    """Give the test cases of its own: the catalogue is read once for all tests."""
    catalogue = services.national.catalogue
    shared = catalogue.identity_cases
    object.__setattr__(catalogue, "identity_cases", dict(shared))
    yield
    object.__setattr__(catalogue, "identity_cases", shared)


def tried(seen: Seen, session: Session) -> list[Mapping[str, Any]]:
    return [fact.data for fact in seen.facts("signing_tried", session.id)]


@pytest.mark.usefixtures("own_catalogue")
def test_each_case_stands_between_two_signatures_as_they_should_be(
    services: Services, province: Callable[..., Any], open_session: Callable[..., Session], seen: Seen
) -> None:
    only(services, CASES)
    with province() as name:
        session = open_session(province=name)
        told = try_signings(services, session)
    assert (told["ok"], told["tried"], told["left_out"]) == (True, 5, []), told
    facts = tried(seen, session)
    controls = [fact for fact in facts if fact["control"]]
    assert [fact["control"] for fact in facts] == [True, False] * 5 + [True]
    assert {(fact["state"], fact["holds"], fact["taken"]) for fact in controls} == {("signed", True, 2)}
    ends = {fact["case"]: (fact["between"], fact["state"], fact["taken"]) for fact in facts if not fact["control"]}
    assert ends == {
        "webhook-other-key": ("waiting", "signed", 2),
        "webhook-stale": ("waiting", "signed", 2),
        "webhook-duplicate": (None, "signed", 2),
        "webhook-before-answer": (None, "signed", 2),
        "signing-run-out": (None, "failed", 2),
    }
    sent = [fact.data for fact in seen.facts("signing_webhook", session.id)]
    assert (len(sent), {one["ok"] for one in sent}) == (11 * 2 + 2, {True})
    assert seen.findings(session.id) == []


@pytest.mark.usefixtures("own_catalogue")
def test_a_system_without_an_address_for_webhooks_is_asked_only_what_needs_none(
    services: Services, province: Callable[..., Any], open_session: Callable[..., Session], seen: Seen
) -> None:
    only(services, {"webhook-unsigned", "signing-refused"})
    signing = {"partner_code": "tinh", "secret": "s"}
    with province(vneid_services={"signing": signing}, sync={"max_seconds": 0.1}) as name:
        session = open_session(province=name)
        told = try_signings(services, session)
    assert told["ok"], told
    assert told["left_out"] == [{"case": "webhook-unsigned", "lacks": "webhook"}]
    facts = tried(seen, session)
    assert [(fact["case"], fact["state"]) for fact in facts][:2] == [
        ("control", "waiting"),
        ("signing-refused", "waiting"),
    ]
    assert facts[0]["left_out"] == told["left_out"]


@pytest.mark.usefixtures("own_catalogue")
def test_a_system_that_asks_vneid_for_nothing_leaves_no_fault_behind(
    services: Services, province: Callable[..., Any], open_session: Callable[..., Session], seen: Seen
) -> None:
    only(services, {"webhook-duplicate"})
    with province(account={"name": "tinh", "password": "another"}) as name:
        session = open_session(province=name)
        told = try_signings(services, session)
    assert told["ok"], told
    assert {(fact["handle"], fact["state"], fact["status"]) for fact in tried(seen, session)} == {("", None, 503)}
    assert services.national.db.read("SELECT id FROM vneid_service_fault") == []


def test_a_citizen_gets_one_certificate_in_the_app(services: Services) -> None:
    url, number = f"{services.national.public_url}/vneid", demo_people()[2]["personal_id"]
    assert requests.post(f"{url}/certificate", timeout=10).status_code == 401
    citizen = requests.Session()
    citizen.post(f"{url}/login", data={"personal_id": number}, allow_redirects=False, timeout=10)
    assert [citizen.post(f"{url}/certificate", allow_redirects=False, timeout=10).status_code for _ in "12"] == [
        303
    ] * 2
    services.gateway.login()
    (held,) = services.gateway.post("certificates/list", {"citizenPid": number})["data"]
    assert number in held["subject"]
