"""`dvcsim check`."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from simulator.catalogue.catalogue import load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.checks import CHECKS
from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.cli.judging import folder_of_run, judge, new_run, spoken
from simulator.cli.recorded import RECORD
from simulator.cli.waivers import read_waivers
from simulator.conformance import RunOptions
from simulator.conformance.options import DEFAULT_AS_OF
from simulator.core.data_folders import data_folders
from simulator.core.exit_status import ExitStatus
from simulator.core.ids import random_id
from simulator.report.reading import read_run
from simulator.stack.children import start_detached
from simulator.stack.data_folder import make_folder
from simulator.stack.national_side import national_side_at


@click.command(
    "check",
    epilog=epilog(
        "dvcsim check province.yaml",
        "dvcsim check province.yaml --service khai-sinh --scenario 'tracking/*'",
        "dvcsim check province.yaml --resume dvcsim-run-0a1b2c3d4e5f",
        "dvcsim check province.yaml --waivers waivers.yaml",
    ),
)
@click.argument("sheet", type=click.Path(path_type=Path, dir_okay=False))
@options.simulator
@options.selection
@click.option("--resume", metavar="RUN", help="Go on with a run that was stopped: its folder or its id.")
@click.option("--keep-going", is_flag=True, help="Tell every story, even if the first dossier does not get through.")
@click.option("--end-open-sessions", is_flag=True, help="First close what an earlier run of this system left open.")
@click.option("--detach", is_flag=True, help="Run in the background and return at once; see `dvcsim status`.")
@click.option("--run-id", default="", hidden=True, help="Id of the new run.")
@options.waivers
@options.ca_file
@options.admin_token
@options.data_dir
@click.pass_obj
def command(
    words: tuple[str, ...],
    /,
    sheet: Path,
    simulator: str,
    as_of: date | None,
    output: Path | None,
    resume: str | None,
    keep_going: bool,
    end_open_sessions: bool,
    detach: bool,
    run_id: str,
    waiver_files: tuple[Path, ...],
    admin_token: str,
    ca_file: str,
    data_dir: Path | None,
    **chosen: Any,
) -> ExitStatus:
    """Check the system that the claim sheet SHEET describes.

    Uses the national side of --simulator, DVCSIM_SIMULATOR or the claim sheet, and starts one there if nothing
    listens on that address of this machine. A finding that a waiver covers keeps its verdict and does not decide the
    exit code; give --waivers again with --resume. Writes run.ndjson, results.json, junit.xml, report.html,
    coverage.html, coverage.csv, cleanup.csv and exchanges.har.
    """
    catalogue = load_catalogue(data_folders(data_dir), frozenset(CHECKS))
    claims = load_claim_sheet(sheet, catalogue)
    waivers = read_waivers(waiver_files, catalogue, [claims.id])
    if detach:
        return _detach(words, resume, output)
    run, folder = ("", folder_of_run(resume)) if resume else new_run(output, run_id)
    run_options = RunOptions(
        output=folder,
        run=run,
        as_of=as_of or DEFAULT_AS_OF,
        simulator=simulator,
        admin_token=admin_token,
        ca_file=ca_file,
        resume=resume is not None,
        waivers=waivers,
        ladder=not keep_going,
        end_open_sessions=end_open_sessions,
        command=spoken(words),
        **chosen,
    )
    with national_side_at(simulator or claims.national_side, data_dir):
        return judge(claims, catalogue, run_options)


def _detach(words: tuple[str, ...], resume: str | None, output: Path | None) -> ExitStatus:
    arguments = [word for word in words if word != "--detach"]
    if resume:
        folder = folder_of_run(resume)
        run = str(read_run(folder).head["run"])
    else:
        run = random_id("run")
        folder = output or Path(f"dvcsim-{run}")
        arguments += [*([] if output else ["--output", str(folder)]), "--run-id", run]
    make_folder(folder)
    log, record = folder / "check.log", folder / RECORD
    process = start_detached(arguments, log, record)
    if process.returncode and not record.exists():
        click.echo(log.read_text(encoding="utf-8"), err=True, nl=False)
        return ExitStatus(process.returncode)
    click.echo(f"Đang chạy ở nền / Running in the background: {run}, process {process.pid}, {log}")
    click.echo(f"Xem tiến độ / See how far it is: dvcsim status {folder}")
    click.echo(f"Báo cáo sẽ ở / The report will be at: {folder / 'report.html'}")
    return ExitStatus.OK
