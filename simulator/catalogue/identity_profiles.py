"""Profiles of VNeID from `contracts/vneid/profiles/*.yaml`."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.catalogue.documents import Document
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.domain.identity_profile import STANDARD, IdentityProfile
from simulator.domain.mark import Mark


def profile_of(document: Document) -> IdentityProfile:
    """Return the profile of a document that follows its schema."""
    data = document.data
    return IdentityProfile(
        id=data["id"],
        title=Text.of(data["title"]),
        path=data["path"],
        endpoints={name: told["path"] for name, told in data["endpoints"].items()},
        userinfo_methods=tuple(data["userinfo_methods"]["methods"]),
        client_authentication=tuple(data["client_authentication"]["methods"]),
        pkce_required=data["pkce"]["rule"] == "required",
        nonce_required=data["nonce"]["rule"] == "required",
        claims={name: told["holds"] for name, told in data["claims"].items()},
        acr={int(level): word for level, word in data["acr"]["levels"].items()},
        amr={int(level): words for level, words in data["amr"]["levels"].items()},
        default_level=data["default_level"]["level"],
        code_seconds=data["lifetimes"]["code_seconds"],
        access_seconds=data["lifetimes"]["access_seconds"],
        refresh_seconds=data["lifetimes"]["refresh_seconds"],
        always_refresh=data["refresh"]["given"] == "always",
        id_token=data["id_token"]["given"],
        envelope=data["envelope"]["kind"],
        marks=dict(_marks(data)),
    )


def profile_problems(document: Document) -> Iterator[DataFileError]:
    """Yield what would make two profiles answer at one address."""
    data = document.data
    if (data["path"] == "") is not (data["id"] == STANDARD):
        yield document.problem(("path",), f"{data['path']!r}", f"empty for the profile {STANDARD} and for it alone")
    paths = [told["path"] for told in data["endpoints"].values()]
    for path in sorted({path for path in paths if paths.count(path) > 1}):
        yield document.problem(("endpoints",), f"two operations at {path}", "a path of its own for each")


def _marks(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Mark]]:
    for name, told in data.items():
        if isinstance(told, Mapping) and "mark" in told:
            yield f"{prefix}{name}", Mark(told["mark"])
        elif isinstance(told, Mapping):
            yield from _marks(told, f"{prefix}{name}.")
