import importlib

import pytest

from simulator import __version__
from simulator.cli import main
from simulator.cli.main import COMMANDS
from simulator.core.exit_status import MEANING


def test_help_names_every_command_and_every_exit_code(dvcsim):
    said = dvcsim("--help")
    assert said.code == 0
    for name, line in COMMANDS.items():
        assert f"{name} " in said.out
        assert line in said.out
    for status, meaning in MEANING.items():
        assert f"{status.value:>3}  {meaning}" in said.out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_examples_and_the_exit_codes(name, dvcsim):
    said = dvcsim(name, "--help")
    assert said.code == 0
    assert f"Usage: dvcsim {name}" in said.out
    assert f"  dvcsim {name}" in said.out.partition("Examples:")[2]
    assert "130  interrupted" in said.out
    assert "--exit-with-parent" not in said.out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_called_as_its_module(name):
    assert importlib.import_module(f"simulator.cli.{name}").command.name == name


def test_the_version_is_told(dvcsim):
    assert __version__ in dvcsim("--version").out


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["chek"], "did you mean check"), (["list", "servces"], "servces"), (["check"], "SHEET"),
        (["serve", "--port", "x"], "--port"), (["demo", "--as-of", "1/7/2025"], "--as-of"),
        (["--nonsense"], "nonsense"), (["demo", "--patience", "0"], "--patience"),
    ],
)  # fmt: skip
def test_a_wrong_word_is_a_usage_mistake_without_a_traceback(words, wanted, dvcsim):
    said = dvcsim(*words)
    assert said.code == 2
    assert wanted in said.err
    assert "Traceback" not in said.err


def failing(error):
    def callback(*_words, **_options):
        raise error

    return callback


def test_an_interruption_is_130(dvcsim, monkeypatch):
    monkeypatch.setattr(main.main, "main", failing(KeyboardInterrupt()))
    assert dvcsim("list", "checks").code == 130


def test_a_mistake_of_ours_is_4_and_says_so(dvcsim, monkeypatch):
    monkeypatch.setattr(main.main, "main", failing(ZeroDivisionError("oh")))
    said = dvcsim("list", "checks")
    assert said.code == 4
    assert "ZeroDivisionError: oh" in said.err
    assert "a mistake of dvcsim itself" in said.err
