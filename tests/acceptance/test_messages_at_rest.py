"""Messages beside the wire: held against a contract by a process, and large ones that leave the server small."""

import json
import subprocess
import threading
from pathlib import Path

import pytest

from tests.acceptance.adapter_client import AGENCY, Adapter, dossier
from tests.acceptance.processes import command, environment, started

LIMIT_MB = 700
"""What `serve` may hold at its highest while four clients send 20 MB each; about a tenth of it is its own start."""


def test_messages_are_held_against_a_contract_without_a_portal(tmp_path: Path) -> None:
    message = {"session": "s", "madonvi": AGENCY, "service": "DongBoHoSoMC", "isUpdating": "False"}
    good = {**message, "data": [dossier("000.00.12.H99-250701-0001")]}
    (tmp_path / "bad.json").write_text(json.dumps({**good, "isUpdating": False}), encoding="utf-8")
    words = command("validate", "-", "bad.json", "--contract", "portal/DongBoHoSoMC")
    said = subprocess.run(
        words, input=json.dumps(good).encode(), cwd=tmp_path, env=environment(), capture_output=True, timeout=60,
        check=False,
    )  # fmt: skip
    out = said.stdout.decode()
    assert (said.returncode, said.stderr) == (1, b"")
    assert "stdin: OK - portal/DongBoHoSoMC" in out
    assert "FAIL /isUpdating: false" in out


@pytest.mark.proof
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
@pytest.mark.parametrize("kind", ["one long text", "letters of three bytes", "5,000 rows", "a million small values"])
def test_large_messages_leave_the_server_small(tmp_path: Path, kind: str) -> None:
    with started("serve", "--port", "0", "--data", "national", cwd=tmp_path) as running:
        adapter = Adapter(running.url)
        answers: list[int] = []
        threads = [threading.Thread(target=lambda n=n: answers.append(_send(adapter, kind, n))) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(240)
        assert answers == [200] * 4
        assert adapter.insert("000.00.12.H99-250701-0001")["error_code"] == "0"
        status = Path(f"/proc/{running.process.pid}/status").read_text(encoding="ascii")
        (peak,) = [int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM")]
        assert peak < LIMIT_MB, f"{kind}: {peak} MB"


def _send(adapter: Adapter, kind: str, number: int) -> int:
    code = f"000.00.12.H99-250702-{number:04}"
    rows = [dossier(code)]
    if kind == "5,000 rows":
        rows = [{**dossier(f"{code}{index:03}"), "GhiChu": "x" * 3500} for index in range(5000)]
    elif kind == "a million small values":
        rows[0]["TruongLa"] = [{}] * 480_000
    else:
        rows[0]["GhiChu"] = ("ế" * 7 if kind == "letters of three bytes" else "x" * 20) * 1024 * 1024
    body = {"session": adapter.session, "madonvi": AGENCY, "service": "DongBoHoSoMC", "isUpdating": "False"}
    text = json.dumps({**body, "data": rows}, ensure_ascii=False).encode()
    return adapter.http.post(f"{adapter.url}/mapi/g", data=text, timeout=240).status_code
