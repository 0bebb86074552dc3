"""`dvcsim province`."""

import json
import threading
from pathlib import Path

import click

from simulator import __version__
from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.province.config import ProvinceConfig
from simulator.province.defects import build_seams
from simulator.province.server import run_province
from simulator.stack.data_folder import default_data_folder, locked
from simulator.stack.ending import end_with_parent, ending_by_signal

_DEFAULT = ProvinceConfig(simulator_url="", data_dir=Path())


@click.command(
    "province",
    epilog=epilog(
        "dvcsim province --simulator http://127.0.0.1:8025 --claim-sheet province.yaml",
        "dvcsim province --simulator http://127.0.0.1:8025 --defect status-lost",
        "dvcsim list defects",
    ),
)
@click.option("--simulator", required=True, envvar="DVCSIM_SIMULATOR", metavar="URL", help="The national side.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8030, show_default=True, help="0 takes a free one.")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Lasting data folder.")
@click.option("--account", default=_DEFAULT.account, show_default=True, help="Account at the adapter.")
@click.option("--password", default=_DEFAULT.password, envvar="DVCSIM_PASSWORD", help="Its password.")
@click.option("--agency", default=_DEFAULT.agency, show_default=True, help="Agency code in every message.")
@click.option("--client-id", default=_DEFAULT.client_id, show_default=True, help="OpenID client at VNeID.")
@click.option("--client-secret", default=_DEFAULT.client_secret, envvar="DVCSIM_CLIENT_SECRET", help="Its secret.")
@click.option(
    "--claim-sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT",
    help="Write the claim sheet that describes this system.",
)
@click.option("--role", type=click.Choice(["province", "ministry"]), default="province", show_default=True)
@click.option("--defect", "defects", multiple=True, metavar="ID", help="Switch a named fault on (repeatable).")
@options.exit_with_parent
def command(
    simulator: str,
    host: str,
    port: int,
    data: Path | None,
    account: str,
    password: str,
    agency: str,
    client_id: str,
    client_secret: str,
    claim_sheet: Path | None,
    role: str,
    defects: tuple[str, ...],
    exit_with_parent: bool,
) -> None:
    """Serve the reference system under test: a province written from the published contracts.

    Prints one line of JSON with its URL when it is ready. With --claim-sheet it introduces itself in a file for
    `dvcsim check`.
    """
    build_seams(defects)
    stop = threading.Event()
    if exit_with_parent:
        end_with_parent(stop)
    config = ProvinceConfig(
        simulator_url=simulator.rstrip("/"),
        data_dir=data or default_data_folder() / role,
        account=account,
        password=password,
        agency=agency,
        client_id=client_id,
        client_secret=client_secret,
        claim_sheet=claim_sheet,
        role=role,
        defects=defects,
        version=__version__,
    )

    def say_ready(url: str) -> None:
        ready = {"url": url, "claim_sheet": str(claim_sheet or ""), "tool": "dvcsim", "version": __version__}
        click.echo(json.dumps(ready))
        if claim_sheet is not None:
            click.echo(f"Next: dvcsim check {claim_sheet}", err=True)

    with ending_by_signal(stop), locked(config.data_dir):
        run_province(config, host, port, say_ready, stop)
