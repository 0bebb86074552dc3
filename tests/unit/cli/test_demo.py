"""What `dvcsim demo` makes of its flags, before anything is started."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from simulator.cli.demo import _alone, _new_runs, _told_once, _with_defects
from simulator.cli.judging import Job
from simulator.conformance import RunOptions
from simulator.core.errors import ConfigurationError

BOTH = ("province", "ministry")


def test_a_defect_belongs_to_the_province_unless_it_names_the_ministry():
    assert _with_defects(BOTH, ["a", "ministry:b", "province:c"]) == {"province": ["a", "c"], "ministry": ["b"]}


def test_a_defect_belongs_to_the_only_system_there_is():
    assert _with_defects(["ministry"], ["a"]) == {"ministry": ["a"]}


@pytest.mark.parametrize("defect", ["minstry:a", ":a"])
def test_a_defect_of_a_system_that_does_not_take_part_is_a_mistake(defect):
    with pytest.raises(ConfigurationError, match="takes part"):
        _with_defects(BOTH, [defect])
    with pytest.raises(ConfigurationError, match="known: province"):
        _with_defects(["province"], ["ministry:a"])


def test_the_ministry_reports_below_the_province(tmp_path):
    runs = _new_runs(BOTH, tmp_path / "out")
    assert [folder for _, folder in runs.values()] == [tmp_path / "out", tmp_path / "out" / "ministry"]
    assert len({run for run, _ in runs.values()}) == 2
    assert (tmp_path / "out").is_dir()


def test_a_single_system_has_the_folder_to_itself(tmp_path):
    assert [folder for _, folder in _new_runs(["ministry"], tmp_path / "out").values()] == [tmp_path / "out"]


def test_without_an_output_folder_both_are_in_a_new_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (_, first), (_, second) = _new_runs(BOTH, None).values()
    assert second == first / "ministry"
    assert first.name.startswith("dvcsim-run-")
    assert isinstance(first, Path)


def test_the_record_holds_the_waivers_of_this_system_alone():
    words = ["demo", "--waivers", "mine.yaml", "--waivers", "other.yaml", "--seed", "3"]
    assert list(_alone(words, "ministry", [], ["mine.yaml"])) == (
        ["demo", "--seed", "3", "--role", "ministry", "--waivers", "mine.yaml"]
    )


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("demo", "demo --role ministry --defect late"),
        ("demo --service a --output x --seed 3", "demo --service a --seed 3 --role ministry --defect late"),
        ("demo --defect z --defect=ministry:late", "demo --role ministry --defect late"),
        ("demo --role=ministry --output=x", "demo --role ministry --defect late"),
        ("demo --output --defect", "demo --role ministry --defect late"),
    ],
)
def test_the_record_holds_the_command_that_judges_this_system_alone(words, kept):
    assert list(_alone(words.split(), "ministry", ["late"])) == kept.split()


class _PlanOf:
    """A stand-in for the plan: every system is told one story once, unless it is told elsewhere."""

    def __call__(self, sheet, catalogue, options):
        scenario = SimpleNamespace(id="identity/level", once=True)
        return [SimpleNamespace(scenario=scenario, runs=scenario.id not in options.told_elsewhere)]


@pytest.mark.parametrize(("defects", "told"), [([], ("identity/level",)), (["late"], ())])
def test_the_login_is_told_to_one_system_unless_another_has_a_fault_of_its_own(monkeypatch, defects, told):
    monkeypatch.setattr("simulator.cli.demo.plan", _PlanOf())
    jobs = [Job(SimpleNamespace(id=role), RunOptions(output=Path(role))) for role in BOTH]
    first, second = _told_once(jobs, {"province": [], "ministry": defects}, None)
    assert (first.options.told_elsewhere, second.options.told_elsewhere) == ((), told)
