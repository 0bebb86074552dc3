"""What is refused in a file of personas, and that a folder of the user's own adds to ours."""

import pytest

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from tests.unit.catalogue.conftest import Folder

LABEL = "contracts/vneid/personas/people.yaml"
OWN = """\
format: 1
version: 1
personas:
  - {id: our-tester, number: 77, title: {vi: Của chúng tôi, en: Ours}, note: {vi: Không có gì, en: Nothing}}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  - id: wife\n", "  - id: mother\n", "mother stands twice"),
        ("    number: 32\n", "    number: 31\n", "31 is organisation's"),
        ("    number: 32\n", "    number: 101\n", "number: found 101"),
        ("shares: {residence: father}", "shares: {residence: fathr}", "unknown persona 'fathr' - did you mean father"),
        ('"1985-10-10"', '"1985-02-30"', "'1985-02-30' is not in the calendar"),
        ('old_id: "099000017"', 'old_id: "001085000017"', "a number that somebody can have"),
        ('      tax_code: "9900000016"\n', "", "tax_code"),
    ],
)
def test_a_mistake_is_told_with_its_place(folder: Folder, old: str, new: str, said: str) -> None:
    folder.change(LABEL, old, new)
    problems = [problem.text() for problem in folder.problems()]
    assert problems
    assert all(problem.startswith(LABEL) for problem in problems)
    assert any(said in problem for problem in problems), problems


def test_another_file_adds_personas(folder: Folder) -> None:
    folder.write("contracts/vneid/personas/ours.yaml", OWN)
    personas = load_catalogue(folder.folders).personas
    assert personas["our-tester"].number == 77
    assert "citizen" in personas


def test_a_case_names_personas_that_are_there(folder: Folder) -> None:
    folder.change("contracts/vneid/cases/people.yaml", "after: twin-older}", "after: twin-oldest}")
    assert "unknown persona 'twin-oldest' - did you mean twin-older" in folder.only_problem()


def test_everybody_awkward_is_tried_in_a_case(catalogue: Catalogue) -> None:
    browsers = [case.browser for case in catalogue.identity_cases.values() if case.group == "people"]
    tried = {str(browser[role]) for browser in browsers for role in ("persona", "after") if role in browser}
    plain = {"citizen", "second-citizen", "third-citizen", "fourth-citizen", "mother", "father", "district-address"}
    assert set(catalogue.personas) - tried == plain
