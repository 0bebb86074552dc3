"""The file of what can be asked of a citizen through VNeID: mistakes are named with their line."""

import pytest

from tests.unit.catalogue.conftest import Folder


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("attributes: [personal_id, full_name, phone, email]", "attributes: [fone]", "did you mean phone"),
        ("source: CSDL_GPLX", "source: CSDL_GPLY", "did you mean CSDL_GPLX"),
        ("mark: ASSUMED", "mark: SURE", "mark"),
        ("papers:", "paper:", "papers"),
    ],
)
def test_mistakes_in_the_offers(folder: Folder, old: str, new: str, said: str) -> None:
    folder.change("contracts/vneid/offers.yaml", old, new)
    assert any(said in problem.text() and "offers.yaml" in problem.text() for problem in folder.problems())
