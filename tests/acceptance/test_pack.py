"""From nothing to a first accepted dossier: init, pack, and the samples of the pack run as they stand."""

import json
import subprocess

import pytest

from tests.acceptance.processes import client, environment, run, started

SECRETS = {"TINH_99_ADAPTER_PASSWORD": 'mật khẩu "là" $1', "TINH_99_CLIENT_SECRET": "s", "TINH_99_HOOK_TOKEN": "t"}


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """A folder with a claim sheet, its pack, and the URL of a national side that knows the sheet."""
    folder = tmp_path_factory.mktemp("pack")
    said = run("init", "--profile", "dvcqg-wso2", cwd=folder)
    assert said.returncode == 0, said.stderr
    with started(
        "serve", "--port", "0", "--data", "n", "--province", "province.yaml", cwd=folder, **SECRETS
    ) as running:
        said = run("pack", "province.yaml", "--simulator", running.url, "--output", "pack", cwd=folder)
        assert said.returncode == 0, said.stderr
        yield folder / "pack", running.url


def sample(pack, name, **variables):
    path = pack[0] / "samples" / name
    words = ["sh", str(path)]
    return subprocess.run(words, env=environment(variables), capture_output=True, encoding="utf-8", timeout=30)


@pytest.mark.parametrize("name", ["login.sh", "first-dossier.sh"])
def test_the_samples_are_accepted(pack, name):
    said = sample(pack, name, TINH_99_ADAPTER_PASSWORD="mat-khau")
    assert json.loads(said.stdout or said.stderr)["error_code"] == "-1"  # another password than the sheet's
    said = sample(pack, name, **SECRETS)
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["error_code"] == "0"


def test_a_sample_without_a_password_says_which_variable_is_missing(pack):
    said = sample(pack, "login.sh")
    assert said.returncode != 0
    assert "TINH_99_ADAPTER_PASSWORD" in said.stderr


def test_the_addresses_of_vneid_are_those_that_it_publishes_itself(pack):
    told = json.loads((pack[0] / "pack.json").read_text("utf-8"))["tables"]
    endpoints = {row["what"]: row["value"] for row in told["openid_endpoints"]["rows"]}
    published = client().get(endpoints.pop("discovery"), timeout=10).json()
    assert published["issuer"] == told["client"]["rows"][0]["value"]
    assert set(endpoints.values()) <= set(map(str, published.values()))
