"""Which relying parties can be started here, and which have to be."""

import os
import shutil
from typing import Any

import pytest

from tests.relying_parties.starting import KINDS, installed_folder, missing

__all__ = ["installed_folder", "needing"]


def needing(*kinds: str) -> list[Any]:
    """Parameters for a test of these kinds; what is not installed here is skipped with the reason."""
    return [
        pytest.param(
            kind, marks=pytest.mark.skipif(bool(missing(kind)) and not _has_to_run(kind), reason=missing(kind))
        )
        for kind in kinds
    ]


def _has_to_run(kind: str) -> bool:
    """Where everything was to be installed, what is missing is a failure and no reason to skip."""
    runs_here = not KINDS[kind].script.endswith(".mjs") or shutil.which("node") is not None
    return "DVCSIM_INTEROP" in os.environ and runs_here
