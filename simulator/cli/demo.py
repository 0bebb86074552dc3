"""`dvcsim demo`."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from simulator.catalogue.catalogue import load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.checks import CHECKS
from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.cli.judging import judge, new_run, spoken
from simulator.conformance import RunOptions
from simulator.conformance.options import DEFAULT_AS_OF
from simulator.core.data_folders import data_folders
from simulator.core.exit_status import ExitStatus
from simulator.stack.data_folder import make_folder
from simulator.stack.demo import both_sides


@click.command(
    "demo",
    epilog=epilog(
        "dvcsim demo --output demo",
        "dvcsim demo --scenario 'once/*' --weather calm",
        "dvcsim demo --defect status-lost        see what a failure looks like",
    ),
)
@options.selection
@click.option(
    "--defect", "defects", multiple=True, metavar="ID", help="Switch a fault of the province on (repeatable)."
)
@options.data_dir
@click.pass_obj
def command(
    words: tuple[str, ...],
    /,
    as_of: date | None,
    output: Path | None,
    defects: tuple[str, ...],
    data_dir: Path | None,
    **chosen: Any,
) -> ExitStatus:
    """Start a national side and the reference province on free ports, and check the province.

    The check is that of `dvcsim check`; the reports are the same too.
    """
    catalogue = load_catalogue(data_folders(data_dir), frozenset(CHECKS))
    run, folder = new_run(output)
    make_folder(folder)
    with both_sides(defects, data_dir, logs=folder) as parties:
        run_options = RunOptions(
            output=folder,
            run=run,
            as_of=as_of or DEFAULT_AS_OF,
            simulator=parties.national_side.url,
            command=spoken(words),
            **chosen,
        )
        return judge(load_claim_sheet(parties.claim_sheet, catalogue), catalogue, run_options)
