"""`dvcsim pack`."""

from pathlib import Path

import click

from simulator.catalogue.catalogue import load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.conformance.reach import national_url
from simulator.core.data_folders import data_folders
from simulator.core.errors import ConfigurationError, near_matches
from simulator.core.yaml_file import load_path
from simulator.domain.claim_sheet import ClaimSheet
from simulator.pack.contents import contents
from simulator.pack.subject import Subject, Unset
from simulator.pack.writing import write_pack
from simulator.wire.contracts import load_contracts


@click.command(
    "pack",
    epilog=epilog(
        "dvcsim pack province.yaml",
        "dvcsim pack province.yaml --service khai-sinh --output for-the-supplier",
        "dvcsim pack province.yaml --simulator https://sim.example:8025",
    ),
)
@click.argument("sheet", type=click.Path(path_type=Path, dir_okay=False))
@options.simulator
@options.services
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("dvcsim-pack"),
    show_default=True,
    help="Folder of the pack.",
)
@options.data_dir
def command(sheet: Path, simulator: str, services: tuple[str, ...], output: Path, data_dir: Path | None) -> None:
    """Write what the supplier of the system that SHEET describes has to configure.

    pack.html (Vietnamese, English behind a switch), pack.md, pack.en.md, pack.json, a CSV per table, and samples that
    run. No secret is needed or written: the pack names where each comes from.
    """
    folders = data_folders(data_dir)
    catalogue = load_catalogue(folders)
    claims = load_claim_sheet(sheet, catalogue, Unset())
    chosen = _chosen(services, claims, catalogue.sets)
    url = national_url(claims, simulator).rstrip("/")
    about = Subject(claims, catalogue, load_contracts(folders), url, chosen, load_path(sheet))
    files = write_pack(contents(about), output)
    click.echo(f"Đã viết {len(files)} tệp / files written. Mở / Open: {files[0]}")


def _chosen(words: tuple[str, ...], claims: ClaimSheet, sets: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the services to speak of: claimed ones, named by themselves or by a set."""
    found: list[str] = []
    for word in words:
        members = [one for one in sets.get(word, (word,)) if one in claims.services]
        if not members:
            known = near_matches(word, claims.services)
            raise ConfigurationError(f"--service {word}", "is not claimed", known, f"Claim it in {claims.label}.")
        found += members
    return tuple(dict.fromkeys(found))
