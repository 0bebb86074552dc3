"""A system without a form API, judged on its own HTML form, gets the verdicts that it gets by the form API."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import request

from simulator.province.pages import amendments, dossiers, landing
from tests.acceptance.processes import Running, run, started
from tests.browser.in_process import province_here

SERVICES = ("khai-sinh", "lt-khai-sinh", "ket-hon", "khai-tu", "dat-dai-bien-dong")
"""One with papers in place of data, two with a second person, one about the dead, one of an organisation."""
STORIES = ("data/no-replaced-paper", "lifecycle/supplemented")
"""The form read, filled in, sent with papers; the decision, a demand, a supplement; by every check of theirs."""
DEFECTS = {
    "asks-known-residence": ("khai-sinh", "once/known-not-asked", "FAIL"),
    "demands-id-copy": ("khai-sinh", "data/no-replaced-paper", "FAIL"),
    "strips-diacritics": ("khai-sinh", "once/typed-unchanged", "FAIL"),
    "takes-dead-code": ("dat-dai-bien-dong", "catalogue/dead-codes", "WARN"),
}
Cells = dict[tuple[str, str], tuple[str, list[tuple[str, str, str]]]]

pytestmark = pytest.mark.usefixtures("chromium")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The province keeps its data from test to test, as its dossiers stay at the national side."""
    return tmp_path_factory.mktemp("province")


@contextmanager
def province(folder: Path, national: Running, driver: str, *words: str) -> Iterator[Path]:
    """Run the reference province on one lasting data folder; yield its claim sheet."""
    sheet = folder / f"{driver}.yaml"
    asked = ("--data", "province", "--claim-sheet", sheet.name, "--form-driver", driver)
    with started("province", "--port", "0", "--simulator", national.url, *asked, *words, cwd=folder):
        yield sheet


def judged(sheet: Path, national: Running, output: str, *chosen: str) -> list[dict[str, Any]]:
    run("check", str(sheet), "--simulator", national.url, "--output", output, *chosen, cwd=sheet.parent, timeout=300)
    results = json.loads((sheet.parent / output / "results.json").read_text(encoding="utf-8"))
    return [cell for cell in results["cells"] if cell["verdict"] != "NOT_APPLICABLE"]


def told(cells: list[dict[str, Any]]) -> Cells:
    """Cell -> its verdict and those of its checks, with where they saw what."""
    return {
        (cell["service"], cell["scenario"]): (
            cell["verdict"],
            [(check["id"], check["verdict"], check["where"]) for check in cell["checks"]],
        )
        for cell in cells
    }


def words(name: str, values: tuple[str, ...]) -> list[str]:
    return [word for value in values for word in (name, value)]


def test_five_services_get_the_same_verdicts_by_browser_as_by_api(folder: Path, national: Running) -> None:
    chosen = [*words("--service", SERVICES), *words("--scenario", STORIES)]
    found = {}
    for driver in ("browser", "api"):
        with province(folder, national, driver) as sheet:
            found[driver] = judged(sheet, national, f"by-{driver}", *chosen)
    assert told(found["browser"]) == told(found["api"])
    assert {cell["service"] for cell in found["browser"]} == set(SERVICES)
    assert {cell["verdict"] for cell in found["browser"]} == {"PASS"}
    assert {cell["driven_by"] for cell in found["browser"]} == {"browser"}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_of_the_form_is_seen_by_browser_as_by_api(folder: Path, national: Running, defect: str) -> None:
    service, story, verdict = DEFECTS[defect]
    chosen = ["--service", service, "--scenario", story]
    found = {}
    for driver in ("browser", "api"):
        with province(folder, national, driver, "--defect", defect) as sheet:
            found[driver] = told(judged(sheet, national, f"{defect}-{driver}", *chosen))
    assert found["browser"] == found["api"]
    assert [one for one, _ in found["browser"].values()] == [verdict]


def test_a_selector_that_is_gone_is_named_with_a_picture(folder: Path, national: Running) -> None:
    with province(folder, national, "browser") as sheet:
        document = yaml.safe_load(sheet.read_text(encoding="utf-8"))
        line = document["browser"]["services"]["khai-sinh"]["form"]["fields"][4]
        line["selector"] = "#field-applicant-phone"
        document["limits"]["read_seconds"] = 1
        sheet.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
        cell = judged(sheet, national, "gone", "--service", "khai-sinh", "--scenario", "once/known-not-asked")[0]
    first = cell["checks"][0]
    assert (cell["verdict"], first["owner"]) == ("INCONCLUSIVE", "tester")
    for named in ("'#field-applicant-phone'", "browser.services.khai-sinh.form.fields[4]", "did you mean"):
        assert named in first["found"], first["found"]
    assert "/vi/nps/apply" in first["where"]
    picture = folder / "gone" / first["found"].rpartition("[")[2].rstrip("]")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert f'href="screenshots/{picture.name}"' in (folder / "gone" / "report.html").read_text(encoding="utf-8")


def test_no_page_is_asked_for_by_a_program(folder: Path, national: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The province runs in this process, so that each of its pages can tell what it was asked for."""
    asked: list[str] = []

    def never() -> bool:
        asked.append(f"{request.method} {request.path} {request.headers['Accept']}")
        assert not request.is_json
        return False

    for pages in (landing, dossiers, amendments):
        monkeypatch.setattr(pages, "wants_json", never)
    with province_here(folder, national.url) as sheet:
        cells = judged(sheet, national, "asked", "--service", "khai-sinh", "--scenario", "lifecycle/withdrawn")
    assert [cell["verdict"] for cell in cells] == ["PASS"]
    assert any("/vi/nps/apply" in one for one in asked)
    assert all("text/html" in one and "json" not in one for one in asked), asked
