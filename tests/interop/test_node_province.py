"""A province in another language, followed from its own page: its first dossier is accepted as it is."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.acceptance.processes import ROOT, client
from tests.docs.guide import Followed, following

PAGE = ROOT / "examples" / "node" / "README.md"
CLIENT = ROOT / "examples" / "node" / "province.mjs"


def lacking() -> str:
    """What is not on this machine, unless it has to be."""
    if os.environ.get("DVCSIM_NEEDS_NODE"):
        return ""
    if not all(shutil.which(program) for program in ("node", "bash", "curl")):
        return "node, bash and curl are not all on this machine"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    return "" if int(version.lstrip("v").split(".")[0]) >= 20 else f"node is {version.strip()}, which is older than 20"


pytestmark = pytest.mark.skipif(bool(lacking()), reason=lacking())


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    with following(PAGE, tmp_path_factory.mktemp("node"), "examples/node") as followed:
        yield followed


def test_it_is_short_and_needs_no_package() -> None:
    lines = CLIENT.read_text(encoding="utf-8").splitlines()
    imports = [line for line in lines if line.startswith("import ")]
    assert len(lines) <= 200
    assert all('from "node:' in line for line in imports)


def test_its_first_dossier_is_accepted_and_nothing_is_wrong_in_it(followed: Followed) -> None:
    seen = exchanges(followed, lambda all_: any(one["operation"] == "portal/CapNhatTienDoHoSoMC" for one in all_))
    (report,) = facts(seen, "dossier_report")
    (step,) = facts(seen, "progress_report")
    assert (report["accepted"], report["status"], report["channel"]) == (True, 1, "2")
    assert (step["accepted"], step["dossier_code"]) == (True, report["dossier_code"])
    assert [one["operation"] for one in seen if one["findings"]] == []


def test_what_its_officer_does_reaches_the_portal(followed: Followed) -> None:
    own = f"http://127.0.0.1:{followed.ports['8090']}"
    (code,) = {fact["dossier_code"] for fact in facts(exchanges(followed, bool), "dossier_report")}
    for status in ("2", "4", "9", "10", "constructor"):
        assert client().post(f"{own}/can-bo", data={"code": code, "status": status}, timeout=10).status_code == 200
    seen = exchanges(followed, lambda all_: len(facts(all_, "progress_report")) == 5)
    assert [fact["status"] for fact in facts(seen, "progress_report")] == [1, 2, 4, 9, 10]
    # It has no files, so it returns a result without one, and hears of it.
    (returned,) = [one for one in seen if one["findings"]]
    told = client().get(f"{followed.national}/admin/exchanges/{returned['id']}", timeout=10).json()["findings"]
    assert [(one["pointer"], one["keyword"]) for one in told] == [("/data/0/DanhSachGiayToKetQua", "result_link")]


def test_nobody_is_led_elsewhere_by_its_login(followed: Followed) -> None:
    own = f"http://127.0.0.1:{followed.ports['8090']}"
    with client() as browser:
        browser.post(f"{followed.national}/vneid/login", data={"personal_id": "099182000001"}, timeout=10)
        landed = browser.get(f"{own}/dang-nhap", params={"return_to": "//stranger.example//x?y"}, timeout=10)
        assert landed.url == f"{own}//x?y"
        who = browser.get(f"{own}/toi-la-ai", timeout=10)
    assert (who.status_code, who.json()["personal_id"]) == (200, "099182000001")


def exchanges(followed: Followed, enough: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
    """Every exchange so far, once there are enough of them."""
    found: list[dict[str, Any]] = []
    position = 0
    for _ in range(60):
        query = {"after": position, "wait": 10, "limit": 500}
        answer = client().get(f"{followed.national}/admin/exchanges", params=query, timeout=30).json()
        position = answer["position"]
        found += answer["exchanges"]
        if enough(found):
            return found
    raise AssertionError([one["operation"] for one in found])


def facts(seen: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [fact["data"] for one in seen for fact in one["facts"] if fact["kind"] == kind]
