"""Which relying parties can be started here, and which have to be."""

import os
import shutil
from typing import Any

import pytest

from tests.relying_parties.starting import KINDS, installed_folder, missing

__all__ = ["installed_folder", "lacks", "needing"]


def needing(*kinds: str) -> list[Any]:
    """Parameters for a test of these kinds; what is not installed here is skipped with the reason."""
    return [
        pytest.param(
            kind, marks=pytest.mark.skipif(bool(missing(kind)) and not _has_to_run(kind), reason=missing(kind))
        )
        for kind in kinds
    ]


def lacks(package: str) -> bool:
    """Whether a package of Node is not installed here, and does not have to be."""
    return not (installed_folder() / "node_modules" / package).exists() and not _has_to_be_here(node=True)


def _has_to_run(kind: str) -> bool:
    return _has_to_be_here(node=KINDS[kind].script.endswith(".mjs"))


def _has_to_be_here(node: bool) -> bool:
    """Where everything was to be installed, what is missing is a failure and no reason to skip."""
    return "DVCSIM_INTEROP" in os.environ and (not node or shutil.which("node") is not None)
