"""Waiver files: what is read, and what is refused with file, line and what to do."""

import re
from datetime import date
from pathlib import Path

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.catalogue.waivers import load_waivers
from simulator.checks import CHECKS
from simulator.core.data_folders import data_folders
from simulator.core.errors import DataFileError
from simulator.domain.outcome import Verdict

RULES = {name: one.requirement for name, one in CHECKS.items()}
GOOD = """\
format: 1
system: tinh-thu-nghiem
waivers:
  - id: chua-dong-bo
    check: every_status_reaches_portal
    services: ["khai-*"]
    scenarios: [tracking/every-status]
    finding: The portal never received
    owner: Sở Khoa học và Công nghệ
    reason: {vi: Chờ bản vá, en: Waiting for a patch}
    legal_basis: Công văn 12/SKHCN ngày 01.10.2026
    expires: 2026-12-31
"""


@pytest.fixture(scope="module")
def shipped():
    return load_catalogue(data_folders(), frozenset(CHECKS))


@pytest.fixture
def load(shipped, tmp_path):
    def call(text):
        path = tmp_path / "waivers.yaml"
        path.write_text(text, encoding="utf-8")
        return load_waivers(path, shipped, RULES)

    return call


def test_a_row_says_what_is_accepted_by_whom_and_until_when(load):
    file = load(GOOD)
    (row,) = file.waivers
    assert (file.system, len(file.digest)) == ("tinh-thu-nghiem", 64)
    assert (row.check, row.requirement, row.verdict) == ("every_status_reaches_portal", "", Verdict.FAIL)
    assert (row.services, row.weathers) == (("khai-*",), ("*",))
    assert row.expires == date(2026, 12, 31)
    assert row.label.endswith("waivers.yaml:4")


def test_the_sample_of_the_readme_is_a_waiver_file(load):
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    (sample,) = [block for block in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL) if "waivers:" in block]
    assert load(sample).waivers[0].finding == "The portal never received the status"


CHECK = "check: every_status_reaches_portal"
VAGUE = "names only what differs from run to run"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (CHECK, "check: every_status_reach_portal", 5, "unknown check .* did you mean every_status_reaches_portal"),
        (CHECK, "check: forged_login_refused/invalid-is", 5, "unknown case of forged_login_refused"),
        (CHECK, "requirement: SYNC-STATE", 5, "unknown requirement 'SYNC-STATE' - did you mean .*SYNC-STATUS"),
        (CHECK, "verdict: FAIL", 4, "names nothing that is accepted - expected one of requirement, check and cell"),
        (CHECK, f"{CHECK}\n    cell: true", 4, "names check and cell"),
        (CHECK, f"{CHECK}\n    verdict: ERROR", 6, "found .?ERROR.? - known: FAIL, INCONCLUSIVE, NOT_RUN, WARN"),
        ("khai-*", "kai-sinh", 6, "unknown service 'kai-sinh' - did you mean khai-sinh"),
        ("tracking/every-status", "tracking/every-state", 7, "unknown scenario .* did you mean tracking/every-status"),
        ("tracking/every-status", "once/known-not-asked", 7, "nothing there judges it - expected one of .*tracking/"),
        ("[tracking/every-status]", "[tracking/every-status]\n    weathers: [clam]", 8, "unknown weather 'clam'"),
        ("The portal never received", "… 000.00.12.H99-250701-0001", 8, VAGUE),
        (
            "Sở Khoa học và Công nghệ",
            "Nguyễn Văn A, 0912 345 678",
            9,
            "a phone number, an e-mail address or a personal",
        ),
        ("The portal never received", "The portal never received 001090000017", 8, "Write … for it"),
        ("Sở Khoa học và Công nghệ", "a.nguyen@so.example", 9, "Name the role or the unit"),
        ("Chờ bản vá", "Chờ 001090000017", 10, "no person's private data"),
        ("Sở Khoa học và Công nghệ", '""', 9, 'found "" - expected the role or unit'),
        ("2026-12-31", "2026-02-30", 12, "'2026-02-30' is not in the calendar"),
        ("2026-12-31", "cuối năm", 12, "expected a date like 2025-12-31"),
        ("owner:", "onwer:", 9, "unknown key 'onwer' - did you mean owner"),
        ("    legal_basis: Công văn 12/SKHCN ngày 01.10.2026\n", "", 4, "has no key 'legal_basis'"),
        ("system: tinh-thu-nghiem\n", "", 1, "has no key 'system'"),
        ("format: 1", "format: 2", 1, "another version of dvcsim"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(load, old, new, line, said):
    text = GOOD.replace(old, new)
    assert text != GOOD
    with pytest.raises(DataFileError, match=said) as refused:
        load(text)
    assert refused.value.where.endswith(f"waivers.yaml:{line}"), refused.value.where


def test_an_id_stands_once(load):
    with pytest.raises(DataFileError, match="'chua-dong-bo' stands twice"):
        load(GOOD + GOOD.partition("waivers:\n")[2])


@pytest.mark.parametrize("text", ["", "[]", "waivers: 3", "format: 1\nsystem: a\nwaivers: []\n", "a: [", "\x00"])
def test_what_is_no_waiver_file_is_a_mistake_of_the_user(load, text):
    with pytest.raises(DataFileError, match=r"waivers\.yaml"):
        load(text)


def test_a_file_that_is_not_there_is_named(shipped, tmp_path):
    with pytest.raises(DataFileError, match="no such file"):
        load_waivers(tmp_path / "none.yaml", shipped, RULES)
