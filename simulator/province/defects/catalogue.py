"""Reads `defects.yaml`: what each defect is called, breaks, rests on, and is expected to be caught by."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from simulator.core.text import Text
from simulator.core.yaml_file import parse_yaml
from simulator.province.roles import PROVINCE

WEATHERS = ("calm", "portal-down")


@dataclass(frozen=True)
class DefectInfo:
    """One defect as data."""

    id: str
    title: Text
    breaks: tuple[str, ...]
    """Ids of the requirements that it breaks."""
    source: str
    """The incident, fact of the wire or clause that it is taken from."""
    expects: Mapping[str, str]
    """Check id, or check/case -> FAIL or WARN: every check that is not PASS, where the defect is visible."""
    visible_in: tuple[str, ...]
    """Weathers in which it shows."""
    services: tuple[str, ...]
    """Services in which it shows; `("*",)` for all."""
    scenarios: tuple[str, ...]
    """Stories that are told to find it, globs; empty for all: a fault of the login shows in no other story."""
    profile: str = ""
    """The way of speaking to VNeID in which it shows; empty for the usual one."""
    role: str = PROVINCE
    """The reference system in which it shows: `province` or `ministry`."""

    @property
    def system(self) -> str:
        """Return the other system that has to be started to see it; empty for the usual province."""
        return self.profile or ("" if self.role == PROVINCE else self.role)


@cache
def catalogue() -> tuple[DefectInfo, ...]:
    """Return every defect, in the order of the file."""
    label = "simulator/province/defects/defects.yaml"
    text = files(__package__).joinpath("defects.yaml").read_text(encoding="utf-8")
    return tuple(_info(name, value) for name, value in parse_yaml(text, label).items())


def _info(name: str, value: Mapping[str, Any]) -> DefectInfo:
    return DefectInfo(
        id=name,
        title=Text.of(value["title"]),
        breaks=tuple(value["breaks"]),
        source=str(value["source"]),
        expects=dict(value["expects"]),
        visible_in=tuple(value.get("visible_in", WEATHERS)),
        services=tuple(value.get("services", ("*",))),
        scenarios=tuple(value.get("scenarios", ())),
        profile=str(value.get("profile", "")),
        role=str(value.get("role", PROVINCE)),
    )
