"""Dialects as files: what one is like, what is wrong in one, and one from a folder of the user."""

from pathlib import Path

import pytest

from simulator.catalogue.catalogue import Catalogue, load_catalogue, problems
from simulator.core.data_folders import data_folders
from simulator.domain.dialect import ANSWERS

FAMILIES = ("opencps-2019", "opencps-2021", "tandan", "lgsp-facade", "hg-proxy")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contracts" / "dialects").mkdir(parents=True)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    head = f"format: 1\nid: {name}\ntitle: {{vi: Thử, en: Trial}}\n"
    (folder / "contracts" / "dialects" / f"{name}.yaml").write_text(head + text, encoding="utf-8")


def said(folder: Path) -> list[str]:
    return [problem.text() for problem in problems(data_folders(folder))]


def test_the_default_answers_as_it_always_has(catalogue: Catalogue) -> None:
    default = catalogue.dialects["default"]
    codes = {name: default.code(name) for name in ANSWERS}
    assert codes == {"ok": "0", "duplicate": "3", "dead_session": "-2", "partial": "-4"} | {
        name: "-1" for name in ANSWERS if name not in ("ok", "duplicate", "dead_session", "partial")
    }
    assert default.rows_under == ("result",)
    assert not default.login_without_account
    assert (default.renames, default.tolerances, default.rewrites, default.facade) == ((), (), (), None)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_answered_in_full(catalogue: Catalogue, family: str) -> None:
    dialect = catalogue.dialects[family]
    assert set(dialect.answers) == set(dialect.messages) == set(ANSWERS)
    assert "thành công" in dialect.message("ok")
    assert "đã tồn tại" in dialect.message("duplicate", "X")


def test_success_is_written_as_each_family_reads_it(catalogue: Catalogue) -> None:
    codes = {family: catalogue.dialects[family].code("ok") for family in FAMILIES}
    assert codes == {"opencps-2019": "00", "opencps-2021": 0, "tandan": "0", "lgsp-facade": "0", "hg-proxy": "0"}
    assert type(codes["opencps-2021"]) is int


def test_a_family_has_its_own_signs_alone(catalogue: Catalogue) -> None:
    assert all(catalogue.dialects[family].signs for family in FAMILIES)
    assert not {one.id for one in catalogue.dialects["hg-proxy"].signs} & {"newer-fields", "lodged-here"}


OURS = """\
like: tandan
codes: number
rows_under: [result, data]
rewrites: []
answers:
  duplicate: {code: "-3", message: "{detail} đã tồn tại", mark: SEEN}
"""
NO_NUMBER = 'like: default\ncodes: number\nanswers:\n  ok: {code: "x", message: "thành công", mark: SEEN}\n'


def test_a_dialect_of_the_users_folder_is_a_dialect(folder: Path) -> None:
    write(folder, "ours", OURS)
    ours = load_catalogue(data_folders(folder)).dialects["ours"]
    assert (ours.code("duplicate"), ours.code("ok"), ours.rows_under) == (-3, 0, ("result", "data"))
    assert ours.rewrites == ()
    assert ours.added_steps == {2, 9}
    assert ours.facade is not None
    assert ours.signs == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("like: defualt\n", "like: unknown dialect 'defualt' - did you mean default"),
        ("like: trial\n", "like: trial leads back to itself"),
        ("", "answers: has no answer 'ok'"),
        (NO_NUMBER, "whole number"),
        ('like: default\nanswers:\n  malformed: {code: "1", message: "đã tồn tại", mark: SEEN}\n', "'đã tồn tại'"),
        ("like: default\nrewrites: [{status: 11, told_as: 9, mark: SEEN, source: x}]\n", "rewrites[0].status"),
        ("like: default\nfacade: {rows_in: body, doors: []}\n", "facade"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(folder: Path, text: str, expected: str) -> None:
    write(folder, "trial", text)
    found = said(folder)
    assert any(expected in one and one.startswith("contracts/dialects/trial.yaml:") for one in found), found
