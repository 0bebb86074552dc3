"""The versioned tables of the synthetic country, read once."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

from simulator.core.yaml_file import parse_yaml


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return the table `names` or `places`, all text in NFC."""
    text = files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return cast(
        Mapping[str, Any], parse_yaml(unicodedata.normalize("NFC", text), f"simulator/world/tables/{name}.yaml")
    )
