"""What users get wrong in files and flags: exit code 2, the place, the way out, and never a traceback."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.acceptance.bad_sheets import changed, write
from tests.acceptance.processes import ROOT, Running, client, run, started

STORY = """\
id: trial/{name}
title: {{vi: Một câu chuyện, en: One story}}
summary: {{vi: Để thử, en: For a test}}
applies: {{roles: [handler], intakes: [redirect], drivers: [api], needs: [officer], services: [khai-sinh]}}
weathers: [calm]
steps:
  - call: citizen.apply
  - check: [every_status_reaches_portal]
"""


class Mistake(NamedTuple):
    name: str
    content: str | bytes
    line: int
    said: tuple[str, ...]


def sheet(name: str, line: int, said: tuple[str, ...], *changes: str) -> Mistake:
    return Mistake(name, changed(*changes), line, said)


SHEETS = (
    sheet("twice", 15, ("'agency'", "line 6", "line 15", "Remove one"),
          "landing: /vi/nps/apply", "landing: /vi/nps/apply\nagency: 000.00.00.H97"),
    sheet("key", 15, ("unknown key 'servces'", "did you mean services"), "services:", "servces:"),
    sheet("service", 16, ("unknown service 'khai-sin'", "did you mean khai-sinh"), "khai-sinh:", "khai-sin:"),
    sheet("dialect", 11, ("unknown dialect 'defalt'", "did you mean default?"), "dialect: default", "dialect: defalt"),
    sheet("variable", 12, ("${DVCSIM_NOT_SET} is not set", "Set DVCSIM_NOT_SET"), "mat-khau", '"${DVCSIM_NOT_SET}"'),
    sheet("format", 1, ("format", "found 2", "expected 1", "another version"), "format: 1", "format: 2"),
    sheet("number", 5, ("province_code", "found 92", "expected string"), 'province_code: "92"', "province_code: 92"),
    sheet("tab", 4, ("character", "Check indentation"), "kind: province", "kind:\tprovince\n\tx: 1"),
    Mistake("bracket", '{"not": [yaml\n', 2, ("expected valid YAML", "Check indentation")),
    Mistake("list", "- province\n", 1, ("not a mapping", "`key: value` lines")),
    Mistake("empty", "", 1, ("empty", "`key: value` lines")),
    Mistake("latin-1", changed("Another province", "Quảng").encode("cp1258", "replace"), 3, ("UTF-8", "Save it")),
    Mistake("object", "format: !!python/object:os.system x\n", 1, ("constructor", "expected valid YAML")),
)  # fmt: skip

STORIES = (
    ("check", 8, ("unknown check 'every_status_reches_portal'", "did you mean every_status_reaches_portal"),
     "every_status_reaches_portal", "every_status_reches_portal"),
    ("weather", 5, ("unknown weather 'clam'", "did you mean calm"), "[calm]", "[clam]"),
    ("service", 4, ("unknown service 'khaisinh'", "did you mean khai-sinh"), "[khai-sinh]", "[khaisinh]"),
    ("verb", 7, ("unknown key 'cal'", "did you mean call"), "- call:", "- cal:"),
    ("twice", 6, ("'weathers'", "line 5", "line 6"), "weathers: [calm]", "weathers: [calm]\nweathers: [calm]"),
)  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What `validate` says of all the claim sheets with mistakes, and of a good one full of traps."""
    folder = tmp_path_factory.mktemp("sheets")
    for mistake in SHEETS:
        content = mistake.content if isinstance(mistake.content, bytes) else mistake.content.encode()
        (folder / f"{mistake.name}.yaml").write_bytes(content)
    traps = ("mat-khau", "001077001234", 'version: "1"', "version: 1.001193", "seconds: 10", "seconds: 0.5")
    write(folder / "traps.yaml", *traps)
    names = [f"{mistake.name}.yaml" for mistake in SHEETS]
    process = run("validate", *names, "traps.yaml", "missing.yaml", cwd=folder)
    assert process.returncode == 2
    assert "Traceback" not in process.stderr
    return process.stdout


def problem(said: str, label: str) -> str:
    """Return the one problem that was told of a file."""
    _, *problems = f"\n{said}".split(f"\n{label}")
    assert len(problems) == 1, said
    first, _, rest = problems[0].partition("\n")
    advice = rest.partition("\n")[0]
    return f"{first}\n{advice}" if advice.startswith("  ") else first


@pytest.mark.parametrize("mistake", SHEETS, ids=lambda mistake: mistake.name)
def test_a_mistake_in_a_claim_sheet_is_told_with_its_line_and_the_way_out(told: str, mistake: Mistake) -> None:
    said = problem(told, f"{mistake.name}.yaml:")
    assert said.startswith(f"{mistake.line}: ")
    assert all(words in said for words in mistake.said), said


def test_a_missing_file_is_told(told: str) -> None:
    assert "no such file" in problem(told, "missing.yaml")


def test_codes_and_fractions_in_a_claim_sheet_are_no_trap(told: str) -> None:
    assert "traps.yaml" not in told


