"""`dvcsim list contracts --write DIR`: the OpenAPI documents and the handbook as files."""

from pathlib import Path

import click

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.core.errors import ConfigurationError
from simulator.openapi.blueprint import profile_paths
from simulator.openapi.documents import load_described
from simulator.openapi.files import page_file, write_files
from simulator.openapi.pages import INDEX
from simulator.wire.contracts import load_contracts

_BASE = "http://127.0.0.1:8025"
"""Where `dvcsim serve` listens unless it is told otherwise."""


def write_handbook(kind: str, folder: Path, data_dir: Path | None) -> None:
    """Write everything below `folder` and say where to begin; only contracts have a handbook."""
    if kind != "contracts":
        raise ConfigurationError(
            f"list {kind} --write", "has no handbook", "list contracts --write DIR", "Only contracts are written so."
        )
    folders = data_folders(data_dir)
    catalogue = load_catalogue(folders)
    described = load_described(folders, load_contracts(folders), catalogue.dialects)
    written = write_files(folder, described, profile_paths(catalogue.identity_profiles), _BASE)
    click.echo(f"Đã viết {len(written)} tệp; bắt đầu từ {folder / page_file(INDEX, 'vi')}.")
    click.echo(f"Wrote {len(written)} files; begin with {folder / page_file(INDEX, 'en')}.")
