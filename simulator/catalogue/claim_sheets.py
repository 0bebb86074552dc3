"""Claim sheets (`province.yaml`): read, checked, and filled from the environment.

`${NAME}` is filled only in a file that the user named on this machine. A sheet that came over the network is taken as
it is, so that nobody can read our environment through it.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from simulator.catalogue.catalogue import Catalogue
from simulator.catalogue.documents import Document
from simulator.catalogue.form_scripts import (
    BROWSER,
    WORDS,
    bundled,
    claimed_by_browser_problems,
    script_problems,
    scripts_of,
)
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.core.yaml_file import LinedDict, load_path
from simulator.domain.claim_sheet import (
    Attended,
    ClaimSheet,
    FileSource,
    Hook,
    Inbound,
    PaymentAccount,
    ServiceClaim,
)
from simulator.domain.dialect import Dialect
from simulator.domain.identity_profile import STANDARD

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def load_claim_sheet(path: Path, catalogue: Catalogue, environ: Mapping[str, str] | None = None) -> ClaimSheet:
    """Read a claim sheet; `${NAME}` comes from the environment of this process."""
    document = Document(str(path), load_path(path))
    variables = os.environ if environ is None else environ
    digest = hashlib.sha256(path.read_bytes())
    if script := bundled(path, document):
        digest.update(Path(script.label).read_bytes())
        script = Document(script.label, _filled(script, script.data, (), variables))
        for problem in script_problems(script, catalogue.schemas, catalogue.services):
            raise problem
    filled = _filled(document, document.data, (), variables)
    if script:
        filled[BROWSER] = LinedDict({**script.data[BROWSER], "file": Path(script.label).name})
    return _sheet(Document(document.label, filled), catalogue, digest.hexdigest())


def claim_sheet_of(
    document: Mapping[str, Any], label: str, catalogue: Catalogue, environ: Mapping[str, str] | None = None
) -> ClaimSheet:
    """Return the claim sheet of a parsed document; without `environ` nothing is filled in."""
    whole = Document(label, document)
    filled = Document(label, _filled(whole, document, (), environ)) if environ is not None else whole
    text = json.dumps(filled.data, ensure_ascii=False, sort_keys=True, default=str)
    return _sheet(filled, catalogue, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest())


def claim_sheet_problems(document: Document, catalogue: Catalogue) -> Iterator[DataFileError]:
    """Yield what is wrong in a claim sheet that follows its schema."""
    data = document.data
    for service in data["services"]:
        if service not in catalogue.services:
            yield document.unknown(("services", service), "service", service, list(catalogue.services))
    if data["dialect"] not in catalogue.dialects:
        yield document.unknown(("dialect",), "dialect", data["dialect"], list(catalogue.dialects))
    if data["province_code"] not in catalogue.codes:
        yield document.unknown(("province_code",), "province", data["province_code"], list(catalogue.codes))
    profile = data["openid"].get("profile", STANDARD)
    if profile not in catalogue.identity_profiles:
        yield document.unknown(("openid", "profile"), "profile of VNeID", profile, list(catalogue.identity_profiles))
    elif catalogue.identity_profiles[profile].envelope != "none" and "envelope_key" not in data["openid"]:
        yield document.problem(("openid",), f"no envelope_key for the profile {profile}", "an RSA public key (PEM)")
    yield from _unusable_addresses(document)
    if "middleware" in data and data["dialect"] in catalogue.dialects:
        yield from _unused_names(document, catalogue.dialects[data["dialect"]])
    found = list(script_problems(document, catalogue.schemas, catalogue.services))
    yield from found or claimed_by_browser_problems(document)
    if data.get("test_clock", "none") != "none" and "clock" not in data.get("hooks", {}):
        yield document.problem(
            ("test_clock",), "a test clock without the hook to set it", "hooks: {clock: {path: ...}}"
        )


def _unused_names(document: Document, dialect: Dialect) -> Iterator[DataFileError]:
    """Yield the names of addresses that the dialect does not have."""
    known = [door.setting for door in dialect.facade.doors if door.setting] if dialect.facade else []
    for name in document.data["middleware"]:
        if name not in known:
            expected = ", ".join(known) or "lgsp-facade, tandan: a dialect whose addresses are settings"
            yield document.problem(("middleware", name), f"the dialect {dialect.id} has no such address", expected)


def _unusable_addresses(document: Document) -> Iterator[DataFileError]:
    """Yield the addresses of VNeID's services that nobody could call."""
    services = document.data.get("vneid_services", {})
    for path in (("sharing", "return_url"), ("signing", "webhook_url")):
        address = services.get(path[0], {}).get(path[1], "")
        if address and not _is_usable(address):
            yield document.problem(
                ("vneid_services", *path), f"{address!r} is no address", "http(s)://HOST[:PORT]/PATH"
            )


