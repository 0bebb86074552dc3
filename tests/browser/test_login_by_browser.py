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

from tests.acceptance.processes import Running, run
from tests.browser.scripted import create_app

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


def judged(folder: Path, claim: Path, national: str) -> dict[str, Any]:
    output = folder / claim.stem
    wanted = ("--scenario", "identity/id-token", "--service", "khai-sinh", "--output", str(output))
    run("check", str(claim), "--simulator", national, *wanted, cwd=folder)
    cell = json.loads((output / "results.json").read_text(encoding="utf-8"))["cells"][0]
    return {check["case"]: check["verdict"] for check in cell["checks"] if check["case"]}


@pytest.mark.usefixtures("chromium")
def test_a_login_by_script_is_driven_by_a_browser_and_a_wrong_issuer_is_seen(national: Running, tmp_path: Path) -> None:
    with scripted(f"{national.url}/vneid") as url:
        by_redirects = judged(tmp_path, sheet(tmp_path, url, national.url, "api"), national.url)
        by_browser = judged(tmp_path, sheet(tmp_path, url, national.url, "browser"), national.url)

    assert set(by_redirects.values()) == {"INCONCLUSIVE"}
    assert by_browser["invalid-iss"] == "FAIL"
