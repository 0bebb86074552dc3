"""The flags of the pytest plugin, and what they say of a run."""

import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from simulator.conformance import RunOptions

TITLE = """dvcsim: conformance of a system that is connected to the national side
  pytest --province province.yaml
  pytest --province province.yaml -n 2 --junitxml junit.xml --dvcsim-output report
  pytest --province province.yaml --dvcsim-service khai-sinh -k once
"""
_REPEATED = (
    ("service", "ID", "Only this service or set (repeatable)."),
    ("set", "ID-OR-FILE", "Only the services of this set (repeatable)."),
    ("scenario", "ID-OR-GLOB", "Only these scenarios (repeatable)."),
    ("weather", "NAME", "Only this weather (repeatable)."),
)


def add_flags(group: pytest.OptionGroup) -> None:
    """Add the flags; those that other plugins might have too begin with --dvcsim-."""
    group.addoption("--province", metavar="SHEET", help="Judge the system of this claim sheet, an item per cell.")
    group.addoption(
        "--simulator",
        metavar="URL",
        default=os.environ.get("DVCSIM_SIMULATOR", ""),
        help="The national side (or DVCSIM_SIMULATOR); else that of the claim sheet. Started here if nothing listens.",
    )
    for name, value, told in _REPEATED:
        group.addoption(f"--dvcsim-{name}", action="append", default=[], metavar=value, help=told)
    group.addoption(
        "--dvcsim-as-of", type=_day, default=None, metavar="DATE", help="Apply the rules in force on that day."
    )
    group.addoption("--dvcsim-seed", type=int, default=0, metavar="N", help="Seed of the synthetic people.")
    group.addoption(
        "--dvcsim-patience", type=_factor, default=1.0, metavar="FACTOR", help="Scale every wait of ours (default 1)."
    )
    group.addoption("--dvcsim-output", metavar="DIR", help="Also write the reports of `dvcsim check` into this folder.")
    group.addoption("--dvcsim-data-dir", metavar="DIR", help="A folder of your own, read before ours.")
    group.addoption(
        "--dvcsim-ca-file",
        metavar="FILE",
        default=os.environ.get("DVCSIM_CA_FILE"),
        help="Certificates (PEM) to trust (or DVCSIM_CA_FILE).",
    )
    group.addoption("--inconclusive-ok", action="store_true", help="Skip what is INCONCLUSIVE instead of failing.")


def _day(text: str) -> str:
    """Return the text of a day: flags travel to other processes, which a date cannot."""
    return date.fromisoformat(text).isoformat()


def _factor(text: str) -> float:
    factor = float(text)
    if factor <= 0:
        raise ValueError
    return factor


@dataclass(frozen=True)
class Chosen:
    """What the flags of one run say. The token of /admin comes from DVCSIM_ADMIN_TOKEN alone: arguments are seen."""

    sheet: Path
    """As it was given: findings say it again in their commands."""
    output: Path | None
    data_dir: Path | None
    inconclusive_ok: bool
    options: "RunOptions"


def chosen(config: pytest.Config) -> Chosen:
    """Read the flags; what they ask for is not looked at yet."""
    from simulator.conformance import RunOptions
    from simulator.conformance.options import DEFAULT_AS_OF
    from simulator.core.ca_file import checked_ca_file

    option, here = config.option, config.invocation_params.dir
    return Chosen(
        sheet=Path(option.province),
        output=here / option.dvcsim_output if option.dvcsim_output else None,
        data_dir=here / option.dvcsim_data_dir if option.dvcsim_data_dir else None,
        inconclusive_ok=option.inconclusive_ok,
        options=RunOptions(
            output=Path(tempfile.gettempdir()),  # every process of a run gets a folder of its own
            services=tuple(option.dvcsim_service),
            sets=tuple(option.dvcsim_set),
            scenarios=tuple(option.dvcsim_scenario),
            weathers=tuple(option.dvcsim_weather),
            as_of=date.fromisoformat(option.dvcsim_as_of) if option.dvcsim_as_of else DEFAULT_AS_OF,
            seed=option.dvcsim_seed,
            patience=option.dvcsim_patience,
            simulator=option.simulator,
            admin_token=os.environ.get("DVCSIM_ADMIN_TOKEN", ""),
            ca_file=checked_ca_file(Path(option.dvcsim_ca_file) if option.dvcsim_ca_file else None),
            command=_as_check(option),
        ),
    )


def _as_check(option: object) -> tuple[str, ...]:
    """Return the `dvcsim check` that judges the same: for the record, and for the commands in its findings."""
    words = ["check", str(vars(option)["province"])]
    for name in ("simulator", "dvcsim_data_dir", "dvcsim_patience"):
        value = vars(option)[name]
        if value not in (None, "", 1.0):
            words += [f"--{name.removeprefix('dvcsim_').replace('_', '-')}", str(value)]
    return tuple(words)
