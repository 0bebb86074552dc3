"""Reading the journal: waiting from a position, one exchange, orphans, evidence."""

import threading

import pytest

from simulator.control import journal_routes
from simulator.domain.report import DossierReport
from simulator.journal.draft import Draft
from simulator.session.dossiers import PortalDossiers
from tests.apps.control.conftest import PROVINCE, admin_app, claim, register, session_body


@pytest.fixture
def session(admin, national):
    register(national, claim("http://127.0.0.1:1"))
    return admin.post("/admin/sessions", json=session_body()).get_json()


def append(national, session="", run="run-1", facts=(), orphans=()):
    draft = Draft(
        at=national.clock.now(),
        direction="in",
        party="portal",
        operation="portal/DongBoHoSoMC",
        method="POST",
        url="http://127.0.0.1/mapi/g",
        province=PROVINCE,
        status=200,
        links={session: run} if session else {},
        orphans=list(orphans),
    )
    for kind, data in facts:
        draft.fact(kind, [session], data)
    with national.db.write() as tx:
        return national.journal.append(tx, draft)


def news(admin, query):
    return admin.get(f"/admin/exchanges?{query}").get_json()


def test_what_came_after_a_position_is_sent_with_its_facts(admin, national, session):
    append(national)
    position = append(national, session["session"], facts=[("dossier_query", {"found": True})])
    answer = news(admin, f"after={position - 1}")
    (head,) = answer["exchanges"]
    assert answer["position"] == position
    assert head["sessions"] == [session["session"]]
    assert head["facts"][0]["session"] == session["session"]
    assert head["facts"][0]["data"] == {"found": True}


def test_a_run_sees_its_own_exchanges_only(admin, national, session):
    append(national)
    position = append(national, session["session"])
    assert [one["id"] for one in news(admin, "after=0&run=run-1")["exchanges"]] == [position]
    assert news(admin, "after=0&run=run-2")["exchanges"] == []


def test_a_full_page_says_where_to_go_on(admin, national, session):
    positions = [append(national, session["session"]) for _ in range(5)]
    first = news(admin, "after=0&run=run-1&limit=2")
    assert first["position"] == positions[1]
    rest = news(admin, f"after={first['position']}&run=run-1&limit=500")
    assert [one["id"] for one in rest["exchanges"]] == positions[2:]


def test_a_wait_is_woken_by_the_commit_of_its_run(admin, national, session):
    got = []
    thread = threading.Thread(target=lambda: got.append(news(admin, "after=0&wait=20&run=run-1")))
    thread.start()
    append(national)
    position = append(national, session["session"])
    thread.join(10)
    assert [one["id"] for one in got[0]["exchanges"]] == [position]


def test_a_wait_ends_with_its_time(admin, national, session, monkeypatch):
    monkeypatch.setattr(national.db, "wait", lambda after, seconds: after)
    assert news(admin, "after=0&wait=20&run=run-1") == {"position": 0, "exchanges": []}


def test_a_waiter_too_many_is_answered_at_once(national, session, monkeypatch):
    monkeypatch.setattr(journal_routes, "MAX_WAITERS", 1)
    app = admin_app(national)
    waiting, leave = threading.Event(), threading.Event()

    def wait(after, seconds):
        waiting.set()
        leave.wait(10)
        return after

    monkeypatch.setattr(national.db, "wait", wait)
    thread = threading.Thread(target=lambda: news(app.test_client(), "after=0&wait=20"))
    thread.start()
    assert waiting.wait(10)
    assert news(app.test_client(), "after=0&wait=20")["exchanges"] == []
    leave.set()
    thread.join(10)


@pytest.mark.parametrize("query", ["after=-1", "after=x", "wait=1.5", "limit=²"])
def test_a_wrong_number_is_refused(admin, query):
    assert admin.get(f"/admin/exchanges?{query}").status_code == 400


def test_one_exchange_is_sent_whole(admin, national, session):
    position = append(national, session["session"])
    shown = admin.get(f"/admin/exchanges/{position}").get_json()
    assert (shown["id"], shown["operation"]) == (position, "portal/DongBoHoSoMC")
    listed = admin.get(f"/admin/sessions/{session['session']}/exchanges").get_json()["exchanges"]
    assert listed == [shown]
    assert admin.get("/admin/exchanges/999").status_code == 404


def test_an_orphan_is_shown_with_its_nearest_miss(admin, national, session):
    phone = session["people"]["applicant"]["attributes"]["phone"]
    sent = phone[1:]
    append(national, orphans=[(0, [("phone", sent)])])
    (orphan,) = admin.get(f"/admin/orphans?province={PROVINCE}").get_json()["orphans"]
    assert orphan["keys"] == [{"kind": "phone", "value": sent}]
    assert orphan["nearest"] == {
        "session": session["session"],
        "differs": {"kind": "phone", "sent": sent, "known": phone},
    }


def test_an_orphan_that_is_like_nothing_has_no_nearest(admin, national, session):
    append(national, orphans=[(None, [("dossier_code", "ZZZ")])])
    assert admin.get("/admin/orphans").get_json()["orphans"][0]["nearest"] is None


def test_an_orphan_that_belongs_to_another_province_says_so(admin, national, session):
    register(
        national,
        claim(
            "http://127.0.0.1:2",
            id="tinh-khac",
            agency="000.00.00.H97",
            account={"name": "khac", "password": "x"},
            openid={"client_id": "khac", "client_secret": "x", "redirect_uris": []},
        ),
    )
    other = admin.post("/admin/sessions", json=session_body("r-2", province="tinh-khac")).get_json()
    append(national, orphans=[(0, [("personal_id", other["people"]["applicant"]["attributes"]["personal_id"])])])
    nearest = admin.get("/admin/orphans").get_json()["orphans"][0]["nearest"]
    assert nearest["session"] == other["session"]
    assert nearest["differs"] == {"kind": "province", "sent": PROVINCE, "known": "tinh-khac"}


def test_evidence_is_everything_the_session_saw(admin, national, session):
    append(national, session["session"], facts=[("dossier_query", {"found": True, "ambiguous": True})])
    evidence = admin.get(f"/admin/sessions/{session['session']}/evidence").get_json()
    assert evidence["service"] == "khai-sinh"
    assert evidence["people"] == session["people"]
    assert [fact["kind"] for fact in evidence["facts"]] == ["dossier_query"]
    assert evidence["session_opened_at"] == "2025-07-01T08:00:00+07:00"
    assert (evidence["late"], evidence["ambiguous"], evidence["dossiers"]) == (False, True, [])


def test_evidence_holds_the_dossiers_of_the_session_as_the_portal_keeps_them(admin, national, session):
    names = DossierReport.__dataclass_fields__
    texts = dict.fromkeys(names, "") | {"row": 0, "status": 4, "is_update": False, "content": None}
    texts |= {"dossier_code": "H98.12-1", "owner_name": "Võ Vy", "result_codes": (), "result_links": ()}
    kept = PortalDossiers(national.db)
    with national.db.write() as tx:
        national.sessions.register_key(tx, session["session"], PROVINCE, "dossier_code", "H98.12-1")
        kept.keep(tx, PROVINCE, "000.00.00.H98", DossierReport(**texts), "2025-07-01T09:00:00+07:00")
    evidence = admin.get(f"/admin/sessions/{session['session']}/evidence").get_json()
    (dossier,) = evidence["dossiers"]
    assert (dossier["code"], dossier["status"], dossier["owner_name"]) == ("H98.12-1", 4, "Võ Vy")
