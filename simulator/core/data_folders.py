"""Finds the data folders `services/`, `contracts/` and `scenarios/`, in a checkout or in a wheel.

Order: a folder the user gave (it may hold any of the three; what it lacks comes from ours), the installed
wheel's `simulator/data`, the checkout. The wheel comes before the checkout because the parent of an installed
package is site-packages, where another package's folder could be met.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from simulator.core.errors import ConfigurationError

NAMES = ("services", "contracts", "scenarios")


@dataclass(frozen=True)
class DataFile:
    """One file of a data folder: what to read, and what to call it in a message."""

    node: Traversable
    label: str

    def read_text(self) -> str:
        """Return the file's text as UTF-8."""
        return self.node.read_text(encoding="utf-8")


@dataclass(frozen=True)
class DataFolders:
    """The roots that are searched, in order; a later file with the same relative name is hidden by an earlier."""

    roots: tuple[Traversable, ...]

    def walk(self, folder: str, suffix: str) -> Iterator[DataFile]:
        """Yield the files below `folder` ("services", "contracts/portal", ...) ending in `suffix`, by name."""
        seen: dict[str, DataFile] = {}
        for root in self.roots:
            top = root
            for part in folder.split("/"):
                top = top.joinpath(part)
            for label, node in _files_below(top, folder):
                if label.endswith(suffix):
                    seen.setdefault(label, DataFile(node, label))
        for label in sorted(seen):
            yield seen[label]

    def file(self, label: str) -> DataFile:
        """Return the one file at `label`, for example `contracts/files/service.schema.json`."""
        for root in self.roots:
            node = root
            for part in label.split("/"):
                node = node.joinpath(part)
            if node.is_file():
                return DataFile(node, label)
        raise ConfigurationError(label, "no such data file", do="Reinstall the package, or check --data-dir.")


def _files_below(top: Traversable, label: str) -> Iterator[tuple[str, Traversable]]:
    if not top.is_dir():
        return
    for node in top.iterdir():
        name = f"{label}/{node.name}"
        if node.is_dir():
            yield from _files_below(node, name)
        else:
            yield name, node


def data_folders(extra: Path | None = None) -> DataFolders:
    """Return the folders to read; `extra` (from --data-dir) comes first and may hold only some of them."""
    roots: list[Traversable] = []
    if extra is not None:
        if not any((extra / name).is_dir() for name in NAMES):
            raise ConfigurationError(
                str(extra),
                "holds none of the data folders",
                " or ".join(f"{name}/" for name in NAMES),
                "Point --data-dir at a folder that has at least one of them.",
            )
        roots.append(extra)
    roots.append(_own_root())
    return DataFolders(tuple(roots))


def _own_root() -> Traversable:
    package = files("simulator")
    shipped = package.joinpath("data")
    if all(shipped.joinpath(name).is_dir() for name in NAMES):
        return shipped
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file() and all((checkout / name).is_dir() for name in NAMES):
        return checkout
    raise ConfigurationError(
        "data folders",
        f"not found in {shipped} nor in {checkout}",
        ", ".join(NAMES),
        "Reinstall the package, or give --data-dir.",
    )
