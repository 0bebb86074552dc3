"""The signatures of the payment platform, against values worked out elsewhere, and what is read of an INIT."""

import hashlib
from typing import Any

import pytest

from simulator.wire.payment import (
    INIT,
    SIGNED,
    asked_from_wire,
    is_reference,
    is_signed,
    missing_names,
    signature,
    signed_text,
    sum_findings,
    wrapped,
)

INIT_MESSAGE = {
    "LoaiBanTin": "INIT", "PhienBan": "1.0.6", "MaDoiTac": "DEMO", "MaThamChieu": "dvc0001", "SoTien": "50000",
    "LoaiHinhThanhToan": "PAY", "MaKenhThanhToan": "1", "MaThietBi": "1", "NgonNgu": "vi-VN", "MaTienTe": "VND",
    "MaNganHang": "PAYMENT", "ThongTinGiaoDich": "Nộp lệ phí", "ThoiGianGD": "20260305101500", "Ip": "192.0.2.10",
}  # fmt: skip
JOINED = "INIT|1.0.6|DEMO|dvc0001|50000|PAY|1|1|vi-VN|VND|PAYMENT|Nộp lệ phí|20260305101500|192.0.2.10|khóa bí mật"


def test_the_signature_is_the_hash_of_the_documented_text() -> None:
    assert signature(INIT_MESSAGE, SIGNED[INIT], "khóa bí mật") == hashlib.sha256(JOINED.encode()).hexdigest()


def test_a_fixed_vector() -> None:
    """Made with `printf '%s' 'QUERY|1.0.6|DEMO|dvc0001|20260305102000|demo-payment-secret' | sha256sum`."""
    query = {"LoaiBanTin": "QUERY", "PhienBan": "1.0.6", "MaDoiTac": "DEMO", "MaThamChieu": "dvc0001"}
    told = {
        **query,
        "ThoiGianGD": "20260305102000",
        "MaXacThuc": "cc4fa7cd4557e90f7f35aab81282df56312ac8a986ba3e67fa48e0648f02abf6",
    }
    assert is_signed(told, "demo-payment-secret")
    assert is_signed({**told, "MaXacThuc": str(told["MaXacThuc"]).upper()}, "demo-payment-secret")
    assert not is_signed(told, "demo-payment-secreT")


@pytest.mark.parametrize("name", SIGNED[INIT])
def test_every_signed_value_counts(name: str) -> None:
    changed = {**INIT_MESSAGE, name: f"{INIT_MESSAGE[name]}0"}
    assert signature(changed, SIGNED[INIT], "k") != signature(INIT_MESSAGE, SIGNED[INIT], "k")


@pytest.mark.parametrize("value", [None, True, [], {}])
def test_what_is_no_scalar_is_signed_as_nothing(value: Any) -> None:
    absent = {name: one for name, one in INIT_MESSAGE.items() if name != "Ip"}
    assert signature({**absent, "Ip": value}, SIGNED[INIT], "k") == signature(absent, SIGNED[INIT], "k")


def test_a_number_is_signed_as_its_digits() -> None:
    assert signature({**INIT_MESSAGE, "SoTien": 50000}, SIGNED[INIT], "k") == signature(INIT_MESSAGE, SIGNED[INIT], "k")


def test_what_was_hashed_is_told_without_the_secret() -> None:
    assert signed_text(INIT_MESSAGE) == JOINED.removesuffix("khóa bí mật") + "<secret>"


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("50000", 50000), (50000, 50000), ("007", 7), ("0", 0), ("999999999999", 999999999999), ("1000000000000", None),
        ("", None), ("50.000", None), ("-1", None), ("５", None), (1.5, None), (None, None), (True, None), ([], None),
    ],
)  # fmt: skip
def test_amounts(written: Any, amount: int | None) -> None:
    assert asked_from_wire({"SoTien": written}).amount == amount


@pytest.mark.parametrize("receipt", [None, "x", [], 5, {"PhiLePhi": "x"}, {"PhiLePhi": [1, None], "DSKhoanNop": {}}])
def test_a_receipt_that_is_none_is_read_as_empty(receipt: Any) -> None:
    asked = asked_from_wire({**INIT_MESSAGE, "ThongTinBienLai": receipt})
    assert (asked.fees, asked.lines, asked.dossier_code) == ((), (), "")
    assert [(line.name, line.amount) for line in asked.shown_lines] == [("Nộp lệ phí", 50000)]


@pytest.mark.parametrize(
    ("fees", "lines", "broken"),
    [
        (["20000", "30000"], ["50000"], []),
        (["20000"], [], ["/ThongTinBienLai/PhiLePhi"]),
        ([], ["50000", "1"], ["/ThongTinBienLai/DSKhoanNop"]),
        (["x"], ["y"], ["/ThongTinBienLai/PhiLePhi", "/ThongTinBienLai/DSKhoanNop"]),
    ],
)
def test_parts_that_are_not_the_whole_are_told_and_only_warn(fees: Any, lines: Any, broken: list[str]) -> None:
    receipt = {"PhiLePhi": [{"SoTien": one} for one in fees], "DSKhoanNop": [{"SoTien": one} for one in lines]}
    found = sum_findings({**INIT_MESSAGE, "ThongTinBienLai": receipt})
    assert [one.pointer for one in found] == broken
    assert all(one.assumed for one in found)


def test_what_is_needed_depends_on_the_kind() -> None:
    assert missing_names({"LoaiBanTin": "INIT"}) == ["PhienBan", "MaDoiTac", "MaThamChieu", "SoTien", "MaXacThuc"]
    assert missing_names({"LoaiBanTin": "QUERY"}) == ["PhienBan", "MaDoiTac", "MaThamChieu", "MaXacThuc"]


@pytest.mark.parametrize(("written", "good"), [("dvc1", True), ("A" * 64, True), ("A" * 65, False), ("đ", False)])
def test_references(written: str, good: bool) -> None:
    assert is_reference(written) == good
    assert not is_reference(f"{written}\n")


def test_a_middleware_puts_the_answer_into_a_text() -> None:
    assert wrapped({"MaLoi": "00", "MoTaLoi": "Được"}, True) == {
        "error_code": "0",
        "message": '{"MaLoi": "00", "MoTaLoi": "Được"}',
    }
