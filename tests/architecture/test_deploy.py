"""The files for servers say what the program understands, and hold no secret and no address of anybody."""

import configparser
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator

import pytest
import yaml

from simulator.cli.main import run
from tests.apps.live import LiveApp
from tests.architecture.house import ROOT

DEPLOY = ROOT / "examples" / "deploy"
INSTRUCTIONS = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}


def instructions() -> list[tuple[str, str]]:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


def flags_of(command: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    with pytest.raises(SystemExit):
        run([command, "--help"])
    return set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out))


def test_the_container_is_told_what_the_program_knows(capsys):
    given = dict(instructions())
    words = json.loads(given["ENTRYPOINT"]) + json.loads(given["CMD"])
    assert words[:2] == ["dvcsim", "serve"]
    assert {word for word in words if word.startswith("--")} <= flags_of("serve", capsys)


def test_the_container_runs_without_root_on_a_lasting_folder():
    all_ = instructions()
    assert {name for name, _ in all_} <= INSTRUCTIONS
    last = [place for place, (name, _) in enumerate(all_) if name == "FROM"][-1]
    running = dict(all_[last:])
    assert running["USER"] not in ("0", "root")
    assert json.loads(running["VOLUME"]) == ["/data"]
    assert {value.split()[0] for name, value in all_ if name == "FROM"} == {"python:3.13-slim"}
    copied = [value.split()[:-1] for name, value in all_ if name == "COPY" and "--from" not in value]
    assert all((ROOT / source).exists() for sources in copied for source in sources)
    assert "TOKEN" not in str(all_)


@pytest.fixture
def live() -> Iterator[LiveApp]:
    app = LiveApp()
    yield app
    app.stop()


def test_its_health_is_asked_by_a_program_that_works(live):
    asked = json.loads(dict(instructions())["HEALTHCHECK"].split("CMD ", 1)[1])
    assert asked[:2] == ["python", "-c"]
    program = asked[2].replace("http://127.0.0.1:8025", live.url)
    assert program != asked[2]
    live.app = lambda environ, start: [start(f"200 {environ['PATH_INFO']}", []), b"ok"][1:]
    assert subprocess.run([sys.executable, "-c", program], check=False, env={}).returncode == 0
    live.app = lambda environ, start: [start("503 no", []), b""][1:]
    ended = subprocess.run([sys.executable, "-c", program], check=False, env={}, capture_output=True)
    assert ended.returncode != 0


def test_compose_asks_for_the_secret_and_finds_its_files():
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]["national-side"]
    assert service["environment"]["DVCSIM_ADMIN_TOKEN"].startswith("${DVCSIM_ADMIN_TOKEN:?")
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()


def test_the_unit_starts_what_is_there(capsys):
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str
    unit.read(DEPLOY / "dvcsim.service", encoding="utf-8")
    words = shlex.split(unit["Service"]["ExecStart"])
    assert words[1] == "serve"
    assert {word for word in words if word.startswith("--")} <= flags_of("serve", capsys)


def test_every_variable_that_is_named_is_read():
    named = set(re.findall(r"DVCSIM_[A-Z_]+", (DEPLOY / "README.md").read_text(encoding="utf-8")))
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "simulator").rglob("*.py"))
    assert {name for name in named if f'"{name}"' not in source} == set()
