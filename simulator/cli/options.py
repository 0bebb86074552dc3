"""Flags that several commands share."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from simulator.core.ca_file import checked_ca_file

Command = TypeVar("Command", bound=Callable[..., Any])


def _ca_file(_context: click.Context, _parameter: click.Parameter, value: Path | None) -> str:
    return checked_ca_file(value)


data_dir = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder with services/, contracts/ or scenarios/ of your own, read before ours.",
)
exit_with_parent = click.option("--exit-with-parent", is_flag=True, hidden=True)
admin_token = click.option(
    "--admin-token",
    envvar="DVCSIM_ADMIN_TOKEN",
    default="",
    metavar="SECRET",
    help="Bearer token for /admin (or DVCSIM_ADMIN_TOKEN).",
)
ca_file = click.option(
    "--ca-file",
    envvar="DVCSIM_CA_FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_ca_file,
    help="Certificates (PEM) to trust (or DVCSIM_CA_FILE): the ca_file of dvcsim serve --tls.",
)
simulator = click.option("--simulator", default="", envvar="DVCSIM_SIMULATOR", metavar="URL", help="The national side.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


waivers = click.option(
    "--waivers",
    "waiver_files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Findings that are accepted for a time (repeatable).",
)


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


services = click.option(
    "--service", "services", multiple=True, metavar="ID", help="Only this service or set (repeatable)."
)
sets = click.option(
    "--set", "sets", multiple=True, metavar="ID-OR-FILE", help="Only the services of this set (repeatable)."
)
_SELECTION = (
    services,
    sets,
    click.option(
        "--scenario", "scenarios", multiple=True, metavar="ID-OR-GLOB", help="Only these scenarios (repeatable)."
    ),
    click.option("--weather", "weathers", multiple=True, metavar="NAME", help="Only this weather (repeatable)."),
    click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_day,
        metavar="DATE",
        help="Apply the rules in force on that day (default 2025-07-01).",
    ),
    click.option("--seed", type=int, default=0, show_default=True, help="Seed of the synthetic people."),
    click.option(
        "--patience",
        type=click.FloatRange(min=0, min_open=True),
        default=1.0,
        show_default=True,
        metavar="FACTOR",
        help="Scale every wait of ours.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(["fail", "warn"]),
        default="fail",
        show_default=True,
        help="The verdict from which the exit code is 1.",
    ),
    click.option(
        "--output",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of the reports (default ./dvcsim-<run id>/).",
    ),
)


def selection(command: Command) -> Command:
    """Add the flags that choose what is run and where the reports go."""
    for option in reversed(_SELECTION):
        command = option(command)
    return command
