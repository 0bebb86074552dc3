"""A mistake in a service file is told with file, line and the nearest right word."""

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.errors import DataFileError
from tests.unit.catalogue.conftest import Folder

BIRTH = "services/khai-sinh.yaml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ministry: Bộ Tư pháp", "minstry: Bộ Tư pháp", "unknown key 'minstry' - did you mean ministry"),
        ("ministry: Bộ Tư pháp", "ministry: 12", "found 12 - expected string"),
        ("{key: copies, datum: request.copies", "{key: copies, datum: reqest.copies", "unknown subject 'reqest'"),
        ("{key: copies, datum: request.copies", "{key: copies, datum: request.copys", "did you mean copies"),
        ("{key: copies, datum: request.copies", "{key: copies, datum: copies", "expected <subject>.<attribute>"),
        ("{key: copies, datum: request.copies", '{key: copies, datum: ""', "expected <subject>.<attribute>"),
        ("{key: copies, datum: request.copies,", "{key: copies,", "has no key 'datum'"),
        ("{key: copies, datum: request.copies", "{key: copies, datum: male.copies", "unknown subject of this service"),
        ("{key: copies, datum: request.copies", "{key: relation, datum: request.copies", "'relation' stands twice"),
        ("to: [VNEID], once: login}, source: [onestop]", "to: [VNEDI], once: login}, source: [onestop]", "mean VNEID"),
        ("to: [VNEID], once: login}, source: [onestop]", "to: [VNEID], once: logged}, source: [onestop]", "mean login"),
        ("replaced_by: [DU_LIEU_CHUNG_SINH]", "replaced_by: [DU_LIEU_CHUNG_SIN]", "mean DU_LIEU_CHUNG_SINH"),
        ("father: partner", "father: partnr", "unknown person 'partnr' - did you mean partner"),
        ("of: [applicant, partner]", "of: [applicant, mother]", "unknown person 'mother'"),
        ("relation: MeDe\n", "relatoin: MeDe\n", "unknown attribute 'relatoin' - did you mean relation"),
        ("data: [mother.full_name,", "data: [mother.full_nam,", "unknown attribute 'full_nam'"),
        ("[9, 10]]", "[4, 10]]", "dead end: nothing final follows status 9 (processing finished)"),
        ("[1, 2], [1, 3],", "[1, 3],", "unreachable: no way leads to status 2 (accepted)"),
        ("{value: 1, unit: working_day", "{value: 0, unit: working_day", "0 working_day: no time at all"),
        ("{value: 1, unit: working_day", "{value: 1, unit: instant", "1 instant - expected 0 for instant"),
        ("valid_from: 2025-07-01, valid_from_mark: ASSUMED,\n     mark: SEEN, note: from",
         "valid_from: 2025-07-01, valid_until: 2025-06-30, valid_from_mark: ASSUMED,\n     mark: SEEN, note: from",
         "the last day 2025-06-30 lies before the first, 2025-07-01 - expected 2025-07-01 or later"),
        ('code: "2.000528"', 'code: "1.001193"', "'1.001193' stands twice"),
        ("{key: copies, datum: request.copies,", "{key: copies,", "has no key 'datum' - expected datum: ..."),
        ("id: khai-sinh", "id: khai-sin", "id 'khai-sin' is not the file's name"),
        ("number: 12", "number: 14", "number 14 belongs to services/ket-hon.yaml too"),
        ('code: "2.000528"', 'code: "1.000894"', "1.000894 belongs to services/ket-hon.yaml too"),
        ('code: "2.000528"', 'code: "2.00528"', "expected a procedure code like 1.001193"),
        ("nước ngoài, valid_from: 2025-07-01", "nước ngoài, valid_from: 2025-02-30", "not in the calendar"),
        ("unit: working_day", "unit: workingday", "did you mean working_day"),
    ],
)  # fmt: skip
def test_mistake_is_told_with_its_line(folder: Folder, old: str, new: str, said: str) -> None:
    line = folder.change(BIRTH, old, new)
    found = [problem.text() for problem in folder.problems() if "services/" in problem.where and problem.where != ""]
    told = [text for text in found if said in text]
    assert told, found
    label, number = told[0].split(": ", 1)[0].rsplit(":", 1)
    assert label in (BIRTH, "services/ket-hon.yaml")
    assert label != BIRTH or abs(int(number) - line) <= 2


def test_code_without_a_first_day_is_refused(folder: Folder) -> None:
    folder.change(BIRTH, "yếu tố nước ngoài, valid_from: 2025-07-01,", "yếu tố nước ngoài,")
    told = [problem.text() for problem in folder.problems()]
    said = "codes[1]: has no key 'valid_from' - expected valid_from: ...\n  valid_from: First day on which"
    assert any(text.startswith(f"{BIRTH}:17: {said}") for text in told), told


