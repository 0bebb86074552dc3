"""A system that batches is judged in an attended run; national side and runner are killed in the middle.

The run is taken up again and ends as one that nobody has disturbed.
"""

from pathlib import Path

from tests.acceptance.processes import start, started
from tests.emulators.field_runs import differences, field_system, not_passed

SERVICES = ("khai-sinh",)
ANSWERED = 14
"""How many items are answered before the kill: some dossiers are lodged then, and wait for the officer or the sync."""


def test_it_ends_as_it_would_have(tmp_path: Path) -> None:
    data = str(tmp_path / "national")
    national = start("serve", "--port", "0", "--data", data, cwd=tmp_path)
    port = national.url.rsplit(":", 1)[1]
    rhythm = {"every_seconds": 1, "max_seconds": 10}
    with field_system("tandan", national.url, tmp_path / "field", SERVICES, every=0.3, sync=rhythm) as field:
        check = field.check("--service", *SERVICES)
        assert field.work(check, enough=ANSWERED) == ANSWERED, field.folder
        check.kill()
        check.wait(10)
        national.kill()
        with started("serve", "--port", port, "--data", data, cwd=tmp_path):
            field.work(field.check(resume=True))
        found = not_passed(field.cells())
    assert differences(found, "tandan", SERVICES) == [], field.folder
    assert "FAIL" not in {verdict for *_, verdict in found}
    assert "Traceback" not in field.said()
