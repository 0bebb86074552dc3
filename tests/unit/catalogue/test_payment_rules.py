"""The files of the payment platform: mistakes are named with their line."""

import pytest

from tests.unit.catalogue.conftest import Folder


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("errors.yaml", 'code: "99"\n    mark: SEEN', 'code: "99"\n    mark: SURE', "mark"),
        ("errors.yaml", "answer: expired}", "answer: gone}", "answer"),
        ("errors.yaml", "  reference_used:", "  reference_user:", "reference_user"),
        ("platform.yaml", "open_minutes: 15", "open_minutes: 0", "open_minutes"),
        ("platform.yaml", "code: SONGXANH", "code: LUAVANG", "LUAVANG stands there twice"),
    ],
)
def test_mistakes_in_the_files(folder: Folder, file: str, old: str, new: str, said: str) -> None:
    folder.change(f"contracts/payment/{file}", old, new)
    assert any(said in problem.text() and file in problem.text() for problem in folder.problems())