def test_a_circle_without_an_end_is_a_dead_end(folder: Folder) -> None:
    """Statuses that follow each other for ever lead nowhere either."""
    folder.change(BIRTH, "[4, 9], [9, 10]]", "[4, 9], [9, 6]]")
    folder.change(BIRTH, "[2, 7], [4, 7], [5, 7], [4, 8],", "")
    told = " ".join(problem.text() for problem in folder.problems())
    assert all(f"nothing final follows status {status} (" in told for status in (2, 4, 5, 6, 9)), told
    assert "Add the missing change of status" in told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("no_code: ", "note_code: ", "unknown key 'note_code'"),
        ("codes: []\n", 'codes: [{code: "9.000001", name: x, valid_from: 2025-07-01, mark: UNSURE}]\n', "and no_code"),
    ],
)
def test_a_service_has_codes_or_says_why_it_has_none(folder: Folder, old: str, new: str, said: str) -> None:
    folder.change("services/nop-phat-nguoi.yaml", old, new)
    assert any(said in problem.text() for problem in folder.problems())


def test_a_service_without_codes_and_reason_is_refused(folder: Folder) -> None:
    text = (folder.path / "services/nop-phat-nguoi.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith("no_code:")]
    folder.write("services/nop-phat-nguoi.yaml", "".join(kept))
    assert any("neither a code nor no_code" in problem.text() for problem in folder.problems())


def test_every_problem_is_told_not_only_the_first(folder: Folder) -> None:
    folder.change(BIRTH, "to: [VNEID], once: login}, source: [onestop]", "to: [VNEDI], once: login}, source: [onestop]")
    folder.change(BIRTH, "father: partner", "father: partnr")
    folder.change("services/ket-hon.yaml", "[9, 10]]", "[4, 10]]")
    text = " ".join(problem.text() for problem in folder.problems())
    assert all(word in text for word in ("VNEDI", "partnr", "dead end"))


def test_loading_raises_the_first_problem(folder: Folder) -> None:
    folder.change(BIRTH, "father: partner", "father: partnr")
    with pytest.raises(DataFileError, match="partnr"):
        load_catalogue(folder.folders)


def test_yaml_that_cannot_be_read_is_one_problem_of_that_file(folder: Folder) -> None:
    folder.write("services/sets/broken.yaml", "format: 1\nid: [\n")
    assert folder.only_problem().startswith("services/sets/broken.yaml:")


def test_file_that_is_a_list_is_refused(folder: Folder) -> None:
    folder.write("services/sets/list.yaml", "- khai-sinh\n")
    assert "not a mapping" in folder.only_problem()


def test_a_service_is_added_by_adding_a_file(folder: Folder) -> None:
    """No Python file changes: a copy of a service under another id, number and code is a new service."""
    text = (folder.path / "services/ket-hon.yaml").read_text(encoding="utf-8")
    new = text.replace("id: ket-hon", "id: ket-hon-lai").replace("number: 14", "number: 26")
    folder.write("services/ket-hon-lai.yaml", new.replace('"1.000894"', '"1.000999"'))
    assert folder.problems() == []


@pytest.mark.parametrize(
    ("label", "old", "new", "said"),
    [
        ("services/sets/essential-25.yaml", "- ket-hon", "- kethon", "unknown service 'kethon' - did you mean"),
        ("services/sets/essential-25.yaml", "- ket-hon", "- khai-sinh", "'khai-sinh' stands twice"),
        ("contracts/codes/provinces.yaml", 'code: "99"', 'code: "96"', "code 96 stands twice"),
        ("contracts/codes/provinces.yaml", 'code: "99"', "code: 99", "found 99 - expected string"),
        ("contracts/codes/sources.yaml", "[birth_cert_no]", "[birth_cert]", "unknown attribute 'birth_cert' - did you"),
        ("contracts/codes/sources.yaml", "answers: login", "answers: logged", "did you mean login"),
        ("contracts/requirements/once.yaml", "id: ONCE-TRUE", "id: ONCE-ASK", "ONCE-ASK stands twice"),
        ("contracts/requirements/wire.yaml", "level: MUST", "level: MUSST", "did you mean MUST"),
        ("contracts/dialects/default.yaml", "{detail} đã tồn tại", "không thành công", "refusal"),
    ],
)  # fmt: skip
def test_mistakes_in_other_files(folder: Folder, label: str, old: str, new: str, said: str) -> None:
    folder.change(label, old, new)
    found = [problem.text() for problem in folder.problems()]
    assert any(said in text and text.startswith(label) for text in found), found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("who: [applicant, partner]", "who: [applicant, partnr]", "unknown person 'partnr' - did you mean partner"),
        ("on: request.appointment", "on: request.appointmnt", "unknown datum of this form 'request.appointmnt'"),
        ("field: {code: G15-HT01", "function: payment\nfield: {code: G15-HT01", "that is no procedure, with procedure"),
    ],
)
def test_what_is_special_about_a_service_is_checked_too(folder: Folder, old: str, new: str, said: str) -> None:
    folder.change("services/ket-hon.yaml", old, new)
    assert any(said in problem.text() and "ket-hon.yaml:" in problem.where for problem in folder.problems())
