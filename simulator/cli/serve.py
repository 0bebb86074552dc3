"""`dvcsim serve`."""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.stack.data_folder import default_data_folder
from simulator.stack.ending import end_with_parent, ending_by_signal
from simulator.stack.serve import HOST, PORT, ServeOptions, serve


@click.command(
    "serve",
    epilog=epilog(
        "dvcsim serve",
        "dvcsim serve --port 0 --data ./national --province province.yaml",
        "dvcsim serve --tls",
        "dvcsim serve --host 0.0.0.0 --public-url http://sim.example:8025 --admin-token SECRET",
    ),
)
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes a free one.")
@click.option(
    "--public-url",
    envvar="DVCSIM_PUBLIC_URL",
    default="",
    metavar="URL",
    help="How others reach it, when that is another address (or DVCSIM_PUBLIC_URL).",
)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Lasting data folder.")
@click.option(
    "--province",
    "provinces",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Claim sheet to register (repeatable).",
)
@click.option("--no-demo", is_flag=True, help="Without the ready account demo/demo.")
@click.option("--durable", is_flag=True, help="Wait for the disk before each answer.")
@click.option("--tls", is_flag=True, help="Speak HTTPS, with a certificate authority kept in the data folder.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer the adapter's calls, on one data folder.",
)
@options.ca_file
@options.admin_token
@options.data_dir
@options.exit_with_parent
def command(
    host: str,
    port: int,
    public_url: str,
    data: Path | None,
    provinces: tuple[Path, ...],
    no_demo: bool,
    durable: bool,
    tls: bool,
    workers: int,
    ca_file: str,
    admin_token: str,
    data_dir: Path | None,
    exit_with_parent: bool,
) -> None:
    """Serve the national side: the portal's adapter, VNeID, registries, the citizen's pages and /admin.

    Prints one line of JSON with its URL when it is ready. Ctrl-C ends it in order. With --tls the line names ca_file,
    the certificate that clients have to trust; it is also served at /ca.pem. --ca-file names what is trusted at
    systems under test that speak HTTPS.

    With --workers N, N processes at one port and one data folder answer /mapi/g; all else is answered by the first of
    them. Not with --tls, not on Windows.
    """
    stop = threading.Event()
    if exit_with_parent:
        end_with_parent(stop)
    chosen = ServeOptions(
        host=host,
        port=port,
        public_url=public_url,
        data=data or default_data_folder() / "national",
        provinces=provinces,
        data_dir=data_dir,
        admin_token=admin_token,
        demo=not no_demo,
        durable=durable,
        tls=tls,
        ca_file=ca_file,
        workers=workers,
    )
    with ending_by_signal(stop):
        serve(chosen, _say_ready, stop)


def _say_ready(ready: Mapping[str, Any]) -> None:
    click.echo(json.dumps(ready))
    trust = f" --ca-file {ready['ca_file']}" if "ca_file" in ready else ""
    url = ready["public_url"]
    click.echo(
        f"Phía quốc gia sẵn sàng ở {url}. / The national side is ready. Next: dvcsim province"
        f" --simulator {url} --claim-sheet province.yaml{trust}, then dvcsim check province.yaml{trust}",
        err=True,
    )
