"""The claim sheet describes the province as it runs."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.core.errors import ConfigurationError, SystemUnreachable
from simulator.core.yaml_file import parse_yaml
from simulator.province.claim import claim_sheet, claim_sheet_text, write_claim_sheet
from simulator.province.config import ProvinceConfig
from tests.unit.province.conftest import World
from tests.unit.province.fakes import EFORM, FakeNationalSide


def test_it_lists_what_the_portal_hands_to_this_kind_of_system(world: World) -> None:
    sheet = claim_sheet(world.config)
    handled = {"role": "handler", "intake": "redirect", "also": ["counter"], "driver": "api", "claims": ["notices"]}
    assert sheet["services"] == {"thu": handled}
    assert sheet["hooks"]["officer"] == {"path": "/test/officer", "token": world.config.hook_token}
    assert sheet["openid"]["redirect_uris"] == ["http://province.example/vneid/callback"]


def test_it_says_how_it_speaks_with_vneid(world: World) -> None:
    sheet = claim_sheet(world.config)
    paths = {name: hook["path"] for name, hook in sheet["hooks"].items() if "token" not in hook}
    assert paths.keys() >= {"login", "whoami", "logout", "refresh"}
    assert sheet["openid"]["own_issuer"] is True
    assert sheet["openid"]["backchannel_logout_uri"] == "http://province.example/vneid/dang-xuat"
    assert sheet["openid"]["post_logout_redirect_uris"] == ["http://province.example/dang-xuat/xong"]


def test_wrapped_answers_need_a_key_that_stays_and_leave_no_word_of_a_logout(make_world: Callable[..., World]) -> None:
    told = [claim_sheet(make_world(vneid_profile="vneid-envelope").config)["openid"] for _ in "12"]
    assert told[0] == told[1]
    assert told[0]["envelope_key"].startswith("-----BEGIN PUBLIC KEY-----")
    assert "backchannel_logout_uri" not in told[0]


def test_another_issuer_is_nobodys_own(make_world: Callable[..., World]) -> None:
    config = make_world(issuer="https://vneid.example/").config
    assert claim_sheet(config)["openid"]["own_issuer"] is False
    assert config.vneid_issuer == "https://vneid.example"


def test_a_service_without_a_published_form_is_left_out(world: World, national: FakeNationalSide) -> None:
    national.services.append({"id": "x", "code": "9.000003", "name": "x", "handled_by": "province"})
    assert list(claim_sheet(world.config)["services"]) == ["thu"]
    national.eforms["9.000003"] = EFORM
    assert list(claim_sheet(world.config)["services"]) == ["thu", "x"]


def test_the_file_reads_back_as_the_sheet_and_is_private(world: World, tmp_path: Path) -> None:
    sheet = claim_sheet(world.config)
    write_claim_sheet(tmp_path / "new" / "province.yaml", sheet)
    written = tmp_path / "new" / "province.yaml"
    assert parse_yaml(written.read_text(encoding="utf-8"), "province.yaml") == sheet
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert "# Test hooks" in claim_sheet_text(sheet)


def test_the_hook_token_is_new_in_each_process_unless_given(tmp_path: Path) -> None:
    make: Callable[..., ProvinceConfig] = lambda **more: ProvinceConfig(  # noqa: E731
        simulator_url="http://x.example", data_dir=tmp_path, **more
    )
    assert make().hook_token != make().hook_token
    assert make(hook_token="mine").hook_token == "mine"
    assert "mine" not in repr(make(hook_token="mine", password="mine2", client_secret="mine3"))


def test_another_agency_has_an_id_and_a_unit_of_its_own(tmp_path: Path) -> None:
    config = ProvinceConfig(
        simulator_url="http://x.example", data_dir=tmp_path, agency="000.00.00.H56", receiving_agency="H56.242"
    )
    assert config.id == "tinh-h56"
    assert config.unit == "000.00.00.H56"


def test_without_the_national_side_the_error_says_what_to_do(tmp_path: Path) -> None:
    config = ProvinceConfig(simulator_url="http://127.0.0.1:9", data_dir=tmp_path)
    with pytest.raises(SystemUnreachable, match="dvcsim serve"):
        claim_sheet(config)


def test_a_path_that_cannot_be_written_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigurationError, match="cannot be written"):
        write_claim_sheet(tmp_path / "file" / "province.yaml", {})
