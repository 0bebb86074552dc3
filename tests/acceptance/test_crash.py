"""Killed at any moment, the national side loses nothing that it acknowledged and doubles nothing.

The process kills itself with SIGKILL at a chosen place of a chosen message (`DVCSIM_FAILPOINT`), is started again on
the same data, and the client goes on with its old session, as a province would.
"""

import os
from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.acceptance.adapter_client import Adapter
from tests.acceptance.processes import Running, client, run, started

OPERATION = "portal/DongBoHoSoMC"


CRASHES = int(os.environ.get("DVCSIM_CRASHES", "2"))
"""How many times each place is tried: at the first message of the process, at the second, and so on."""


def serve(folder: Path, port: str, failpoint: str) -> AbstractContextManager[Running]:
    words = ("--port", port, "--data", str(folder / "data"))
    return started("serve", *words, cwd=folder, DVCSIM_FAILPOINT=failpoint)


def messages(url: str) -> list[dict[str, Any]]:
    answer = client().get(f"{url}/admin/exchanges", params={"after": 0, "limit": 1000}, timeout=10).json()
    return [item for item in answer["exchanges"] if item["operation"] == OPERATION]


@pytest.mark.parametrize("point", ["before_commit", "after_commit", "after_answer"])
def test_a_kill_at_any_place_of_a_message_loses_and_doubles_nothing(tmp_path: Path, point: str) -> None:
    """Killed at its first message and started again, killed at its second, and so on, always on the same data."""
    with ExitStack() as stack:
        running = stack.enter_context(serve(tmp_path, "0", fail_at(point, 1)))
        port, adapter, held = running.url.rsplit(":", 1)[1], Adapter(running.url), 0
        for nth in range(1, CRASHES + 1):
            codes = [f"000.00.{nth:02d}.H99-250701-{number:04d}" for number in range(1, nth + 1)]
            acknowledged = insert_until_death(adapter, codes)
            assert running.wait_for_death() == -9
            assert acknowledged == (codes if point == "after_answer" else codes[:-1])

            # The repeat of the message at which it died is one message more for the next process.
            running = stack.enter_context(serve(tmp_path, port, fail_at(point, nth + 2) if nth < CRASHES else ""))
            known = codes[:-1] if point == "before_commit" else codes
            held += len(known)
            assert [code for code in codes if adapter.known(code)] == known
            assert len(messages(running.url)) == held
            again = adapter.insert(codes[-1])
            held += 1
            if point == "before_commit":
                assert again["error_code"] == "0"
            else:
                assert "đã tồn tại" in again["message"]
            assert all(adapter.known(code) for code in codes)


def fail_at(point: str, nth: int) -> str:
    return f"{point}:{OPERATION}:{nth}"


def insert_until_death(adapter: Adapter, codes: Iterable[str]) -> list[str]:
    """Send each dossier; return the codes that were acknowledged before nobody answered any more."""
    acknowledged = []
    for code in codes:
        try:
            answer = adapter.insert(code)
        except requests.exceptions.RequestException:
            break
        assert answer["error_code"] == "0"
        acknowledged.append(code)
    return acknowledged


def test_a_second_serve_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with started("serve", "--port", "0", "--data", str(tmp_path / "data"), cwd=tmp_path) as first:
        second = run("serve", "--port", "0", "--data", str(tmp_path / "data"), cwd=tmp_path, timeout=30)
        assert second.returncode == 2
        assert str(tmp_path / "data") in second.stderr
        assert str(first.process.pid) in second.stderr
        assert "Traceback" not in second.stderr


def test_a_port_in_use_is_named_with_the_way_out(tmp_path: Path) -> None:
    with started("serve", "--port", "0", "--data", str(tmp_path / "one"), cwd=tmp_path) as first:
        port = first.url.rsplit(":", 1)[1]
        second = run("serve", "--port", port, "--data", str(tmp_path / "two"), cwd=tmp_path, timeout=30)
        assert second.returncode == 2
        assert port in second.stderr
        assert "--port 0" in second.stderr
