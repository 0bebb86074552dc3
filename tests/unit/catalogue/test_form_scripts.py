"""The block `browser` of a claim sheet: one script for all, what a service adds, and what is refused."""

from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from simulator.catalogue.catalogue import Catalogue
from simulator.catalogue.claim_sheets import claim_sheet_of, load_claim_sheet
from simulator.core.errors import DataFileError
from simulator.domain.claim_sheet import ClaimSheet
from tests.unit.catalogue.test_claim_sheets import ENVIRON, SHEET

ROOT = Path(__file__).resolve().parents[3]
BY_BROWSER = SHEET.replace("driver: api", "driver: browser")
SCRIPT = """
  scripts:
    default:
      form:
        before: [{click: text=Đăng nhập}, {fill: {selector: "#captcha", value: "${TOKEN}"}}]
        fields: [{selector: "#hoTen", datum: applicant.full_name}]
        components: [{selector: "input[type=file]", code_from: data-code}]
        submit: "#nop"
        code: {selector: "#maHoSo", pattern: "(H99[-.0-9]+)"}
        refused: .loi
      dossier:
        open: /ho-so/${dossier}
        status: {selector: .trang-thai, words: {Đã tiếp nhận: 2}}
      withdraw: {submit: "#rut"}
  services:
    khai-sinh:
      form:
        submit: "#nop-khai-sinh"
        fields: [{selector: "#dienThoai", datum: applicant.phone, optional: true}]
"""


def read(tmp_path: Path, catalogue: Catalogue, text: str) -> ClaimSheet:
    path = tmp_path / "province.yaml"
    path.write_text(text, encoding="utf-8")
    return load_claim_sheet(path, catalogue, ENVIRON)


def test_a_service_adds_its_lines_and_replaces_the_rest(tmp_path: Path, catalogue: Catalogue) -> None:
    form = read(tmp_path, catalogue, f"{BY_BROWSER}browser:{SCRIPT}").form_scripts["khai-sinh"].form
    assert [(line.spot.selector, line.datum, line.optional) for line in form.fields] == [
        ("#hoTen", "applicant.full_name", False),
        ("#dienThoai", "applicant.phone", True),
    ]
    assert form.fields[1].spot.place == "browser.services.khai-sinh.form.fields[0]"
    assert (form.submit.selector, form.submit.place) == ("#nop-khai-sinh", "browser.services.khai-sinh.form.submit")
    assert [(one.kind, one.spot.selector, one.value) for one in form.before] == [
        ("click", "text=Đăng nhập", ""),
        ("fill", "#captcha", "secret"),
    ]


def test_its_words_stay_for_when_it_is_played(tmp_path: Path, catalogue: Catalogue) -> None:
    script = read(tmp_path, catalogue, f"{BY_BROWSER}browser:{SCRIPT}").form_scripts["khai-sinh"]
    assert script.dossier is not None
    assert script.dossier.open == "/ho-so/${dossier}"
    assert script.withdraw is not None
    assert script.withdraw.taken == script.form.taken
    assert script.supplement is None


