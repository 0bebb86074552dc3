import pytest

from simulator.domain.dialect import ANSWERS, Dialect
from simulator.wire.adapter import answer, login_answer, login_from_wire, request_head
from simulator.wire.contracts import Contracts


def test_login_is_read_from_its_two_keys() -> None:
    assert login_from_wire({"username": "demo", "password": "p"}) == ("demo", "p")


@pytest.mark.parametrize("body", [None, [], "x", {}, {"username": ["demo"]}])
def test_login_without_credentials_is_empty(body: object) -> None:
    assert login_from_wire(body) == ("", "")


def test_head_understands_the_sister_deployment() -> None:
    assert request_head({"session": "s", "donViXuLy": "H99", "service": "TraCuuHoSo"}) == ("s", "H99", "TraCuuHoSo")
    assert request_head({"madonvi": "H99"}) == ("", "H99", "")


def test_login_answer_follows_its_contract(dialect: Dialect, contracts: Contracts) -> None:
    assert contracts["portal/login"].check_response(login_answer(dialect, "session-1")) == ()


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_an_envelope_without_loose_places(name: str, dialect: Dialect, contracts: Contracts) -> None:
    with_detail, bare = answer(dialect, name, detail="H99"), answer(dialect, name)
    for body in (with_detail, bare):
        assert contracts["portal/DongBoHoSoMC"].check_response(body) == ()
        assert "{" not in body["message"]
        assert body["result"] == []


def test_success_holds_the_words_that_a_client_looks_for_and_no_refusal_does(dialect: Dialect) -> None:
    says_success = {name for name in ANSWERS if "thành công" in answer(dialect, name)["message"].lower()}
    assert says_success == {"ok"}
    assert "đã tồn tại" in answer(dialect, "duplicate", detail="H99")["message"]
    assert {name for name in ANSWERS if answer(dialect, name)["error_code"] == "0"} == {"ok"}
