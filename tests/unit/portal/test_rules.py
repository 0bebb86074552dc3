"""Small rules of the portal: whose agency, which procedure, where the hand-over leads."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.catalogue.claim_sheets import claim_sheet_of
from simulator.core.data_folders import data_folders
from simulator.domain.claim_sheet import ClaimSheet
from simulator.portal.agency import is_own_agency
from simulator.portal.procedures import Procedures
from simulator.portal.services import landing_address
from simulator.portal.tables import agencies_of
from simulator.session.provinces import DEMO_DOCUMENT


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(data_folders())


def sheet(catalogue: Catalogue, **changes: Any) -> ClaimSheet:
    document: Mapping[str, Any] = {**DEMO_DOCUMENT, **changes}
    return claim_sheet_of(document, "province.yaml", catalogue)


@pytest.mark.parametrize("agency", ["000.00.00.H99", "H99.12", "000.00.12.H99", "H99"])
def test_own_agencies(catalogue: Catalogue, agency: str) -> None:
    assert is_own_agency(sheet(catalogue), agency)


@pytest.mark.parametrize("agency", ["", "000.00.00.H9", "000.00.00.H999", "000.00.00", "G99.12", "h99.12"])
def test_foreign_agencies(catalogue: Catalogue, agency: str) -> None:
    assert not is_own_agency(sheet(catalogue), agency)


def test_a_procedure_is_found_by_its_national_part(catalogue: Catalogue) -> None:
    procedures = Procedures(catalogue)
    for code in ("1.001193", "1.001193.H56", " 1.001193.000.00.00.H56 "):
        found = procedures.find(code)
        assert found is not None
        assert found[0].id == "khai-sinh"
    assert procedures.find("1.00119") is None


def test_an_agency_that_receives_its_own_dossiers_is_listed_once(catalogue: Catalogue) -> None:
    assert [one.code for one in agencies_of(sheet(catalogue, receiving_agency="000.00.00.H99"))] == ["000.00.00.H99"]


@pytest.mark.parametrize("landing", ["/vi/nps/apply", "/nop-ho-so?nguon=cong"])
def test_the_hand_over_keeps_the_query_of_the_landing_page(catalogue: Catalogue, landing: str) -> None:
    address = landing_address(sheet(catalogue, landing=landing, base_url="http://127.0.0.1:8030/"), "1.001193")
    parts = urlsplit(address)
    assert parts.path == landing.split("?")[0]
    query = parse_qs(parts.query)
    assert query["MaTTHC"] == ["1.001193"]
    assert ("nguon" in query) is ("?" in landing)