@pytest.fixture(scope="module")
def told_of_data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What `validate` says of a data folder of one's own whose files hold one mistake each."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "scenarios" / "trial").mkdir(parents=True)
    for name, _, _, old, new in STORIES:
        text = STORY.format(name=name)
        assert text.count(old) == 1
        (folder / "scenarios" / "trial" / f"{name}.yaml").write_text(text.replace(old, new), encoding="utf-8")
    (folder / "scenarios" / "trial" / "bytes.yaml").write_bytes(b"id: trial/bytes\ntitle: \xff\n")
    process = run("validate", ".", cwd=folder)
    assert process.returncode == 2
    assert "Traceback" not in process.stderr
    return process.stdout


@pytest.mark.parametrize(("name", "line", "words", "_old", "_new"), STORIES, ids=[story[0] for story in STORIES])
def test_a_mistake_in_a_data_folder_is_told_with_its_line(
    told_of_data: str, name: str, line: int, words: tuple[str, ...], _old: str, _new: str
) -> None:
    said = problem(told_of_data, f"scenarios/trial/{name}.yaml:")
    assert said.startswith(f"{line}: ")
    assert all(word in said for word in words), said


def test_a_data_file_in_another_encoding_is_told_with_its_line(told_of_data: str) -> None:
    assert problem(told_of_data, "scenarios/trial/bytes.yaml:").startswith("2: ")


def test_codes_in_a_service_file_stay_what_was_written(tmp_path: Path) -> None:
    text = (ROOT / "services" / "khai-sinh.yaml").read_text(encoding="utf-8")
    changes = (('code: "1.001193"', "code: 1.001193"), ('code: "2.000528"', "code: 2.000520"))
    for quoted, bare in changes:
        assert quoted in text
        text = text.replace(quoted, bare)
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "khai-sinh.yaml").write_text(text, encoding="utf-8")
    process = run("list", "services", "--data-dir", ".", "--json", cwd=tmp_path)
    rows = {row["id"]: row["codes"] for row in json.loads(process.stdout)}
    assert rows["khai-sinh"] == ["1.001193", "2.000520"]


@pytest.fixture(scope="module")
def national_side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("national")
    with started("serve", "--port", "0", "--data", "national", cwd=folder) as running:
        yield running


def refused(folder: Path, *words: str) -> str:
    """Run a command that must end as a usage mistake, and return what it said."""
    process = run(*words, cwd=folder)
    assert process.returncode == 2, process.stdout + process.stderr
    assert "Traceback" not in process.stderr
    assert not list(folder.glob("**/run.ndjson")), "a usage mistake begins no run"
    return process.stderr


@pytest.mark.parametrize("words", [("check", "province.yaml"), ("serve", "--port", "0", "--province", "province.yaml")])
def test_a_bad_claim_sheet_stops_every_command_that_reads_it(tmp_path: Path, words: tuple[str, ...]) -> None:
    write(tmp_path / "province.yaml", "khai-sinh:", "khai-sin:")
    said = refused(tmp_path, *words)
    assert "province.yaml:16: " in said
    assert "did you mean khai-sinh" in said


@pytest.mark.parametrize(
    ("flag", "word", "near"),
    [
        ("--service", "khaisinh", "khai-sinh"),
        ("--scenario", "tracking/every-statu", "tracking/every-status"),
        ("--weather", "portal-dwn", "portal-down"),
    ],
)
def test_an_unknown_id_in_a_flag_is_told_with_the_nearest(
    national_side: Running, tmp_path: Path, flag: str, word: str, near: str
) -> None:
    write(tmp_path / "province.yaml")
    said = refused(tmp_path, "check", "province.yaml", "--simulator", national_side.url, flag, word)
    assert f"{flag} {word}" in said
    assert f"did you mean {near}" in said


def test_a_claim_sheet_that_shares_an_account_names_the_other_one(national_side: Running, tmp_path: Path) -> None:
    write(tmp_path / "first.yaml")
    document: Mapping[str, object] = {
        "format": 1, "id": "tinh-dau", "name": {"vi": "Tỉnh Đầu", "en": "First province"}, "province_code": "91",
        "agency": "000.00.00.H91", "receiving_agency": "H91.12", "version": "1", "base_url": "http://127.0.0.1:8032",
        "national_side": {"url": national_side.url}, "dialect": "default", "landing": "/", "services": {},
        "account": {"name": "tinh-khac", "password": "x"}, "openid": {"client_id": "tinh-dau-rp"},
    }  # fmt: skip
    body = {"document": document, "label": "tinh-dau.yaml"}
    answer = client().put(f"{national_side.url}/admin/provinces/tinh-dau", json=body, timeout=10)
    assert answer.status_code == 200, answer.text
    said = refused(tmp_path, "check", "first.yaml", "--simulator", national_side.url)
    assert all(words in said for words in ("first.yaml", "account tinh-khac", "tinh-dau.yaml", "Change it")), said
