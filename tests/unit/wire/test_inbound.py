"""What the portal calls on a system: messages there and back, and XML that means no good."""

import base64
from dataclasses import replace

import pytest

from simulator.domain.dialect import Called
from simulator.domain.filing import FilingFile
from simulator.domain.inbound import CONTRACTS, TaxLine, TaxNotice
from simulator.wire.contracts import Contracts
from simulator.wire.inbound import (
    amendment_from_wire,
    answered_from_wire,
    look_up_to_wire,
    looked_up_from_wire,
    message_to_wire,
    promotion_from_wire,
    tax_notice_from_wire,
    tax_receipt_from_wire,
)
from simulator.wire.scalars import UnreadableAnswer
from simulator.wire.tax_notice import MOST_BYTES, UnreadableNotice, notice_from_xml, notice_to_xml

READERS = {
    "promotion": promotion_from_wire,
    "amendment": amendment_from_wire,
    "tax_notice": tax_notice_from_wire,
    "tax_receipt": tax_receipt_from_wire,
}
FILES = [FilingFile("/a/1", "a", "don", "Đơn", "don.txt", "text/plain", "Đơn".encode())]
NOTICE = TaxNotice("H99-1", (TaxLine("099190000101", "12/TB", "2025-07-01", "Lệ phí <trước bạ> & thuế", 540000),))
FAMILY = Called({"service": "Service", "isUpdating": "IsUpdating", "data": "Data"}, "Ngay", "status")


@pytest.mark.parametrize("operation", READERS)
def test_a_message_follows_its_contract_and_comes_back_whole(operation: str, contracts: Contracts) -> None:
    contract, read = contracts[CONTRACTS[operation]], READERS[operation]
    message = read(contract.example_request)
    body = message_to_wire(message, Called(), "khoa", FILES)

    assert contract.check_request(body) == ()
    assert read(body) == message
    assert all(vars(message).values())


def test_a_look_up_follows_its_contract(contracts: Contracts) -> None:
    assert contracts[CONTRACTS["look_up"]].check_request(look_up_to_wire("000.00.00.H99", "H99-1")) == ()


def test_both_spellings_stand_in_each_item_and_either_is_read() -> None:
    xml = notice_to_xml(NOTICE).decode()
    assert xml.count("<TEN_TIEUMUC>") == xml.count("<TEN_TIEU_MUC>") == 1
    for tag in ("TEN_TIEUMUC", "TEN_TIEU_MUC"):
        alone = xml.replace(f"<{tag}>Lệ phí &lt;trước bạ&gt; &amp; thuế</{tag}>", "")
        assert notice_from_xml(alone.encode()) == NOTICE


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE DATA [<!ENTITY x SYSTEM "file:///etc/hostname">]><DATA><BODY><ROW_LIST><MA_HSO>&x;</MA_HSO></ROW_LIST></BODY></DATA>',
        b'<!DOCTYPE DATA SYSTEM "http://localhost:9/x.dtd"><DATA><BODY><ROW_LIST/></BODY></DATA>',
        b'<!DOCTYPE D [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><DATA><BODY><ROW_LIST>&b;</ROW_LIST></BODY></DATA>',
        b"<DATA><BODY><ROW_LIST>",
        b"<DATA/>",
        b"not xml",
        b"",
        b"<DATA>" + b" " * MOST_BYTES + b"</DATA>",
        notice_to_xml(NOTICE).replace(b"01-07-2025", b"2025-07-01"),
        notice_to_xml(NOTICE).replace(b"01-07-2025", b"31-02-2025"),
        notice_to_xml(NOTICE).replace(b"540000", b"540.000"),
    ],
)
def test_what_is_no_such_file_is_refused(xml: bytes) -> None:
    with pytest.raises(UnreadableNotice):
        notice_from_xml(xml)


def test_a_notice_that_is_no_base64_is_refused() -> None:
    with pytest.raises(UnreadableNotice):
        tax_notice_from_wire({"data": {"FileThongBaoThue": "%%%"}})


def test_a_family_gets_the_envelope_in_its_own_spelling() -> None:
    body = message_to_wire(NOTICE, FAMILY, "khoa")
    assert {"Service", "IsUpdating", "Data", "SecurityKey", "Ngay"} == set(body)
    assert (body["IsUpdating"], body["Ngay"]) == (False, "01-07-2025")
    assert notice_from_xml(base64.b64decode(body["Data"]["FileThongBaoThue"])) == NOTICE


def test_the_shared_key_goes_with_land_tax_messages_alone(contracts: Contracts) -> None:
    amendment = amendment_from_wire(contracts[CONTRACTS["amendment"]].example_request)
    assert "SecurityKey" not in message_to_wire(amendment, Called(), "khoa")
    assert "SecurityKey" not in message_to_wire(replace(NOTICE, lines=()), Called(), "")


@pytest.mark.parametrize(
    ("status", "document", "called", "code", "taken"),
    [
        (200, {"error_code": 0}, Called(), 0, True),
        (200, {"error_code": "0"}, Called(), 0, True),
        (200, {"error_code": 1}, Called(), 1, True),
        (200, {"error_code": -1}, Called(), -1, False),
        (200, {"error_code": True}, Called(), None, False),
        (200, {}, Called(), None, False),
        (200, "<html>", Called(), None, False),
        (500, {"error_code": 0}, Called(), 0, False),
        (201, {"result": "ok"}, FAMILY, None, True),
        (500, {}, FAMILY, None, False),
        (200, {"error_code": -1}, FAMILY, -1, False),
    ],
)
def test_what_an_answer_means(status, document, called, code, taken) -> None:
    answered = answered_from_wire(status, document, called)
    assert (answered.code, answered.taken) == (code, taken)


def test_a_look_up_is_read_and_minus_one_is_not_found() -> None:
    told = looked_up_from_wire({"MaHoSo": "H99-1", "TrangThaiHoSo": 2, "MaTTHC": "1.001193"})
    assert (told["found"], told["status"], told["procedure_code"]) == (True, 2, "1.001193")
    for failure in ({"error_code": -1}, {"error_code": "-1", "MaHoSo": "H99-1"}, {"code": -1}, {}):
        assert looked_up_from_wire(failure)["found"] is False
    with pytest.raises(UnreadableAnswer):
        looked_up_from_wire(-1)
