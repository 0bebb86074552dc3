"""What is written for people agrees with what the program does."""

import re
import tomllib

import pytest

from simulator import __version__
from simulator.cli.main import COMMANDS
from simulator.core.exit_status import MEANING
from tests.architecture.house import ROOT, project, tracked

README = ROOT / "README.md"


def test_the_readme_names_every_command():
    text = README.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"dvcsim {name}" not in text] == []


def test_the_readme_names_no_command_that_is_not_there():
    named = set(re.findall(r"\bdvcsim ([a-z]+)\b", README.read_text(encoding="utf-8")))
    assert named <= set(COMMANDS)


def test_the_readme_has_the_exit_codes_of_the_program():
    text = README.read_text(encoding="utf-8")
    for status, meaning in MEANING.items():
        assert re.search(rf"\| {status.value} \| {re.escape(meaning)}", text), meaning


def test_the_readme_names_every_flag_only_if_it_is_there(capsys):
    from simulator.cli.main import run

    flags = {"--help", "--version"}
    for name in COMMANDS:
        with pytest.raises(SystemExit):
            run([name, "--help"])
        flags.update(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out))
    flags.update(plugin_flags())
    lines = [line for line in README.read_text(encoding="utf-8").splitlines() if "dvcsim" in line]
    assert {flag for line in lines for flag in re.findall(r"--[a-z][a-z-]+", line)} <= flags


def plugin_flags() -> set[str]:
    """The flags that the plugin adds to pytest, and those of pytest that are named beside them."""
    text = (ROOT / "simulator" / "testing" / "flags.py").read_text(encoding="utf-8")
    return {*re.findall(r'"(--[a-z-]+[a-z])"', text), "--dvcsim-", "--junitxml"}


def test_there_is_one_version():
    assert project()["project"]["version"] == __version__


def test_every_constraint_is_a_name_and_a_version():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9A-Za-z.!+]+", line) for line in lines)


def test_every_dependency_is_constrained():
    metadata = project()["project"]
    wanted = [*metadata["dependencies"], *metadata["optional-dependencies"]["dev"]]
    named = {re.split(r"[^A-Za-z0-9._-]", line)[0] for line in wanted}
    held = {line.split("==")[0] for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()}
    canonical = {re.sub(r"[-_.]+", "-", name).lower() for name in held}
    assert {re.sub(r"[-_.]+", "-", name).lower() for name in named} <= canonical


def test_files_hold_no_path_of_a_machine():
    places = re.compile(r"(?<![A-Za-z0-9_.])/(?:home|root|Users|work)/[A-Za-z0-9_]")
    found = []
    for name in tracked("simulator", "services", "contracts", "scenarios", "tests", "docs", "benchmarks", "README.md"):
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {match[0]}" for match in places.finditer(text)]
    assert found == []


def test_the_project_file_is_readable():
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"] == "dvcsim"
