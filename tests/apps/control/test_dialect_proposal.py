"""The family of a system is proposed from its first messages; what speaks against the claimed one is shown."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.control.dialect_proposal import propose
from simulator.domain.claim_sheet import ClaimSheet
from simulator.web.national import National
from tests.apps.dialect_provinces import FACADE, agency_of, dossier, progress, session_of
from tests.apps.national_fixtures import PUBLIC_URL, national_app

Register = Callable[..., ClaimSheet]
OLDER = ("NoiNopHoSo", "DSKetNoiCSDL", "DinhDanhCHS", "SoGiayToChuHoSo")


@pytest.fixture
def wire(national: National) -> FlaskClient:
    return national_app(national).test_client()


def older(**changes: Any) -> dict[str, Any]:
    row = dossier("96", **changes)
    return {name: value for name, value in row.items() if name not in OLDER}


def through_the_adapter(wire: FlaskClient, row: dict[str, Any], key: str = "maTTHC", **headers: str) -> None:
    session = session_of(wire, "other")
    for service, parts in (
        ("LayThuTuc", {key: "1.001193"}),
        ("DongBoHoSoMC", {"isUpdating": "False", "data": [row]}),
    ):
        body = {"session": session, "madonvi": agency_of("96"), "service": service, **parts}
        wire.post("/mapi/g", json=body, headers=headers)


def tandan(wire: FlaskClient) -> None:
    wire.post(f"{FACADE}/ThemMoiHoSo", json=[dossier("96", DSKetNoiCSDL=[{"MaCSDL": "7"}])])
    wire.post(f"{FACADE}/DongBoTienTrinh", json=[progress("96", TrangThai="9")])


def lgsp(wire: FlaskClient) -> None:
    wire.post(f"{FACADE}/ThemMoiHoSo", json=[older()])


def hg(wire: FlaskClient) -> None:
    wire.post(f"/SynsTTHCC/DongBoHoSoMC?MaDinhDanhDV={agency_of('96')}&isUpdating=False", json=[older()])


def opencps_2019(wire: FlaskClient) -> None:
    through_the_adapter(wire, older(GhiChu="x"), "MaTTHC", dstcode="VN:GOV:X:y")


def opencps_2021(wire: FlaskClient) -> None:
    row = older()
    del row["GhiChu"]
    through_the_adapter(wire, row, dstcode="VN:GOV:X:y")


def newest(wire: FlaskClient) -> None:
    through_the_adapter(wire, dossier("96", TrangThaiHoSo="5", GhiChu=""))


FAMILIES: dict[str, Callable[[FlaskClient], None]] = {
    "tandan": tandan,
    "lgsp-facade": lgsp,
    "hg-proxy": hg,
    "opencps-2019": opencps_2019,
    "opencps-2021": opencps_2021,
    "default": newest,
}


@pytest.mark.parametrize("claimed", ["default", "tandan", "opencps-2021", "hg-proxy"])
@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_is_recognised_whatever_is_claimed(
    wire: FlaskClient, national: National, register: Register, family: str, claimed: str
) -> None:
    register("other", "96", dialect=claimed)
    FAMILIES[family](wire)
    exchanges = national.journal.first_of_each("other", "portal", 20, with_unknown=True)
    best, second = propose(national.catalogue.dialects.values(), exchanges)[:2]
    assert best.dialect.id == family
    assert best.score > second.score
    assert not best.contradicting


def test_the_claimed_dialect_is_contradicted_with_its_signs(
    admin: FlaskClient, wire: FlaskClient, register: Register
) -> None:
    register("other", "96", dialect="default")
    tandan(wire)
    said = admin.get("/admin/provinces/other/dialect").get_json()
    assert (said["claimed"], said["contradicted"], said["proposed"]) == ("default", True, "tandan")
    own = next(one for one in said["dialects"] if one["id"] == "default")
    assert [sign["id"] for sign in own["contradicting"]] == ["facade-path"]
    assert own["contradicting"][0]["exchange"] == 1


def test_a_fitting_claim_and_silence_are_no_contradiction(
    admin: FlaskClient, wire: FlaskClient, register: Register
) -> None:
    register("other", "96", dialect="tandan")
    silent = admin.get("/admin/provinces/other/dialect").get_json()
    assert (silent["seen"], silent["contradicted"], silent["proposed"]) == (0, False, None)
    tandan(wire)
    spoken = admin.get("/admin/provinces/other/dialect").get_json()
    assert (spoken["contradicted"], spoken["proposed"]) == (False, None)
    assert PUBLIC_URL not in json.dumps(spoken)


def test_a_middleware_of_its_own_in_between_is_no_contradiction(
    admin: FlaskClient, wire: FlaskClient, register: Register
) -> None:
    register("other", "96", dialect="tandan")
    through_the_adapter(wire, dossier("96", DSKetNoiCSDL=[{"MaCSDL": "7"}]), dstcode="VN:GOV:X:y")
    said = admin.get("/admin/provinces/other/dialect").get_json()
    assert (said["contradicted"], said["proposed"]) == (False, None)


def test_what_is_only_assumed_contradicts_nothing(admin: FlaskClient, wire: FlaskClient, register: Register) -> None:
    register("other", "96", dialect="hg-proxy")
    newest(wire)
    said = admin.get("/admin/provinces/other/dialect").get_json()
    assert (said["contradicted"], said["proposed"]) == (False, "default")


def test_an_unknown_province_is_told_the_known_ones(admin: FlaskClient) -> None:
    assert admin.get("/admin/provinces/nobody/dialect").status_code == 404
