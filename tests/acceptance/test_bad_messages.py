"""What a province's system gets wrong in a message: the envelope with HTTP 200, a record of it, and no change."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from tests.acceptance.adapter_client import AGENCY, Adapter, dossier
from tests.acceptance.processes import Running, started

STORED = "000.00.12.H99-250701-0001"
NEW = "000.00.12.H99-250701-0002"
SYNC = {"service": "DongBoHoSoMC", "isUpdating": "False"}


@pytest.fixture(scope="module")
def national_side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("national")
    with started("serve", "--port", "0", "--data", "national", cwd=folder) as running:
        yield running


@pytest.fixture(scope="module")
def adapter(national_side: Running) -> Adapter:
    """A client whose dossier is stored."""
    client = Adapter(national_side.url)
    assert client.insert(STORED)["error_code"] == "0"
    return client


class Refusal(NamedTuple):
    name: str
    body: Mapping[str, Any] | bytes
    """What is sent instead of, or beside, session and agency."""
    operation: str
    pointers: tuple[str, ...] = ()
    """Where the findings of the record point."""
    said: str = ""


def row(**changes: Any) -> list[dict[str, Any]]:
    return [{**dossier(NEW), **changes}]


def without(*names: str) -> list[dict[str, Any]]:
    return [{name: value for name, value in dossier(NEW).items() if name not in names}]


REFUSALS = (
    Refusal("not JSON", b'{"session": ', "portal/unknown", said="JSON"),
    Refusal("an HTML form", b"session=1&service=DongBoHoSoMC", "portal/unknown", said="JSON"),
    Refusal("not an object", b"[1, 2]", "portal/unknown", said="JSON"),
    Refusal("not UTF-8", '{"service": "Hoà"}'.encode("utf-16"), "portal/unknown", said="JSON"),
    Refusal("nested without end", b"[" * 100_000, "portal/unknown", said="JSON"),
    Refusal("no service", {}, "portal/unknown", said="service"),
    Refusal("unknown service", {"service": "DongBoHoSoMCC"}, "portal/unknown", said="DongBoHoSoMCC"),
    Refusal("no row", {**SYNC}, "portal/DongBoHoSoMC", ("/data",), "/data"),
    Refusal("no dossier code", {**SYNC, "data": without("MaHoSo")}, "portal/DongBoHoSoMC", ("/data/0/MaHoSo",), "MaHo"),
    Refusal("a list for a text", {**SYNC, "data": row(MaHoSo=[1])}, "portal/DongBoHoSoMC", ("/data/0/MaHoSo",), "MaHo"),
    Refusal("a text for the rows", {**SYNC, "data": "x"}, "portal/DongBoHoSoMC", ("/data",), "/data"),
    Refusal("dead session", {**SYNC, "session": "6f0c2f0e", "data": row()}, "portal/DongBoHoSoMC"),
    Refusal("unknown procedure", {**SYNC, "data": row(MaTTHC="9.999999")}, "portal/DongBoHoSoMC", said="9.999999"),
    Refusal("foreign agency", {**SYNC, "madonvi": "000.00.00.H01", "data": row()}, "portal/DongBoHoSoMC", said="H01"),
    Refusal("update of nothing", {**SYNC, "isUpdating": "True", "data": row()}, "portal/DongBoHoSoMC", said=NEW),
    Refusal("new but known", {**SYNC, "data": [dossier(STORED)]}, "portal/DongBoHoSoMC", said="đã tồn tại"),
)  # fmt: skip


def position(adapter: Adapter) -> int:
    return int(adapter.http.get(f"{adapter.url}/admin/status", timeout=10).json()["position"])


def send(adapter: Adapter, refusal: Refusal) -> Any:
    if isinstance(refusal.body, bytes):
        headers = {"Content-Type": "application/json"}
        return adapter.http.post(f"{adapter.url}/mapi/g", data=refusal.body, headers=headers, timeout=10)
    body = {"session": adapter.session, "madonvi": AGENCY, **refusal.body}
    return adapter.http.post(f"{adapter.url}/mapi/g", json=body, timeout=10)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name.replace(" ", "-"))
def test_a_wrong_message_is_answered_recorded_and_changes_nothing(adapter: Adapter, refusal: Refusal) -> None:
    before = adapter.call("TraCuuHoSo", mahoso=STORED)["result"]
    mark = position(adapter)

    answer = send(adapter, refusal)

    assert answer.status_code == 200
    envelope = answer.json()
    assert int(envelope["error_code"]) != 0
    assert envelope["result"] == []
    assert "thành công" not in envelope["message"].lower(), "known clients read the text"
    assert refusal.said in envelope["message"]
    news = adapter.http.get(f"{adapter.url}/admin/exchanges", params={"after": mark}, timeout=10).json()
    (head,) = news["exchanges"]
    assert (head["operation"], head["direction"], head["status"]) == (refusal.operation, "in", 200)
    kept = adapter.http.get(f"{adapter.url}/admin/exchanges/{head['id']}", timeout=10).json()
    pointers = [finding["pointer"] for finding in kept["findings"]]
    assert set(refusal.pointers) <= set(pointers), pointers
    assert head["findings"] >= len(refusal.pointers)
    assert adapter.session not in str(kept)
    assert adapter.call("TraCuuHoSo", mahoso=STORED)["result"] == before
    assert before
    assert not adapter.known(NEW)


@pytest.mark.parametrize(
    "body", [b"", b"{", b'"x"', b'{"username": "demo"}', b'{"username": "demo", "password": "no"}']
)
def test_a_wrong_login_is_answered_with_the_envelope_and_no_session(adapter: Adapter, body: bytes) -> None:
    answer = adapter.http.post(f"{adapter.url}/mapi/login", data=body, timeout=10)
    assert answer.status_code == 200
    assert int(answer.json()["error_code"]) != 0
    assert not answer.json().get("session")


@pytest.mark.parametrize("code", ["1.001193", "1.001193.H56", "1.001193.000.00.00.H56"])
def test_a_localised_procedure_code_is_known(adapter: Adapter, code: str) -> None:
    answer = adapter.call("LayThuTuc", maTTHC=code)
    assert answer["error_code"] == "0"
    assert "1.001193" in str(answer["result"])


def test_an_unknown_procedure_is_refused_by_its_name(adapter: Adapter) -> None:
    answer = adapter.call("LayThuTuc", maTTHC="9.999999")
    assert int(answer["error_code"]) != 0
    assert (answer["result"], "9.999999" in answer["message"]) == ([], True)
