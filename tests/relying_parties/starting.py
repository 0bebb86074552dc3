"""Starts a relying party as a process and writes the claim sheet that describes it to `dvcsim check`.

What is not Python of the development environment is looked for where `make interop` installed it: a folder with
`node_modules/` and a `venv/`, named by DVCSIM_INTEROP.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
SECRET = "a-secret-for-tests-only"


@dataclass(frozen=True)
class Kind:
    """One way to build a relying party."""

    number: int
    """Makes agency code, account and client differ, so that all of them can be connected at the same time."""
    script: str
    name: str
    mode: str = "strict"
    profile: str = ""
    arguments: tuple[str, ...] = ()
    backchannel: bool = False
    """Whether it takes logout tokens."""
    needs: str = ""
    """What has to be below the folder of `make interop`; empty when the development environment has all of it."""


KINDS = {
    # Without PKCE and nonce it would not get past the strict mode's authorize, and nothing else could be seen of it.
    "bare": Kind(1, "bare.py", "A bare OAuth 2 client", mode="open", backchannel=True),
    "authlib": Kind(2, "with_authlib.py", "Authlib's Flask client", backchannel=True),
    "openid-client": Kind(3, "with_openid_client.mjs", "openid-client for Node", needs="node_modules/openid-client"),
    "openid-client-strict": Kind(
        4,
        "with_openid_client.mjs",
        "openid-client for Node, signatures checked",
        arguments=("--strict",),
        needs="node_modules/openid-client",
    ),
    # With `offline_access` the library asks for `prompt=consent`, and nobody could log in without a page; this profile
    # gives refresh tokens unasked.
    "idpyoidc": Kind(5, "with_idpyoidc.py", "idpyoidc", profile="dvcqg-wso2", needs="venv/bin/python"),
}


@dataclass(frozen=True)
class RelyingParty:
    """A relying party that has printed its ready line."""

    url: str
    issuer: str
    document: dict[str, Any]
    """The claim sheet."""
    sheet: Path
    """The claim sheet as a file."""
    log: Path


def missing(kind: str) -> str:
    """Why this kind cannot be started here; empty when it can."""
    needs = KINDS[kind].needs
    if KINDS[kind].script.endswith(".mjs") and shutil.which("node") is None:
        return "node is not on this machine"
    if not needs or (installed_folder() / needs).exists():
        return ""
    return f"{needs} is not installed: run `make interop`, or name its folder in DVCSIM_INTEROP"


@contextmanager
def relying_party(
    kind: str, national_url: str, folder: Path, *, own_issuer: bool = False, ca_file: str = "", issuer: str = ""
) -> Iterator[RelyingParty]:
    """Run one until the block ends; `folder` gets its claim sheet and its log. `issuer` is another one than ours."""
    client_id = f"rp-{kind}"
    issuer = issuer or f"{national_url}/vneid" + (f"/rp/{client_id}" if own_issuer else "") + _path(KINDS[kind].profile)
    log = folder / f"{client_id}.log"
    words = [*_program(kind, folder), "--issuer", issuer, "--client-id", client_id, "--client-secret", SECRET]
    words += KINDS[kind].arguments
    environment = {**os.environ, "PYTHONUTF8": "1", "NO_PROXY": "*"}
    if ca_file and KINDS[kind].script.endswith(".mjs"):
        environment["NODE_EXTRA_CA_CERTS"] = ca_file
    elif ca_file:
        words += ["--ca-file", ca_file]
    with log.open("a", encoding="utf-8") as told:
        process = subprocess.Popen(
            words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=told, text=True
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, log.read_text(encoding="utf-8")
        url = json.loads(line)["url"]
        document = claim_sheet(kind, url, national_url, own_issuer=own_issuer)
        sheet = folder / f"{client_id}.yaml"
        sheet.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
        yield RelyingParty(url, issuer, document, sheet, log)
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout:
            process.stdout.close()


def claim_sheet(kind: str, url: str, national_url: str, *, own_issuer: bool = False) -> dict[str, Any]:
    """The claim sheet of a system that handles one service and offers nothing but its login to a test."""
    one = KINDS[kind]
    openid: dict[str, Any] = {
        "client_id": f"rp-{kind}",
        "client_secret": SECRET,
        "redirect_uris": [f"{url}/callback"],
        "post_logout_redirect_uris": [f"{url}/logged-out"],
        "mode": one.mode,
    }
    openid |= {"backchannel_logout_uri": f"{url}/backchannel-logout"} if one.backchannel else {}
    openid |= ({"own_issuer": True} if own_issuer else {}) | ({"profile": one.profile} if one.profile else {})
    return {
        "format": 1,
        "id": f"rp-{kind}",
        "name": {"vi": f"Hệ thống đăng nhập bằng {one.name}", "en": one.name},
        "kind": "province",
        "province_code": "99",
        "agency": f"000.00.00.H8{one.number}",
        "receiving_agency": f"H8{one.number}.12",
        "version": "1",
        "base_url": url,
        "national_side": {"url": national_url},
        "dialect": "default",
        "account": {"name": f"rp-{kind}", "password": SECRET},
        "openid": openid,
        "landing": "/",
        "services": {"khai-sinh": {"role": "handler", "intake": "redirect", "driver": "api"}},
        "hooks": {name: {"path": f"/{name}"} for name in ("login", "whoami", "logout", "refresh")},
        "test_clock": "none",
    }


def _path(profile: str) -> str:
    return f"/{profile}" if profile else ""


def _program(kind: str, folder: Path) -> list[str]:
    script = HERE / KINDS[kind].script
    if script.suffix == ".py":
        python = installed_folder() / KINDS[kind].needs if KINDS[kind].needs else Path(sys.executable)
        return [str(python), str(script)]
    # A module of Node finds its packages beside itself only.
    copy, packages = folder / script.name, folder / "node_modules"
    copy.write_bytes(script.read_bytes())
    if not packages.exists():
        packages.symlink_to(installed_folder() / "node_modules")
    return ["node", str(copy)]


def installed_folder() -> Path:
    """Where `make interop` installed what is not Python of the development environment."""
    return Path(os.environ.get("DVCSIM_INTEROP", "dvcsim-interop")).resolve()
