"""Emulated systems without form API and hooks are judged in attended runs, as a supplier would run them.

They come to PASS, WARN, ATTESTED, INCONCLUSIVE or NOT_RUN; what is not PASS is on the list with its reason. One that
batches is judged while national side and runner are killed: the run is taken up again and ends the same.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.processes import Running, start, started
from tests.emulators.field_runs import Field, differences, expected, field_system
from tests.emulators.traits import TRAITS

SERVICES = ("khai-sinh", "ket-hon", "dat-dai-bien-dong")
BATCHING = "tandan"
EVERY = 0.3
"""Three minutes of real life; the code is the same."""
SHORT = ("once/known-not-asked", "lifecycle/refused-with-reason", "tracking/every-status")


@pytest.mark.proof
@pytest.mark.parametrize("family", TRAITS)
def test_it_is_judged_as_the_facts_have_it(family: str, tmp_path: Path) -> None:
    # Nobody knows the rhythm of the last one: it claims none, and nothing is waited for longer than two seconds.
    claims: dict[str, Any] = {"sync": {"every_seconds": 1, "max_seconds": 30}} if family != "hg-proxy" else {}
    with (
        started("serve", "--port", "0", "--data", "national", cwd=tmp_path) as national,
        field_system(family, national.url, tmp_path / "field", SERVICES, EVERY, **claims) as field,
    ):
        chosen = [word for service in SERVICES for word in ("--service", service)]
        field.work(field.check(*chosen, "--patience", "1" if claims else "0.1"))
    assert differences(field.cells(), family, SERVICES) == [], field.folder
    assert "Traceback" not in field.said()


def killed(field: Field, national: Running, folder: Path, answered: int, *chosen: str) -> None:
    """Judge a system; after some answers kill national side and runner at once, and go on."""
    port = national.url.rsplit(":", 1)[1]
    # The first dossier does not go ahead of the others: the kill shall meet several at once.
    check = field.check("--service", SERVICES[0], *chosen, "--keep-going")
    assert field.work(check, enough=answered) == answered, field.folder
    check.kill()
    national.kill()
    check.wait(10)
    with started("serve", "--port", port, "--data", "national", cwd=folder):
        field.work(field.check("--keep-going", resume=True))


@pytest.mark.proof
@pytest.mark.parametrize(
    ("scenarios", "answered", "longest"), [(SHORT, 4, 10), pytest.param((), 14, 30, id="everything")]
)
def test_killed_in_the_middle_it_ends_the_same(scenarios, answered, longest, tmp_path: Path) -> None:
    national = start("serve", "--port", "0", "--data", "national", cwd=tmp_path)
    rhythm = {"every_seconds": 1, "max_seconds": longest}
    chosen = [word for scenario in scenarios for word in ("--scenario", scenario)]
    try:
        with field_system(BATCHING, national.url, tmp_path / "field", SERVICES[:1], EVERY, sync=rhythm) as field:
            killed(field, national, tmp_path, answered, *chosen)
    finally:
        national.kill()
    assert differences(field.cells(), BATCHING, SERVICES[:1], scenarios) == [], field.folder
    assert "Traceback" not in field.said()


def test_the_list_has_a_reason_for_everything_and_no_failure() -> None:
    assert {verdict for family in TRAITS for *_, verdict in expected(family, SERVICES)} == {
        "WARN",
        "ATTESTED",
        "INCONCLUSIVE",
        "NOT_RUN",
    }
