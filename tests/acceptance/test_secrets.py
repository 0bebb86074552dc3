"""What a check leaves behind holds no secret: no report, no record, no log, and nothing in the journal."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from simulator.core.yaml_file import load_path
from tests.acceptance.processes import run, started

FILES = ("run.ndjson", "results.json", "junit.xml", "report.html", "exchanges.har")
HASHED = {
    "adapter session": "SELECT hash FROM portal_session",
    "code": "SELECT code FROM vneid_grants",
    "token": "SELECT token FROM vneid_token",
    "cookie": "SELECT cookie FROM vneid_browser",
}
"""Kind -> SHA-256 of what the portal and VNeID gave out, which nobody can read back."""
STORES = {"province"}
"""Tables that hold secrets because they need them; the journal and everything else do not."""


class Left(NamedTuple):
    """What a check left behind."""

    secrets: dict[str, list[str]]
    texts: dict[str, str]
    """File or table -> all that it holds."""
    hashes: dict[str, set[str]]
    """Kind -> hashes of the secrets that the national side gave out."""


def rows(database: Path, sql: str) -> Iterator[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        yield from connection.execute(sql)


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    """A whole story with citizen, officer and synchronisation, as three processes whose data stay readable."""
    folder = tmp_path_factory.mktemp("secrets")
    with (
        started("serve", "--port", "0", "--data", "national", cwd=folder) as national_side,
        started(
            *("province", "--port", "0", "--data", "province", "--simulator", national_side.url),
            *("--claim-sheet", "province.yaml", "--client-secret", "demo-rp-secret"),
            cwd=folder,
        ),
    ):
        story = ("--service", "khai-sinh", "--scenario", "tracking/*", "--weather", "calm")
        process = run("check", "province.yaml", *story, "--output", "out", cwd=folder)
        assert process.returncode == 0, process.stdout + process.stderr
    database = folder / "national" / "national.sqlite3"
    hashes = {kind: {str(row[0]) for row in rows(database, sql)} for kind, sql in HASHED.items()}
    return Left(secrets_of(folder), {**files_of(folder), "console": process.stdout + process.stderr}, hashes)


def secrets_of(folder: Path) -> dict[str, list[str]]:
    sheet = load_path(folder / "province.yaml")
    hooks = {hook["token"] for hook in sheet["hooks"].values() if "token" in hook}
    return {"client secret": [sheet["openid"]["client_secret"]], "hook token": sorted(hooks)}


def files_of(folder: Path) -> dict[str, str]:
    """Return every report and log, and every table of the national side that is no store of secrets."""
    database = folder / "national" / "national.sqlite3"
    tables = {str(row[0]) for row in rows(database, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    held = {table: "\n".join(map(str, rows(database, f"SELECT * FROM {table}"))) for table in tables - STORES}
    written = {path.name: path.read_text(encoding="utf-8") for path in (folder / "out").iterdir()}
    logs = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.log")}
    return {**held, **written, **logs}


def test_the_story_used_every_kind_of_secret_and_left_every_kind_of_file(left: Left) -> None:
    assert all(left.secrets.values()), left.secrets
    assert all(len(value) > 8 for values in left.secrets.values() for value in values)
    assert {*FILES, "exchange", "fact", "finding", "hand"} <= set(left.texts)
    for name in ("exchange", "run.ndjson", "exchanges.har"):
        assert "/vneid/callback?code=***" in left.texts[name], name
        assert "/mapi/login" in left.texts[name] or name != "exchange"


@pytest.mark.parametrize("kind", ["client secret", "hook token"])
def test_no_secret_is_left_behind(left: Left, kind: str) -> None:
    for value in left.secrets[kind]:
        found = [name for name, text in left.texts.items() if value in text]
        assert not found, f"{kind} {value} stands in {found}"


@pytest.mark.parametrize("kind", HASHED)
def test_nothing_that_is_left_has_the_hash_of_a_secret(left: Left, kind: str) -> None:
    """Whatever looks like a token in a file or table is hashed, and compared with what was given out."""
    assert left.hashes[kind]
    for name, text in left.texts.items():
        words = set(re.findall(r"[A-Za-z0-9_-]{16,}", text)) - left.hashes[kind]
        found = [word for word in words if hashlib.sha256(word.encode()).hexdigest() in left.hashes[kind]]
        assert not found, f"{kind} {found} stands in {name}"
