"""Whatever a system sends to VNeID's services, it gets one of the codes that the contracts tell, never a breakdown."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient

from simulator.web.national import National
from simulator.wire.contracts import Contract
from simulator.wire.sharing import CODES as OWN_CODES
from simulator.wire.signing import CODES as GATEWAY_CODES
from simulator.world.people import demo_people
from tests.apps.national_fixtures import NOW

NUMBER = demo_people()[0]["personal_id"]
ODD: list[Any] = [None, True, -1, 1.5, 10**18, "", " ", "\ud800", "\x00", "ă" * 5000, [], [[]], {}, {"a": None}]
HEADERS = {"client-id": "demo-rp", "client-secret": "demo-rp-secret", "request_time": f"{NOW:%d%m%Y%H%M%S}"}


def variants(example: dict[str, Any]) -> Iterator[Any]:
    """Yield the example with each of its values, at any depth, replaced by each odd one, or taken away."""
    for path in paths(example):
        for odd in ODD:
            changed = copy.deepcopy(example)
            holder = changed
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = odd
            yield changed
        yield {name: value for name, value in example.items() if name != path[0]}


def paths(node: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, value in steps:
        yield (*before, step)
        yield from paths(value, (*before, step))


def services(national: National) -> list[Contract]:
    return [one for one in national.contracts if one.party == "vneid" and one.direction == "province->vneid"]


def test_no_value_anywhere_breaks_a_service(client: FlaskClient, national: National) -> None:
    token = client.post("/vneid/signing/api/v1/auth/token", json={"username": "demo", "password": "demo"})
    access = token.get_json()["data"]["access_token"]
    headers = {**HEADERS, "Authorization": f"Bearer {access}"}
    for contract in services(national):
        example = json.loads(json.dumps(contract.example_request).replace("099190000101", NUMBER))
        for number, body in enumerate(variants(example)):
            sent = headers | {"request_id": f"{contract.id}-{number}"}
            if contract.method == "GET":
                query = {name: value for name, value in body.items() if isinstance(value, str) and value != "\ud800"}
                answer = client.get(contract.path, query_string=query, headers=sent)
            else:
                answer = client.post(contract.path, data=json.dumps(body), headers=sent)
            document = answer.get_json()
            known = dict([*OWN_CODES.values(), *GATEWAY_CODES.values()])
            code = document.get("code", document.get("status"))
            assert answer.status_code == known[code] < 500, (contract.id, body, answer.text)


def test_odd_headers_break_nothing(client: FlaskClient, national: National) -> None:
    for name in ("client-id", "client-secret", "request_id", "request_time", "Authorization", "X-Nonce", "X-Signature"):
        for odd in ("", "\xe9", "Bearer ", "Basic Og==", "Basic \xe9", "9" * 14, "x" * 5000):
            for contract in services(national):
                send = client.get if contract.method == "GET" else client.post
                answer = send(contract.path, headers={**HEADERS, name: odd})
                assert answer.status_code < 500, (contract.id, name, odd)


def test_a_page_takes_any_form(client: FlaskClient) -> None:
    begun = client.post(
        "/vneid/biometric-share-info/api/agent/init",
        json={"citizenPid": NUMBER},
        headers={**HEADERS, "request_id": "r"},
    ).get_json()["data"]["txnId"]
    for form in (b"", b"passcode=%FF&consent=1", b"consent=" + b"1" * 9999, b"decision=perhaps", b"\xff\xfe"):
        answer = client.post(f"/vneid/share/{begun}", data=form, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (303, 422)
    assert client.get("/vneid/share/%ff%00").status_code == 404
