"""A system whose login goes on by script is judged through a real browser, and says nothing without one."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from werkzeug.serving import make_server

from tests.acceptance.processes import ROOT, run, started
from tests.browser.scripted import create_app

CASES, STORY = "contracts/vneid/cases/id-token.yaml", "scenarios/identity/id-token.yaml"
CLIENT, SECRET = "rp-scripted", "a-secret-for-tests-only"


@contextmanager
def scripted(issuer: str) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(issuer, CLIENT, SECRET), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def sheet(folder: Path, url: str, national: str, driver: str) -> Path:
    document = {
        "format": 1,
        "id": "rp-scripted",
        "name": {"vi": "Hệ thống một trang", "en": "A single-page system"},
        "kind": "province",
        "province_code": "99",
        "agency": "000.00.00.H71",
        "receiving_agency": "H71.12",
        "version": "1",
        "base_url": url,
        "national_side": {"url": national},
        "dialect": "default",
        "account": {"name": "rp-scripted", "password": SECRET},
        "openid": {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uris": [f"{url}/callback"],
            "mode": "open",
            "driver": driver,
        },
        "landing": "/",
        "services": {"khai-sinh": {"role": "handler", "intake": "redirect", "driver": "api"}},
        "hooks": {"login": {"path": "/login"}, "whoami": {"path": "/whoami"}},
    }
    path = folder / f"{driver}.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


def one_case(folder: Path) -> Path:
    """A data folder whose group has one case: a browser takes a second for a login."""
    shipped = yaml.safe_load((ROOT / CASES).read_text(encoding="utf-8"))
    kept = [case for case in shipped["cases"] if case["id"] == "invalid-iss"]
    own = folder / "data" / CASES
    own.parent.mkdir(parents=True)
    own.write_text(yaml.safe_dump({**shipped, "cases": kept}, allow_unicode=True), encoding="utf-8")
    story = yaml.safe_load((ROOT / STORY).read_text(encoding="utf-8"))
    steps = [{"check": ["forged_login_refused"]} if "check" in step else step for step in story["steps"]]
    (folder / "data" / STORY).parent.mkdir(parents=True)
    told = yaml.safe_dump({**story, "steps": steps}, allow_unicode=True)
    (folder / "data" / STORY).write_text(told, encoding="utf-8")
    return folder / "data"


def judged(folder: Path, claim: Path, national: str) -> dict[str, Any]:
    output = folder / claim.stem
    wanted = ("--scenario", "identity/id-token", "--service", "khai-sinh", "--output", str(output))
    wanted += ("--data-dir", str(folder / "data"))
    run("check", str(claim), "--simulator", national, *wanted, cwd=folder)
    cell = json.loads((output / "results.json").read_text(encoding="utf-8"))["cells"][0]
    return {check["case"]: check["verdict"] for check in cell["checks"] if check["case"]}


@pytest.mark.usefixtures("chromium")
def test_a_login_by_script_is_driven_by_a_browser_and_a_wrong_issuer_is_seen(tmp_path: Path) -> None:
    data = str(one_case(tmp_path))
    serving = started("serve", "--port", "0", "--data", "own", "--data-dir", data, cwd=tmp_path)
    with serving as national, scripted(f"{national.url}/vneid") as url:
        by_redirects = judged(tmp_path, sheet(tmp_path, url, national.url, "api"), national.url)
        by_browser = judged(tmp_path, sheet(tmp_path, url, national.url, "browser"), national.url)

    assert by_redirects == {"invalid-iss": "INCONCLUSIVE"}
    assert by_browser == {"invalid-iss": "FAIL"}