def _is_usable(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _sheet(document: Document, catalogue: Catalogue, digest: str) -> ClaimSheet:
    found = catalogue.schemas.problems("province", document) or list(claim_sheet_problems(document, catalogue))
    if found:
        raise found[0]
    data = document.data
    sync, limits = data.get("sync", {}), data.get("limits", {})
    return ClaimSheet(
        id=data["id"],
        name=Text.of(data["name"]),
        province_code=data["province_code"],
        agency=data["agency"],
        receiving_agency=data["receiving_agency"],
        kind=data.get("kind", "province"),
        version=data["version"],
        base_url=data["base_url"].rstrip("/"),
        national_side=data["national_side"]["url"].rstrip("/"),
        dialect=data["dialect"],
        account=data["account"]["name"],
        openid_client=data["openid"]["client_id"],
        landing=data["landing"],
        services={name: _claim(claim) for name, claim in data["services"].items()},
        hooks={name: Hook(hook["path"], hook.get("token", "")) for name, hook in data.get("hooks", {}).items()},
        test_clock=data.get("test_clock", "none"),
        sync_every_seconds=_seconds(sync.get("every_seconds")),
        sync_max_seconds=_seconds(sync.get("max_seconds")),
        concurrency=limits.get("concurrency", 2),
        connect_seconds=float(limits.get("connect_seconds", 3)),
        read_seconds=float(limits.get("read_seconds", 10)),
        form_scripts=scripts_of(document),
        sync_steps={action: float(seconds) for action, seconds in sync.get("steps", {}).items()},
        attended=_attended(data.get("attended", {})),
        payment=PaymentAccount(**data["payment"]) if "payment" in data else None,
        inbound=Inbound(**data.get("inbound", {})),
        files=_files(data.get("files", {})),
        middleware=dict(data.get("middleware", {})),
        dstcode=data.get("dstcode", ""),
        label=document.label,
        digest=digest,
        raw=_plain(data),
    )


def _seconds(written: str | float | None) -> float | None:
    return None if written is None else float(written)


def _attended(claim: Mapping[str, Any]) -> Attended:
    minutes = claim.get("minutes", {})
    return Attended(
        int(minutes.get("citizen", Attended.citizen_minutes)),
        int(minutes.get("officer", Attended.officer_minutes)),
        claim.get("unit", ""),
        claim.get("officer_url", ""),
    )


def _files(claim: Mapping[str, Any]) -> FileSource:
    return FileSource(tuple(claim.get("hosts", ())), int(claim.get("max_mb", FileSource.max_mb)))


def _claim(claim: Mapping[str, Any]) -> ServiceClaim:
    return ServiceClaim(
        claim["role"],
        claim.get("intake", "redirect"),
        claim.get("driver", "api"),
        tuple(claim.get("also", ())),
        tuple(claim.get("claims", ())),
        claim.get("data_route", "lookup"),
    )


def _filled(document: Document, node: Any, path: tuple[str | int, ...], variables: Mapping[str, str]) -> Any:
    """Return the same tree with `${NAME}` filled in and its lines kept."""
    if isinstance(node, Mapping):
        copy = LinedDict((key, _filled(document, value, (*path, key), variables)) for key, value in node.items())
        copy.line, copy.lines = getattr(node, "line", 0), getattr(node, "lines", {})
        return copy
    if isinstance(node, list):
        return [_filled(document, value, (*path, index), variables) for index, value in enumerate(node)]
    if not isinstance(node, str):
        return node
    kept = {word: f"${{{word}}}" for word in WORDS} if path[:1] == (BROWSER,) else {}
    for name in _VARIABLE.findall(node):
        if name not in kept and name not in variables:
            raise document.problem(
                path, f"${{{name}}} is not set", "an environment variable", f"Set {name} and try again."
            )
    return _VARIABLE.sub(lambda match: kept.get(match[1]) or variables[match[1]], node)


def _plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _plain(value) for key, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, list) else node
