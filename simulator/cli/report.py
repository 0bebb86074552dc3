"""`dvcsim report`."""

import sys
from pathlib import Path

import click

from simulator.catalogue.catalogue import load_catalogue
from simulator.checks import CHECKS
from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.cli.recorded import RECORD, record_of_run
from simulator.cli.waivers import read_waivers, waive, write_draft
from simulator.core.data_folders import data_folders
from simulator.core.errors import ConfigurationError
from simulator.core.exit_status import ExitStatus
from simulator.report.console import ConsoleReporter, console_for
from simulator.report.reading import read_run
from simulator.report.render import RENDERERS, render_record
from simulator.report.rerun import next_command


@click.command(
    "report",
    epilog=epilog(
        "dvcsim report dvcsim-demo",
        "dvcsim report run-0a1b2c3d4e5f",
        "dvcsim report old/run.ndjson --output old-report",
        "dvcsim report dvcsim-demo --write-waivers waivers.yaml",
        "dvcsim report dvcsim-demo --waivers waivers.yaml",
    ),
)
@click.argument("run")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the reports there, not beside the record.",
)
@options.waivers
@click.option(
    "--write-waivers",
    "draft",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a waiver file with every finding that nobody has accepted, to be filled in.",
)
@options.data_dir
def command(
    run: str, output: Path | None, waiver_files: tuple[Path, ...], draft: Path | None, data_dir: Path | None
) -> ExitStatus:
    """Write every report of RUN again: its folder, its run.ndjson or its id.

    Reads the record alone and judges nothing. The exit code says how the writing went, not how the run did: 0 when
    every report was written, 4 when one could not be, 6 when a waiver of --waivers is stale or expired today. These
    waivers take the place of those that the run was given; the record stays as it is.
    """
    path = record_of_run(run)
    folder = output or _own_folder(path)
    record = read_run(path)
    if waiver_files:
        catalogue = load_catalogue(data_folders(data_dir), frozenset(CHECKS))
        waive(record, read_waivers(waiver_files, catalogue, [str(record.province.get("id", ""))]), catalogue)
    if draft is not None:
        write_draft(record, draft)
    reporter = ConsoleReporter(console_for(sys.stdout), console_for(sys.stderr))
    reporter.record = record
    reporter.summary()
    files = render_record(record, folder)
    click.echo()
    for file in files:
        click.echo(f"Báo cáo / Report: {file}")
    click.echo(f"Tiếp theo / Next: {next_command(record, path.parent)}")
    if len(files) != len(RENDERERS):
        return ExitStatus.ERROR
    return record.waiving.call if waiver_files else ExitStatus.OK


def _own_folder(path: Path) -> Path:
    """Return the folder of a record; one that was put aside shares its folder with the reports of a later run."""
    if path.name != RECORD and (path.parent / RECORD).is_file():
        raise ConfigurationError(
            str(path), f"{RECORD} beside it is another run", "--output DIR", "Say where these reports shall go."
        )
    return path.parent
