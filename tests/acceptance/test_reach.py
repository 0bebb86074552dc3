"""The national side behind a reverse proxy: everybody knows its public address only."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.processes import Running, client, run, started
from tests.acceptance.reverse_proxy import ReverseProxy, reverse_proxy

ONE = ("--service", "khai-sinh", "--scenario", "once/known-not-asked")
SECRET = "a-secret-for-tests-only"


@dataclass
class Sides:
    folder: Path
    proxy: ReverseProxy
    national: Running


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sides]:
    """A proxy, the national side behind it and the reference province, which calls the proxy."""
    folder = tmp_path_factory.mktemp("reach")
    with reverse_proxy() as proxy:
        words = ("serve", "--port", "0", "--data", "national", "--public-url", proxy.url)
        with started(*words, cwd=folder, DVCSIM_ADMIN_TOKEN=SECRET) as national:
            proxy.upstream = int(national.ready["port"])
            province = ("province", "--port", "0", "--data", "province", "--claim-sheet", "province.yaml")
            with started(*province, cwd=folder, DVCSIM_SIMULATOR=proxy.url):
                yield Sides(folder, proxy, national)


def test_what_it_says_of_itself_is_the_public_address(sides: Sides) -> None:
    assert sides.national.ready["public_url"] == sides.proxy.url
    assert f"--simulator {sides.proxy.url}" in (sides.folder / "serve.log").read_text(encoding="utf-8")
    known = client().get(f"{sides.national.url}/vneid/.well-known/openid-configuration", timeout=10).json()
    assert {known[name].split("/vneid")[0] for name in known if name.endswith(("_endpoint", "_uri", "issuer"))} == {
        sides.proxy.url
    }
    page = client().get(f"{sides.national.url}/", auth=("", SECRET), timeout=10).text
    assert f"{sides.proxy.url}/mapi/login" in page
    assert sides.national.url not in page


def test_only_who_has_the_token_administers(sides: Sides) -> None:
    for url in (sides.proxy.url, sides.national.url):
        assert client().get(f"{url}/admin/status", timeout=10).status_code == 401
        bearer = {"Authorization": f"Bearer {SECRET}"}
        assert client().get(f"{url}/admin/status", headers=bearer, timeout=10).status_code == 200


@pytest.mark.parametrize(
    "keeps_host",
    [
        False,
        pytest.param(True, marks=pytest.mark.proof),
    ],
)
def test_a_system_is_judged_through_the_proxy(sides: Sides, keeps_host: bool) -> None:
    sides.proxy.keeps_host = keeps_host
    sides.proxy.agents.clear()
    output = f"report-{keeps_host}"
    process = run("check", "province.yaml", *ONE, "--output", output, cwd=sides.folder, DVCSIM_ADMIN_TOKEN=SECRET)
    assert process.returncode == 0, process.stdout + process.stderr
    cells = json.loads((sides.folder / output / "results.json").read_text(encoding="utf-8"))["cells"]
    assert [cell["verdict"] for cell in cells] == ["PASS"]
    assert sides.proxy.agents, "the province and the runner come by the proxy"
    assert not any("dvcsim-citizen" in agent for agent in sides.proxy.agents), "the national side needs no proxy"
    har = json.loads((sides.folder / output / "exchanges.har").read_text(encoding="utf-8"))["log"]["entries"]
    ours = [url for url in (one["request"]["url"] for one in har) if "/vneid/token" in url or "/mapi/" in url]
    assert ours
    strange = {url for url in ours if not url.startswith(sides.proxy.url)}
    assert not (keeps_host and strange), strange
