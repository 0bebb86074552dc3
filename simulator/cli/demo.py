"""`dvcsim demo`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.checks import CHECKS
from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.cli.judging import Job, judge_all, new_run, spoken
from simulator.cli.waivers import read_waivers
from simulator.conformance import RunOptions
from simulator.conformance.options import DEFAULT_AS_OF
from simulator.conformance.plan import Cell, plan
from simulator.core.data_folders import data_folders
from simulator.core.errors import ConfigurationError, near_matches
from simulator.core.exit_status import ExitStatus
from simulator.domain.outcome import Verdict
from simulator.province.roles import ROLES
from simulator.stack.data_folder import make_folder
from simulator.stack.demo import all_sides

_PER_SYSTEM = ("--role", "--defect", "--waivers", "--output")
"""Flags whose values differ between the systems of one demonstration, or say nothing of what was judged."""


@click.command(
    "demo",
    epilog=epilog(
        "dvcsim demo --output demo",
        "dvcsim demo --role province --scenario 'once/*' --weather calm",
        "dvcsim demo --defect status-lost        see what a failure looks like",
        "dvcsim demo --defect status-lost --waivers waivers.yaml",
    ),
)
@options.selection
@click.option("--role", type=click.Choice(list(ROLES)), help="Only this system; both without it.")
@click.option(
    "--defect",
    "defects",
    multiple=True,
    metavar="[ROLE:]ID",
    help="Switch a fault of the province on, or of the system named before the colon (repeatable).",
)
@options.waivers
@click.option("--tls", is_flag=True, help="Let the national side speak HTTPS.")
@options.data_dir
@click.pass_obj
def command(
    words: tuple[str, ...],
    /,
    as_of: date | None,
    output: Path | None,
    role: str | None,
    defects: tuple[str, ...],
    waiver_files: tuple[Path, ...],
    tls: bool,
    data_dir: Path | None,
    **chosen: Any,
) -> ExitStatus:
    """Start the reference province and the reference ministry on free ports, each with a national side, and check both.

    Each check is that of `dvcsim check`, and so are its reports: those of the province are in the output folder,
    those of the ministry in its folder ministry/ (of a single system: in the output folder). Each waiver file belongs
    to the system that it names.
    """
    catalogue = load_catalogue(data_folders(data_dir), frozenset(CHECKS))
    systems = _with_defects([role] if role else list(ROLES), defects)
    waivers = read_waivers(waiver_files, catalogue, [ROLES[one].id for one in systems])
    own = {one: tuple(file for file in waivers if file.system == ROLES[one].id) for one in systems}
    runs = _new_runs(list(systems), output)
    with all_sides(systems, data_dir, logs=next(folder for _, folder in runs.values()), tls=tls) as parties:
        jobs = [
            Job(
                load_claim_sheet(parties.claim_sheets[one], catalogue),
                RunOptions(
                    output=folder,
                    run=run,
                    as_of=as_of or DEFAULT_AS_OF,
                    simulator=parties.national_sides[one].url,
                    ca_file=str(parties.national_sides[one].ready.get("ca_file", "")),
                    command=_alone(spoken(words), one, systems[one], [file.label for file in own[one]]),
                    waivers=own[one],
                    **chosen,
                ),
            )
            for one, (run, folder) in runs.items()
        ]
        return judge_all(_concerned(_told_once(jobs, systems, catalogue), catalogue), catalogue)


def _told_once(jobs: Sequence[Job], systems: Mapping[str, Sequence[str]], catalogue: Catalogue) -> Sequence[Job]:
    """Leave out for each system what an earlier one is told of the login: without a defect they share its code."""
    told: list[str] = []
    once: list[Job] = []
    for job, defects in zip(jobs, systems.values(), strict=True):
        mine = job if defects else replace(job, options=replace(job.options, told_elsewhere=tuple(told)))
        once.append(mine)
        cells = plan(mine.sheet, catalogue, mine.options)
        told += dict.fromkeys(cell.scenario.id for cell in cells if cell.runs and cell.scenario.once)
    return once


def _concerned(jobs: Sequence[Job], catalogue: Catalogue) -> Sequence[Job]:
    """Return the systems for which the selection holds something; all of them when it holds nothing for any."""
    found = [job for job in jobs if any(_concerns(cell) for cell in plan(job.sheet, catalogue, job.options))]
    for job in jobs:
        if found and job not in found:
            name = job.sheet.name
            click.echo(f"Không có gì để thử / Nothing selected concerns: {name.vi} / {name.en}", err=True)
    return found or jobs


def _concerns(cell: Cell) -> bool:
    return cell.stopped is None or cell.stopped[0] is not Verdict.NOT_APPLICABLE


def _with_defects(roles: Sequence[str], defects: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return the defects of each system; one without a role belongs to the first system."""
    found: dict[str, list[str]] = {role: [] for role in roles}
    for defect in defects:
        before, colon, after = defect.partition(":")
        role, name = (before, after) if colon else (roles[0], defect)
        if role not in found:
            raise ConfigurationError(
                f"--defect {defect}",
                f"no system {role!r} takes part",
                near_matches(role, roles),
                "Write --defect ID, or --defect ROLE:ID with the role of a system that takes part.",
            )
        found[role].append(name)
    return found


def _new_runs(roles: Sequence[str], output: Path | None) -> Mapping[str, tuple[str, Path]]:
    """Return run id and folder of each system: the first one's is the output folder, the others' are in it."""
    first = new_run(output)
    others = {role: new_run(first[1] / role) for role in roles[1:]}
    make_folder(first[1])
    return {roles[0]: first, **others}


def _alone(words: Sequence[str], role: str, defects: Sequence[str], waivers: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the command that judges this system alone."""
    kept: list[str] = []
    skip = False
    for word in words:
        flag, equals, _ = word.partition("=")
        if not skip and flag not in _PER_SYSTEM:
            kept.append(word)
        skip = not skip and flag in _PER_SYSTEM and not equals
    kept += ["--role", role, *(part for defect in defects for part in ("--defect", defect))]
    return (*kept, *(part for file in waivers for part in ("--waivers", file)))
