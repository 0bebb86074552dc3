"""`dvcsim province`."""

import json
import threading
from pathlib import Path

import click

from simulator import __version__
from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.core.errors import ConfigurationError
from simulator.province.config import ProvinceConfig
from simulator.province.defects import build_seams
from simulator.province.identity.profile import STANDARD, profiles
from simulator.province.roles import PROVINCE, ROLES
from simulator.province.server import run_province
from simulator.stack.data_folder import default_data_folder, locked
from simulator.stack.ending import end_with_parent, ending_by_signal


def _own(name: str) -> str:
    """Return what `--help` shows as the default: each role's own value."""
    return ", ".join(f"{role}: {getattr(own, name)}" for role, own in ROLES.items())


@click.command(
    "province",
    epilog=epilog(
        "dvcsim province --simulator http://127.0.0.1:8025 --claim-sheet province.yaml",
        "dvcsim province --simulator http://127.0.0.1:8025 --defect status-lost",
        "dvcsim province --simulator http://127.0.0.1:8025 --role ministry --claim-sheet ministry.yaml",
        "dvcsim list defects",
    ),
)
@click.option("--simulator", required=True, envvar="DVCSIM_SIMULATOR", metavar="URL", help="The national side.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), show_default=_own("port"), help="0 takes a free one.")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Lasting data folder.")
@click.option("--account", show_default=_own("account"), help="Account at the adapter.")
@click.option("--password", envvar="DVCSIM_PASSWORD", help="Its password.")
@click.option("--agency", show_default=_own("agency"), help="Agency code in every message.")
@click.option("--client-id", show_default=_own("client_id"), help="OpenID client at VNeID.")
@click.option("--client-secret", envvar="DVCSIM_CLIENT_SECRET", help="Its secret.")
@click.option(
    "--vneid-profile",
    type=click.Choice(list(profiles())),
    default=STANDARD,
    show_default=True,
    help="How VNeID is spoken to.",
)
@click.option("--vneid-issuer", metavar="URL", help="Another issuer than the national side's.")
@click.option(
    "--claim-sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT",
    help="Write the claim sheet that describes this system.",
)
@click.option(
    "--form-driver",
    type=click.Choice(["api", "browser"]),
    default="api",
    show_default=True,
    help="How the claim sheet says that the form is worked.",
)
@click.option("--role", type=click.Choice(list(ROLES)), default=PROVINCE, show_default=True)
@click.option("--defect", "defects", multiple=True, metavar="ID", help="Switch a named fault on (repeatable).")
@options.ca_file
@options.exit_with_parent
def command(
    simulator: str,
    host: str,
    port: int | None,
    data: Path | None,
    account: str | None,
    password: str | None,
    agency: str | None,
    client_id: str | None,
    client_secret: str | None,
    vneid_profile: str,
    vneid_issuer: str | None,
    claim_sheet: Path | None,
    form_driver: str,
    role: str,
    defects: tuple[str, ...],
    ca_file: str,
    exit_with_parent: bool,
) -> None:
    """Serve the reference system under test: a province written from the published contracts.

    Prints one line of JSON with its URL when it is ready. With --claim-sheet it introduces itself in a file for
    `dvcsim check`.
    """
    build_seams(defects)
    if vneid_issuer and not vneid_issuer.startswith(("https://", "http://")):
        raise ConfigurationError(
            "--vneid-issuer", f'"{vneid_issuer}"', "an address that starts with https:// or http://", "Correct it."
        )
    stop = threading.Event()
    if exit_with_parent:
        end_with_parent(stop)
    config = ProvinceConfig.of_role(
        role,
        simulator_url=simulator.rstrip("/"),
        data_dir=data or default_data_folder() / role,
        account=account,
        password=password,
        agency=agency,
        client_id=client_id,
        client_secret=client_secret,
        vneid_profile=vneid_profile,
        issuer=vneid_issuer,
        claim_sheet=claim_sheet,
        form_driver=form_driver,
        defects=defects,
        ca_file=ca_file,
        version=__version__,
    )

    def say_ready(url: str) -> None:
        ready = {"url": url, "claim_sheet": str(claim_sheet or ""), "tool": "dvcsim", "version": __version__}
        click.echo(json.dumps(ready))
        if claim_sheet is not None:
            click.echo(f"Next: dvcsim check {claim_sheet}", err=True)

    with ending_by_signal(stop), locked(config.data_dir):
        run_province(config, host, ROLES[role].port if port is None else port, say_ready, stop)
