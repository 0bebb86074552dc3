"""The national side over HTTPS, as processes: who trusts its authority is served, who does not is told how to."""

import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.processes import Running, client, run, started
from tests.relying_parties.browsing import connect, whole_login
from tests.relying_parties.starting import relying_party

ONE = ("--service", "khai-sinh", "--scenario", "once/known-not-asked")


@dataclass
class Sides:
    folder: Path
    national: Running

    @property
    def ca_file(self) -> str:
        return str(self.national.ready["ca_file"])


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sides]:
    """A national side with TLS and the reference province, which trusts it by the environment."""
    folder = tmp_path_factory.mktemp("tls")
    with started("serve", "--tls", "--port", "0", "--data", "national", cwd=folder) as national:
        more = ("--claim-sheet", "province.yaml")
        province = ("province", "--port", "0", "--data", "province", "--simulator", national.url, *more)
        with started(*province, cwd=folder, DVCSIM_CA_FILE=national.ready["ca_file"]):
            yield Sides(folder, national)


def test_the_ready_line_names_the_authority_and_so_does_an_address(sides: Sides) -> None:
    assert sides.national.url.startswith("https://127.0.0.1:")
    assert Path(sides.ca_file) == (sides.folder / "national" / "tls" / "ca.pem").resolve()
    assert stat.S_IMODE((sides.folder / "national" / "tls" / "ca-key.pem").stat().st_mode) == 0o600
    answer = client().get(f"{sides.national.url}/ca.pem", verify=sides.ca_file, timeout=10)
    assert answer.content == Path(sides.ca_file).read_bytes()
    metadata = f"{sides.national.url}/vneid/.well-known/openid-configuration"
    assert client().get(metadata, verify=sides.ca_file, timeout=10).json()["issuer"] == f"{sides.national.url}/vneid"


def test_the_whole_check_runs_over_tls(sides: Sides) -> None:
    process = run("check", "province.yaml", *ONE, "--ca-file", sides.ca_file, "--output", "report", cwd=sides.folder)
    assert process.returncode == 0, process.stdout + process.stderr
    cells = json.loads((sides.folder / "report" / "results.json").read_text(encoding="utf-8"))["cells"]
    assert [cell["verdict"] for cell in cells] == ["PASS"]


@pytest.mark.proof
def test_a_demonstration_runs_over_tls(tmp_path: Path) -> None:
    process = run("demo", "--tls", "--role", "province", *ONE, "--output", "demo", cwd=tmp_path)
    assert process.returncode == 0, process.stdout + process.stderr
    exchanges = json.loads((tmp_path / "demo" / "exchanges.har").read_text(encoding="utf-8"))["log"]["entries"]
    assert any(one["request"]["url"].startswith("https://") for one in exchanges)


def test_who_does_not_trust_it_is_told_which_flag_does(sides: Sides) -> None:
    check = ("check", "province.yaml", *ONE, "--output", "untrusted")
    province = ("province", "--port", "0", "--data", "other", "--simulator", sides.national.url, "--claim-sheet", "o")
    for command in (check, province):
        process = run(*command, cwd=sides.folder)
        assert process.returncode == 2
        assert "is not trusted here" in process.stderr
        assert "--ca-file FILE" in process.stderr
        assert "Traceback" not in process.stderr


def test_plain_http_is_answered_in_words(sides: Sides) -> None:
    process = run("check", "province.yaml", *ONE, "--simulator", "http" + sides.national.url[5:], cwd=sides.folder)
    assert process.returncode == 5
    assert "HTTPS" in process.stderr


@pytest.mark.proof
@pytest.mark.parametrize("kind", ["bare", "authlib"])
def test_relying_parties_log_in_over_tls(sides: Sides, kind: str, tmp_path: Path) -> None:
    with relying_party(kind, sides.national.url, tmp_path, ca_file=sides.ca_file) as party:
        connect(party, sides.national.url, sides.ca_file)
        whole_login(party, sides.ca_file)


def test_an_address_that_says_http_is_a_mistake(tmp_path: Path) -> None:
    process = run("serve", "--tls", "--public-url", "http://sim.example", "--data", "d", cwd=tmp_path)
    assert process.returncode == 2
    assert "https://sim.example" in process.stderr
