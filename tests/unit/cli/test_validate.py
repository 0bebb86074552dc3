from pathlib import Path

import pytest
import yaml

from simulator.core.data_folders import data_folders
from simulator.province.claim import claim_sheet_text
from simulator.session.provinces import DEMO_DOCUMENT


@pytest.fixture
def sheet(tmp_path) -> Path:
    path = tmp_path / "province.yaml"
    path.write_text(claim_sheet_text({**DEMO_DOCUMENT, "services": {"khai-sinh": {"role": "handler"}}}), "utf-8")
    return path


def test_our_own_data_have_no_problem(dvcsim):
    said = dvcsim("validate")
    assert (said.code, said.out) == (0, "")


def test_a_good_claim_sheet_has_no_problem(dvcsim, sheet):
    assert dvcsim("validate", sheet).code == 0


def test_every_mistake_is_printed_with_its_line(dvcsim, tmp_path):
    folder = tmp_path / "services"
    folder.mkdir()
    (folder / "one.yaml").write_text("id: one\nnumberr: 3\n", encoding="utf-8")
    (folder / "two.yaml").write_text("id: [\n", encoding="utf-8")
    for words in (["--data-dir", tmp_path], [tmp_path]):
        said = dvcsim("validate", *words)
        assert said.code == 2
        assert "services/one.yaml:" in said.out
        assert "services/two.yaml:" in said.out
        assert "Traceback" not in said.err


def test_a_mistake_in_a_claim_sheet_names_what_was_meant(dvcsim, sheet):
    document = yaml.safe_load(sheet.read_text(encoding="utf-8"))
    document["services"] = {"khai-sin": {"role": "handler"}}
    sheet.write_text(claim_sheet_text(document), encoding="utf-8")
    said = dvcsim("validate", sheet)
    assert said.code == 2
    assert f"{sheet}:" in said.out
    assert "did you mean khai-sinh" in said.out


def test_two_bad_claim_sheets_are_both_told(dvcsim, sheet, tmp_path):
    said = dvcsim("validate", tmp_path / "no.yaml", sheet, tmp_path / "none.yaml")
    assert said.code == 2
    assert said.out.count("no such file") == 2


def test_a_folder_without_data_is_a_mistake(dvcsim, tmp_path):
    said = dvcsim("validate", tmp_path)
    assert said.code == 2
    assert "holds none of the data folders" in said.out


TABLE = "scenarios/applicability.yaml"


def with_own_table(dvcsim, folder, *changes):
    """Write the table into a data folder, with old words replaced by new ones."""
    path = folder / TABLE
    assert dvcsim("validate", "--data-dir", folder, "--write-table", path).code == 0
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return dvcsim("validate", "--data-dir", folder)


def test_the_table_that_it_writes_is_the_one_of_the_rules(dvcsim, tmp_path):
    (tmp_path / "scenarios").mkdir()
    assert with_own_table(dvcsim, tmp_path).code == 0
    assert (tmp_path / TABLE).read_bytes() == data_folders().file(TABLE).node.read_bytes()


def test_a_table_that_says_otherwise_than_the_rules_is_told_with_its_line(dvcsim, tmp_path):
    (tmp_path / "scenarios").mkdir()
    said = with_own_table(dvcsim, tmp_path, ("province/relay/redirect: other_role", "province/relay/redirect: applies"))
    assert said.code == 2
    line = (tmp_path / TABLE).read_text("utf-8").split("relay/redirect: applies")[0].count("\n") + 1
    assert f"{TABLE}:{line}: " in said.out
    assert "province/relay/redirect: the table says 'applies' of xac-nhan-cmnd, " in said.out
    assert "doi-chu-the-hd-dien - expected 'other_role', as the rules have it" in said.out
    assert said.out.count("the table says") == 1
    assert "make tables" in said.out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  once/known-not-asked:", "  once/known-not-askd:", "unknown scenario 'once/known-not-askd' - did you mean"),
        (
            "no_dead_code: [khai-sinh,",
            "no_dead_code: [khai-sih,",
            "unknown service of a province as handler 'khai-sih' - did you mean",
        ),
        ("no_dead_code: [khai-sinh,", "no_dead_code: [khai-sinh, khai-sinh,", "'khai-sinh' stands twice"),
        (
            "province/handler/redirect",
            "province/handlr/redirect",
            "'province/handlr/redirect' - did you mean",
        ),
    ],
)
def test_a_mistake_in_the_table_is_told_with_its_line(dvcsim, tmp_path, old, new, told):
    (tmp_path / "scenarios").mkdir()
    said = with_own_table(dvcsim, tmp_path, (old, new))
    assert said.code == 2
    assert told in said.out
    assert f"{TABLE}:" in said.out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[khai-sinh,", "[khai-sih,", "unknown service 'khai-sih' - did you mean khai-sinh"),
        ("[khai-sinh,", "[khai-sinh, gplx,", "gplx as handler of a province, but its own file says relay"),
        ("[khai-sinh,", "[khai-sinh, khai-sinh,", "'khai-sinh' stands twice"),
        ("hooks: [officer, login, whoami]", "hooks: [oficer, login, whoami]", "did you mean officer"),
    ],
)
def test_a_mistake_in_the_minimum_claim_is_told_with_its_line(dvcsim, tmp_path, old, new, told):
    text = data_folders().file("contracts/claims/minimum.yaml").read_text()
    assert old in text
    (tmp_path / "contracts" / "claims").mkdir(parents=True)
    (tmp_path / "contracts/claims/minimum.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    said = dvcsim("validate", "--data-dir", tmp_path)
    assert said.code == 2
    assert "contracts/claims/minimum.yaml:" in said.out
    assert told in said.out
