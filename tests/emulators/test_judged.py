"""Emulated systems without form API and hooks are judged in attended runs, as a supplier would run them.

They come to PASS, WARN, ATTESTED, INCONCLUSIVE or NOT_RUN; what is not PASS is on the list with its reason.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.processes import Running, started
from tests.emulators.field_runs import differences, field_system, not_passed
from tests.emulators.traits import TRAITS

PROOF = os.environ.get("DVCSIM_PROOF") == "1"
FAMILIES = tuple(TRAITS) if PROOF else ("opencps-2019",)
SERVICES = ("khai-sinh", "ket-hon", "dat-dai-bien-dong") if PROOF else ("khai-sinh",)
RHYTHM = {"every_seconds": 1, "max_seconds": 10}


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("national")
    with started("serve", "--port", "0", "--data", "national", cwd=folder) as running:
        yield running


@pytest.mark.parametrize("family", FAMILIES)
def test_it_is_judged_as_the_facts_have_it(family: str, national: Running, tmp_path: Path) -> None:
    # Nobody knows the rhythm of the last one: it claims none, and nothing is waited for longer than two seconds.
    claims, patience = ({}, "0.1") if family == "hg-proxy" else ({"sync": RHYTHM}, "1")
    with field_system(family, national.url, tmp_path, SERVICES, every=0.3, **claims) as field:
        chosen = [word for service in SERVICES for word in ("--service", service)]
        check = field.check(*chosen, "--patience", patience)
        field.work(check)
        found = not_passed(field.cells())
    assert differences(found, family, SERVICES) == [], field.folder
    assert "FAIL" not in {verdict for *_, verdict in found}
    assert "Traceback" not in field.said()