def test_a_file_beside_the_sheet_says_the_same_and_travels_with_it(tmp_path: Path, catalogue: Catalogue) -> None:
    inline = read(tmp_path, catalogue, f"{BY_BROWSER}browser:{SCRIPT}")
    (tmp_path / "browser.yaml").write_text("\n".join(line[2:] for line in SCRIPT.splitlines()), encoding="utf-8")
    beside = read(tmp_path, catalogue, f"{BY_BROWSER}browser: {{file: browser.yaml}}\n")
    assert beside.form_scripts == inline.form_scripts
    assert claim_sheet_of(beside.raw, beside.label, catalogue).form_scripts == inline.form_scripts
    (tmp_path / "browser.yaml").write_text("scripts: {}\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="browser, without a script"):
        read(tmp_path, catalogue, f"{BY_BROWSER}browser: {{file: browser.yaml}}\n")


def test_another_file_is_another_edition(tmp_path: Path, catalogue: Catalogue) -> None:
    script = tmp_path / "browser.yaml"
    script.write_text("\n".join(line[2:] for line in SCRIPT.splitlines()), encoding="utf-8")
    before = read(tmp_path, catalogue, f"{BY_BROWSER}browser: {{file: browser.yaml}}\n").digest
    script.write_text(script.read_text(encoding="utf-8").replace("#hoTen", "#ten"), encoding="utf-8")
    assert read(tmp_path, catalogue, f"{BY_BROWSER}browser: {{file: browser.yaml}}\n").digest != before


WRONG: dict[str, tuple[tuple[str, str], str]] = {
    "datum": (("applicant.phone, optional", "applicant.fone, optional"), "unknown datum 'applicant.fone' - did you"),
    "key": (("optional: true", "optinal: true"), "unknown key 'optinal' - did you mean optional?"),
    "action": (("{click: text", "{press: text"), "unknown key 'press'"),
    "pattern": (("(H99[-.0-9]+)", "(H99"), "'(H99': missing )"),
    "component": ((", code_from: data-code", ""), "names no component - expected code or code_from"),
    "outcome": (('{selector: "#maHoSo", pattern: "(H99[-.0-9]+)"}', '{pattern: "H"}'), "nothing to look at"),
    "service": (
        ("    khai-sinh:\n      form:\n        submit", "    khai-sin:\n      form:\n        submit"),
        "unknown",
    ),
    "script": (
        ("    khai-sinh:\n      form:\n", "    khai-sinh:\n      script: hai\n      form:\n"),
        "unknown script 'hai'",
    ),
    "code": (('        code: {selector: "#maHoSo", pattern: "(H99[-.0-9]+)"}\n', ""), "has no form.code"),
    "status": (("Đã tiếp nhận: 2", "Đã tiếp nhận: 12"), "dossier.status.words"),
    "variable": (("${TOKEN}", "${TOKN}"), "${TOKN} is not set"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, catalogue: Catalogue, case: str) -> None:
    (right, wrong), said = WRONG[case]
    assert right in SCRIPT
    with pytest.raises(DataFileError) as told:
        read(tmp_path, catalogue, f"{BY_BROWSER}browser:{SCRIPT.replace(right, wrong)}")
    assert said in str(told.value)
    line = int(told.value.where.rpartition(":")[2])
    assert line > BY_BROWSER.count("\n")


def test_a_mistake_in_the_file_beside_is_named_there(tmp_path: Path, catalogue: Catalogue) -> None:
    wrong = SCRIPT.replace("refused:", "refusd:")
    (tmp_path / "browser.yaml").write_text("\n".join(line[2:] for line in wrong.splitlines()), encoding="utf-8")
    with pytest.raises(
        DataFileError, match=r"browser\.yaml:[0-9]+: browser\.scripts\.default\.form\.refusd: unknown key"
    ):
        read(tmp_path, catalogue, f"{BY_BROWSER}browser: {{file: browser.yaml}}\n")
    with pytest.raises(DataFileError, match=r"'brwser\.yaml' is not there"):
        read(tmp_path, catalogue, f"{BY_BROWSER}browser: {{file: brwser.yaml}}\n")


def test_a_service_by_browser_needs_a_script(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(DataFileError, match=r"services\.khai-sinh\.driver: browser, without a script"):
        read(tmp_path, catalogue, BY_BROWSER)


def test_a_service_by_api_needs_none(tmp_path: Path, catalogue: Catalogue) -> None:
    scripts: dict[str, Any] = dict(read(tmp_path, catalogue, f"{SHEET}browser:{SCRIPT}").form_scripts)
    assert scripts == {}


def test_the_sample_of_the_guide_is_read(tmp_path: Path, catalogue: Catalogue) -> None:
    guide = (ROOT / "docs" / "drive.en.md").read_text(encoding="utf-8")
    sample = indent(guide.partition("```yaml file=full.yaml\n")[2].partition("```")[0], "  ")
    script = read(tmp_path, catalogue, f"{BY_BROWSER}browser:\n{sample}").form_scripts["khai-sinh"]
    assert [line.datum for line in script.form.fields][-1] == "child.full_name"
    assert script.dossier is not None
    assert script.dossier.status is not None
    assert script.dossier.status.words["Đã có kết quả"] == 9
