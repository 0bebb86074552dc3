from pathlib import Path

import pytest
import yaml

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
