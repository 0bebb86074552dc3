"""A dossier whose number nobody told: found by its keys, else by name, procedure and time; or shown as an orphan."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from simulator.control.orphans import orphans_json
from simulator.session.sessions import Session
from simulator.web.national import National
from tests.apps.national_fixtures import Seen
from tests.apps.portal_messages import CODE, call, report, step

Open = Callable[..., Session]


def send(client: FlaskClient, updating: str = "False", **changes: Any) -> dict[str, Any]:
    row = report(**{"SoGiayToChuHoSo": "", "NgayTiepNhan": "20260305083000"} | changes)
    return call(client, "DongBoHoSoMC", isUpdating=updating, data=[row])


def matched(seen: Seen, session: str) -> list[tuple[Any, Any]]:
    return [(fact.get("matched_by"), fact.get("ambiguous")) for fact in seen.facts("dossier_report", session)]


def test_a_name_links_and_the_number_is_known_from_then_on(client: FlaskClient, open_session: Open, seen: Seen) -> None:
    session = open_session()
    send(client, ChuHoSo=session.people["applicant"]["full_name"].upper())
    send(client, updating="True", ChuHoSo="")
    call(client, "CapNhatTienDoHoSoMC", data=[step()])
    assert matched(seen, session.id) == [("name", None), ("dossier_code", None)]
    assert len(seen.facts("progress_report", session.id)) == 1


def test_a_key_says_more_than_a_name(client: FlaskClient, open_session: Open, seen: Seen) -> None:
    named, numbered = open_session(), open_session()
    send(
        client,
        ChuHoSo=named.people["applicant"]["full_name"],
        SoGiayToChuHoSo=numbered.people["applicant"]["personal_id"],
    )
    assert matched(seen, named.id) == []
    assert matched(seen, numbered.id) == [("personal_id", None)]


def test_two_namesakes_make_both_sessions_ambiguous(
    client: FlaskClient, open_session: Open, national: National, seen: Seen
) -> None:
    sessions = [open_session(), open_session()]
    with national.db.write() as tx:
        people = national.db.read("SELECT people FROM session WHERE id = :id", id=sessions[0].id)[0]["people"]
        tx.execute("UPDATE session SET people = :people WHERE id = :id", people=people, id=sessions[1].id)
    send(client, ChuHoSo=sessions[0].people["applicant"]["full_name"])
    assert [matched(seen, session.id) for session in sessions] == [[("name", True)]] * 2
    assert national.sessions.keys(sessions[0].id, "dossier_code") == ()


def test_what_names_nobody_is_an_orphan_with_its_nearest_miss(
    client: FlaskClient, open_session: Open, national: National, seen: Seen
) -> None:
    session = open_session()
    name = session.people["applicant"]["full_name"]
    send(client, ChuHoSo=f"{name} X")
    orphan = orphans_json(national, "demo")[0]
    assert {key["kind"]: key["value"] for key in orphan["keys"]} == {"dossier_code": CODE, "full_name": f"{name} X"}
    assert orphan["nearest"]["differs"] == {"kind": "full_name", "sent": f"{name} X", "known": name}
