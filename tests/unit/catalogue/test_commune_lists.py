"""Lists of communes: the shipped one has every case, and a list that contradicts itself is refused."""

from datetime import date

import pytest

from simulator.catalogue.catalogue import Catalogue
from tests.unit.catalogue.conftest import Folder

LABEL = "contracts/codes/communes.yaml"
DAY = date(2025, 7, 1)


def test_an_old_ward_can_go_into_several_communes(catalogue: Catalogue) -> None:
    trial = catalogue.communes["99"]
    assert [one.code for one in trial.heirs("99003")] == ["99001"]
    split = trial.heirs("99007")
    assert len(split) == 2
    assert sum(old.share or 0 for one in split for old in one.former if old.code == "99007") == 100


def test_every_kind_of_code_is_closed_from_the_day_of_the_change(catalogue: Catalogue) -> None:
    trial = catalogue.communes["99"]
    assert {code.kind for code in trial.closed.values()} == {"province", "district", "commune", "agency"}
    for code in ("98", "991", "99003", "H99.3", "H99.13"):
        assert code in trial.closed
    assert "99001" not in trial.closed
    assert trial.changed_on == DAY
    assert trial.closed["H99.5"].successors == ("99011", "99015")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"99007", name: Phường Ngã Ba, district: "991", share: 40', '"99007", name: x, district: "991"', "60, none"),
        ('name: Thị trấn Ví Dụ, district: "993"', 'name: Thị trấn Ví Dụ, district: "994"', "unknown district '994'"),
        ('"99003", "99007", "99013"', '"99003", "99007"', "99013 (Xã Mô Hạ) is missing"),
        ('"99003", "99007", "99013"', '"99003", "99005", "99007", "99013"', "99005 is the code of a commune of today"),
        ("agency: H99.14", "agency: H99.12", "H99.12 stands twice"),
        ('phường Thử Nhì, successors: ["99001"]', 'phường Thử Nhì, successors: ["99002"]', "unknown commune '99002'"),
        ('- code: "99"\n', '- code: "90"\n', "unknown province '90'"),
        ("2025-07-01", "2025-06-31", "not in the calendar"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(folder: Folder, old: str, new: str, said: str) -> None:
    folder.change(LABEL, old, new)
    problems = [problem.text() for problem in folder.problems()]
    assert any(said in text and f"{LABEL}:" in text for text in problems), problems
