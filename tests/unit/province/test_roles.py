"""A province and a ministry are two systems: nothing that tells systems apart on the wire is shared."""

from pathlib import Path

import pytest

from simulator.province.config import ProvinceConfig
from simulator.province.roles import ROLES


@pytest.mark.parametrize("name", ["id", "account", "agency", "receiving_agency", "client_id", "port", "unit_name"])
def test_the_roles_share_no_identity(name: str) -> None:
    assert len({getattr(role, name) for role in ROLES.values()}) == len(ROLES)


def test_a_ministry_is_one_throughout(tmp_path: Path) -> None:
    config = ProvinceConfig.of_role("ministry", simulator_url="http://x.example", data_dir=tmp_path)
    assert (config.id, config.agency, config.unit) == ("bo-thu-nghiem", "000.00.00.G99", "000.00.01.G99")
    assert (config.account, config.client_id, config.requester) == ("demo-bo", "demo-bo-rp", "HT.000.00.00.G99")
    assert config.name.en == "Trial ministry (reference system)"


def test_what_is_given_counts_and_none_is_not_given(tmp_path: Path) -> None:
    config = ProvinceConfig.of_role(
        "ministry", simulator_url="http://x.example", data_dir=tmp_path, agency="000.00.00.G12", account=None
    )
    assert (config.id, config.account) == ("bo-g12", "demo-bo")


def test_the_plain_settings_are_those_of_a_province(tmp_path: Path) -> None:
    secrets = {"hook_token": "t", "signing_secret": "s", "payment_secret": "p", "security_key": "k"}
    known = {"simulator_url": "http://x.example", "data_dir": tmp_path, **secrets}
    assert ProvinceConfig(**known) == ProvinceConfig.of_role("province", **known)


def test_no_secret_of_a_role_is_printed() -> None:
    assert all(role.password not in repr(role).replace(role.account, "") for role in ROLES.values())
    assert all(role.client_secret not in repr(role) for role in ROLES.values())
