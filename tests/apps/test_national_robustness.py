"""Whatever arrives, the national side answers in its own form and never breaks."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.apps.portal_messages import AGENCY, log_in, report, step

SERVICES = (
    "DongBoHoSoMC",
    "CapNhatTienDoHoSoMC",
    "TraCuuHoSo",
    "TraCuuTechID",
    "LayThuTuc",
    "LayDanhSachTTHC",
    "LayDanhMucLinhVuc",
    "LayDanhMucCoQuan",
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
)
CAREFUL = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


@pytest.mark.parametrize("service", SERVICES)
def test_any_json_gets_an_envelope(client: FlaskClient, service: str) -> None:
    session = log_in(client)

    @CAREFUL
    @given(st.dictionaries(st.sampled_from(["data", "isUpdating", "mahoso", "maTTHC", "mstorcmnd", "x"]), ANYTHING))
    def check(parts: dict[str, Any]) -> None:
        answer = client.post("/mapi/g", json={"session": session, "madonvi": AGENCY, "service": service, **parts})
        assert answer.status_code == 200
        assert {"error_code", "message", "result"} <= set(answer.get_json())

    check()


@pytest.mark.parametrize(("service", "whole"), [("DongBoHoSoMC", report()), ("CapNhatTienDoHoSoMC", step())])
def test_any_value_in_any_field_of_a_row_gets_an_envelope(
    client: FlaskClient, service: str, whole: dict[str, Any]
) -> None:
    session = log_in(client)
    head = {"session": session, "madonvi": AGENCY, "isUpdating": "False"}

    @CAREFUL
    @given(st.sampled_from(sorted(whole)), ANYTHING)
    def check(field: str, value: Any) -> None:
        body = {**head, "service": service, "data": [{**whole, field: value}]}
        answer = client.post("/mapi/g", json=body)
        assert answer.status_code == 200
        assert {"error_code", "message", "result"} <= set(answer.get_json())

    check()


@pytest.mark.parametrize("path", ["/mapi/login", "/mapi/g", "/vneid/token", "/ndxp/csdlqgdc/TraCuuThongTinCongDan"])
def test_any_bytes_get_an_answer(client: FlaskClient, path: str) -> None:
    @CAREFUL
    @given(st.binary(max_size=60))
    def check(body: bytes) -> None:
        answer = client.post(path, data=body, content_type="application/json", auth=("demo", "demo"))
        assert answer.status_code < 500

    check()


@CAREFUL
@given(query=st.dictionaries(st.sampled_from(["client_id", "redirect_uri", "scope", "state", "nonce", "prompt",
    "login_hint", "max_age", "code_challenge", "response_type", "lang"]), st.text(max_size=20)))  # fmt: skip
def test_any_authorization_request_gets_an_answer(client: FlaskClient, query: dict[str, str]) -> None:
    whole = {"client_id": "demo-rp", "redirect_uri": "http://127.0.0.1/cb", "response_type": "code", **query}
    assert client.get("/vneid/authorize", query_string=whole).status_code < 500
