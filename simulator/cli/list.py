"""`dvcsim list`."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.cli.handbook import write_handbook
from simulator.cli.listing import COLUMNS, KINDS, Row, rows_of
from simulator.report.console import console_for


@click.command(
    "list",
    epilog=epilog("dvcsim list scenarios", "dvcsim list requirements --json", "dvcsim list contracts --write handbook"),
)
@click.argument("kind", type=click.Choice(list(KINDS)))
@options.as_json
@click.option(
    "--write",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Of contracts: write the OpenAPI documents and the handbook's pages into DIR, to read without a server.",
)
@options.data_dir
def command(kind: str, as_json: bool, folder: Path | None, data_dir: Path | None) -> None:
    """List what there is of one KIND; each row has an id that other commands take."""
    if folder is not None:
        write_handbook(kind, folder, data_dir)
        return
    rows = rows_of(kind, data_dir)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    console_for(sys.stdout).print(_table(kind, rows))


def _table(kind: str, rows: list[Row]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("id", no_wrap=True)
    table.add_column("title", ratio=2, min_width=24)
    for name in COLUMNS[kind]:
        table.add_column(name, overflow="fold")
    for row in rows:
        title = f"{row['title']['vi']}\n{row['title']['en']}" if row["title"]["vi"] != row["title"]["en"] else None
        table.add_row(row["id"], title or row["title"]["vi"], *(_shown(row[name]) for name in COLUMNS[kind]))
    return table


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{key}: {item}" for key, item in value.items())
    return "\n".join(str(item) for item in value) if isinstance(value, list) else str(value)
