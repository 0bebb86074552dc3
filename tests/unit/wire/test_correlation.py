import pytest

from simulator.wire.contracts import Contracts
from simulator.wire.correlation import Key, is_dummy, message_keys


def test_each_row_has_its_own_keys(contracts: Contracts) -> None:
    contract = contracts["portal/DongBoHoSoMC"]
    rows = [{"MaHoSo": "H99-250701-0001", "SoDienThoai": "0500000001"}, {"MaHoSo": "H99-250701-0002"}]
    found = contract.keys({"data": rows})
    assert [(row.row, row.keys) for row in found] == [
        (0, (Key("dossier_code", "H99-250701-0001"), Key("phone", "0500000001"))),
        (1, (Key("dossier_code", "H99-250701-0002"),)),
    ]


def test_identity_numbers_inside_a_list_of_a_row_belong_to_the_row(contracts: Contracts) -> None:
    row = {"MaHoSo": "A-250701-0001", "DinhDanhCHS": [{"SoDinhDanh": "099190000101"}, {"SoDinhDanh": "099190000102"}]}
    (found,) = contracts["portal/DongBoHoSoMC"].keys({"data": [{}, row]})[1:]
    assert found.row == 1
    assert Key("personal_id", "099190000102") in found.keys


def test_row_without_keys_is_listed_so_that_it_can_be_an_orphan(contracts: Contracts) -> None:
    (found,) = contracts["portal/CapNhatTienDoHoSoMC"].keys({"data": [{"MaHoSo": ""}]})
    assert found == (0, ())


def test_message_that_is_no_batch_has_one_row_without_index(contracts: Contracts) -> None:
    (found,) = contracts["portal/TraCuuHoSo"].keys({"mahoso": " H99-250701-0001 "})
    assert found == (None, (Key("dossier_code", "H99-250701-0001"),))


def test_number_that_is_written_twice_is_one_key() -> None:
    rules = [{"pointer": "/a", "kind": "personal_id"}, {"pointer": "/b", "kind": "personal_id"}]
    (found,) = message_keys({"a": "099190000101", "b": "099190000101"}, rules)
    assert found.keys == (Key("personal_id", "099190000101"),)


@pytest.mark.parametrize(
    "value", ["", " ", "0", "000000000", "123456789", "0123456789", "111111111111", "null", "---", "N/A"]
)
def test_values_that_say_nothing_are_dropped(value: str) -> None:
    assert is_dummy(value)


@pytest.mark.parametrize("value", ["099190000101", "0500000101", "a@dancu.example", "H99.12-250701-0001"])
def test_real_values_are_kept(value: str) -> None:
    assert not is_dummy(value)


def test_operation_that_is_background_has_no_keys(contracts: Contracts) -> None:
    for contract_id in ("portal/login", "portal/LayThuTuc", "portal/LayDanhSachTTHC", "portal/LayDanhMucCoQuan"):
        contract = contracts[contract_id]
        assert contract.keys(contract.example_request) == ()
