"""What a family writes in its own way is no finding for it and is one for a system that claims nothing of the kind."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from simulator.catalogue.catalogue import Catalogue
from simulator.domain.dialect import Dialect, Tolerance
from simulator.wire.contracts import Contracts
from simulator.wire.spoken import at, in_contract_words, judged

FAMILIES = ("opencps-2019", "opencps-2021", "tandan", "lgsp-facade", "hg-proxy")
CODE = "1.001193"
_KINDS: Mapping[str, Any] = {"number": 0, "boolean": False, "null": None}
_LISTS: Mapping[str, Any] = {
    "TaiLieuNop": [{"IsDeleted": "False"}],
    "DanhSachTepDinhKemKhac": [{"SoLuong": "1", "LoaiGiayTo": "1"}],
    "DanhSachHoSoBoSung": [{"DanhSachGiayToBoSung": [{"IsDeleted": "False"}]}],
}
"""Rows without which a place inside them is not there; an example may leave them out."""
_ABSENT = object()


def odd(tolerance: Tolerance) -> Iterator[Any]:
    """Yield what may stand at the place, by the file."""
    yield from tolerance.values
    yield from (_KINDS[kind] for kind in tolerance.kinds)
    yield from [_ABSENT] if tolerance.absent else []


def example(contracts: Contracts, contract: str) -> Any:
    """Return the contract's own example, in which nothing is odd."""
    found = copy.deepcopy(contracts[contract].example_request)
    for row in found["data"] if contract == "portal/DongBoHoSoMC" else ():
        row.update(copy.deepcopy(_LISTS))
    return found


def put(message: Any, tolerance: Tolerance, value: Any) -> None:
    *way, name = tolerance.pointer.split("/")[1:]
    places = list(at(message, way))
    assert places, f"the example has no {tolerance.pointer}"
    for place in places:
        if value is _ABSENT:
            place.pop(name, None)
        else:
            place[name] = value


def findings(contracts: Contracts, dialect: Dialect, contract: str, message: Any) -> list[str]:
    words = in_contract_words(dialect, contract, message)
    return [one.pointer for one in judged(dialect, contract, words, contracts[contract].check_request(words))]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_familys_way_is_a_finding_for_others_alone(family: str, contracts: Contracts, catalogue: Catalogue) -> None:
    own, default = catalogue.dialects[family], catalogue.dialects["default"]
    for one in own.tolerances:
        for value in odd(one):
            message = example(contracts, one.contract)
            assert findings(contracts, default, one.contract, message) == []
            put(message, one, value)
            assert findings(contracts, default, one.contract, message) != [], (one.pointer, value)
            assert findings(contracts, own, one.contract, message) == [], (one.pointer, value)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_familys_name_of_a_field_is_read_in_the_words_of_the_contract(
    family: str, contracts: Contracts, catalogue: Catalogue
) -> None:
    for rename in catalogue.dialects[family].renames:
        message = example(contracts, rename.contract)
        *way, name = rename.path
        for place in at(message, way):
            place[name] = place.pop(rename.to, "") or CODE
        told = in_contract_words(catalogue.dialects[family], rename.contract, message)
        assert all(place[rename.to] for place in at(told, way)), rename
        assert findings(contracts, catalogue.dialects[family], rename.contract, message) == []
        assert in_contract_words(catalogue.dialects["default"], rename.contract, message) == message


def test_every_family_that_has_a_way_of_its_own_is_looked_at(catalogue: Catalogue) -> None:
    assert {one.id for one in catalogue.dialects.values() if one.tolerances or one.renames} <= set(FAMILIES)


def test_a_text_that_is_fine_says_nothing_of_a_null(contracts: Contracts, catalogue: Catalogue) -> None:
    message = example(contracts, "portal/DongBoHoSoMC")
    message["data"][0]["TrangThaiHoSo"] = None
    found = findings(contracts, catalogue.dialects["opencps-2021"], "portal/DongBoHoSoMC", message)
    assert found == ["/data/0/TrangThaiHoSo"]
