"""The portal's catalogues as a province reads them."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from simulator.domain.claim_sheet import ClaimSheet
from simulator.web.national import National
from tests.apps.national_fixtures import Seen
from tests.apps.portal_messages import call, codes


@pytest.mark.parametrize("key", ["maTTHC", "MaTTHC"])
@pytest.mark.parametrize("code", ["1.001193", "1.001193.000.00.00.H99", "1.001193.H99"])
def test_a_procedure_is_read_by_either_spelling_and_any_form_of_its_code(
    client: FlaskClient, key: str, code: str, seen: Seen
) -> None:
    result = call(client, "LayThuTuc", **{key: code})["result"]
    assert [row["MATTHC"] for row in result] == ["1.001193"]
    assert len(result[0]["LINHVUCTHUCHIEN"]) == 1, "a known client indexes it without a check"
    assert {unit["MADONVI"] for unit in result[0]["COQUANTHUCHIEN"]} == {"000.00.00.H99", "H99.12"}
    read = seen.facts("catalogue_read")
    assert [fact.data for fact in read] == [{"operation": "portal/LayThuTuc", "procedure_code": "1.001193"}]


def test_an_unknown_procedure_is_refused(client: FlaskClient, seen: Seen) -> None:
    assert call(client, "LayThuTuc", maTTHC="9.999999")["error_code"] == codes("unknown_procedure")
    assert call(client, "LayThuTuc")["error_code"] == codes("missing_field")
    assert seen.facts("catalogue_read") == []


def test_the_list_of_procedures_holds_every_code_once(client: FlaskClient, national: National) -> None:
    listed = [row["MATTHC"] for row in call(client, "LayDanhSachTTHC")["result"]]
    known = {code.code for service in national.catalogue.services.values() for code in service.codes}
    assert set(listed) == known
    assert len(listed) == len(known)


def test_the_list_of_fields_holds_every_field_once(client: FlaskClient, national: National) -> None:
    listed = [row["MALINHVUC"] for row in call(client, "LayDanhMucLinhVuc")["result"]]
    assert listed == sorted({service.field_code for service in national.catalogue.services.values()})


def test_the_list_of_agencies_holds_those_of_every_connected_system(
    client: FlaskClient, register: Callable[..., ClaimSheet]
) -> None:
    register("other", "92")
    listed = {row["MADONVI"] for row in call(client, "LayDanhMucCoQuan")["result"]}
    assert listed == {"000.00.00.H99", "H99.12", "000.00.00.H92", "H92.12"}


def test_answers_follow_their_contracts(client: FlaskClient, national: National) -> None:
    for service, parts in (
        ("LayThuTuc", {"maTTHC": "1.001193"}),
        ("LayDanhSachTTHC", {}),
        ("LayDanhMucLinhVuc", {}),
        ("LayDanhMucCoQuan", {}),
    ):
        contract = national.contracts.by_service_key(service)
        assert contract is not None
        assert contract.check_response(call(client, service, **parts)) == (), service
