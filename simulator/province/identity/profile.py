"""How one kind of VNeID is spoken to: data in `profiles.yaml`, written from the published profiles of the login."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from simulator.core.errors import ConfigurationError, near_matches
from simulator.core.yaml_file import parse_yaml

STANDARD = "standard"
BY_HEADER, IN_BODY = "client_secret_basic", "client_secret_post"


@dataclass(frozen=True)
class VneidProfile:
    """One kind of VNeID."""

    id: str
    path: str
    """Below `/vneid`, where the issuer of this kind listens."""
    client_authentication: str
    id_token: bool
    """Whether the login comes with an ID token; without one there is no word about level, time and session."""
    wrapped: bool
    """Whether answers are wrapped for our RSA key: compatibility, do not imitate."""
    claims: Mapping[str, str]
    """Name in the userinfo answer -> our name for it."""
    levels: Mapping[int, str]


def profile_of(name: str) -> VneidProfile:
    """Return a profile by its name; a name that is not known is a configuration error with the nearest ones."""
    known = profiles()
    if name not in known:
        raise ConfigurationError(
            "--vneid-profile", f'no profile "{name}"', near_matches(name, known), f"Choose of: {', '.join(known)}."
        )
    return known[name]


@cache
def profiles() -> Mapping[str, VneidProfile]:
    """Return every profile, by name."""
    text = files(__package__).joinpath("profiles.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = parse_yaml(text, "simulator/province/identity/profiles.yaml")
    return {name: _profile(name, row) for name, row in rows.items()}


def _profile(name: str, row: Mapping[str, Any]) -> VneidProfile:
    return VneidProfile(
        id=name,
        path=row["path"],
        client_authentication=row["client_authentication"],
        id_token=row["id_token"],
        wrapped=row["wrapped"],
        claims=dict(row["claims"]),
        levels={int(level): word for level, word in row["levels"].items()},
    )
