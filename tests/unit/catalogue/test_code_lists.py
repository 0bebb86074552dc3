"""Faults in the portal's lists and samples are told with file and line."""

from pathlib import Path

import pytest

from simulator.catalogue.code_lists import load_code_lists
from simulator.catalogue.documents import FileSchemas
from simulator.catalogue.samples import load_samples
from simulator.core.data_folders import data_folders
from simulator.core.errors import DataFileError
from tests.unit.catalogue.conftest import ROOT, Folder

GENDERS = "contracts/codes/lists/genders.yaml"
FEES = "contracts/codes/lists/fees.yaml"
PETITIONS = "contracts/samples/petitions.yaml"
QUESTIONS = "contracts/samples/questions.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (GENDERS, "id: genders", "id: sexes", ":2: id: id 'sexes' is not the file's name"),
        (GENDERS, "TENGIOITINH: name", "TENGIOITINH: nmae", "unknown column 'nmae'"),
        (GENDERS, '{code: "1", name: Nam}', '{code: "1"}', "rows[0]: has no 'name'"),
        (GENDERS, "rows:", "from: provinces\nrows:", "both `from` and `rows`"),
        (GENDERS, "operation: LayDanhMucGioiTinh", "operation: LayDanhMucLePhi", "is answered by"),
        (FEES, "from: fees", "from: fee", "unknown table 'fee'"),
        (FEES, "KENH: channel", "KENH: chanel", "unknown column 'chanel'"),
        (PETITIONS, "base64: iVBOR", "base64: iVB=OR", "base64"),
        (PETITIONS, "id: PA-0002", "id: PA-0001", "id 'PA-0001' stands twice"),
        (PETITIONS, "media_type: text/plain, text:", "media_type: text/plain, base64: AAAA, text:", "both `text`"),
        (QUESTIONS, "id: lost-code", "id: copy-fee", "id 'copy-fee' stands twice"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    changed = tmp_path / file
    changed.parent.mkdir(parents=True)
    text = (ROOT / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    changed.write_text(text.replace(old, new), encoding="utf-8")
    schemas, found = FileSchemas(data_folders(tmp_path)), list[DataFileError]()
    load_code_lists(schemas, found)
    load_samples(schemas, found)
    assert any(said in problem.text() for problem in found), [problem.text() for problem in found]


def test_a_legal_basis_that_no_list_has_is_told(folder: Folder) -> None:
    line = folder.change("services/khai-tu.yaml", "60/2014/QH13", "61/2014/QH13")
    said = f"services/khai-tu.yaml:{line}: legal_bases[0]: unknown legal document '61/2014/QH13'"
    assert any(problem.text().startswith(said) for problem in folder.problems())
