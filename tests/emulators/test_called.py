"""The portal calls the emulated systems: each answers as its family does, asks back, and tells what became of it."""

from typing import Any

import pytest

from simulator.session.sessions import Session
from simulator.web import outbound
from simulator.web.outbox import Outbox
from simulator.wire import tax_notice
from tests.emulators.adapter import browser
from tests.emulators.ring import CALLED, OPENCPS, TANDAN, Make, Open, Ring, lodged, nothing_is_wrong
from tests.emulators.store import Dossier


def test_a_look_up_is_answered_by_the_bare_object(ring: Make, open_session: Open) -> None:
    at = ring(OPENCPS)
    dossier = lodged(at.system, open_session(f"field-{OPENCPS}"))
    at.system.sync.run_once()
    said = at.call("look_up", dossier_code=dossier.code)
    assert (said["ok"], said["answer"]["found"], said["answer"]["status"]) == (True, True, 1)
    assert not at.call("look_up", dossier_code="000.00.00.H72-260101-0009")["answer"]["found"]
    nothing_is_wrong(at.exchanges())


@pytest.mark.parametrize("family", CALLED)
def test_a_notice_becomes_a_dossier_while_the_portal_waits(family: str, ring: Make, open_session: Open) -> None:
    """The system asks for the trader's account before it answers; what it then decides comes back in one object."""
    at = ring(family)
    trader = open_session(f"field-{family}").people["applicant"]
    assert at.call("promotion", person=trader["personal_id"])["ok"]
    order = [one.operation for one in at.exchanges() if one.operation != "portal/login"]
    assert order == ["portal/TraCuuTechID", "portal/inbound-promotion"]
    (dossier,) = at.notices()
    assert dossier.owner["tech_id"] == trader["tech_id"]
    at.system.office.act(dossier.code, "refuse", "canbo", "Chương trình trùng thời gian")
    at.system.sync.run_once()
    (told,) = at.told("portal/DongBoTrangThaiHoSo")
    assert (told["type"], told["data"]["MaHoSo"], told["data"]["MaHoSoDonVi"]) == (
        "2",
        dossier.portal_code,
        dossier.code,
    )
    assert told["data"]["TrangThai"] == ("11" if family == TANDAN else "5")
    assert at.told("portal/DongBoHoSoMC") == []
    assert at.system.store.untold() == []
    nothing_is_wrong(at.exchanges())


@pytest.mark.parametrize(("family", "codes"), [(OPENCPS, [0, 1]), (TANDAN, [None, None])])
def test_a_notice_that_comes_twice_is_one_dossier(
    family: str, codes: list[int | None], ring: Make, open_session: Open
) -> None:
    at = ring(family)
    at.call("promotion", person=open_session(f"field-{family}").people["applicant"]["personal_id"], faults=["twice"])
    assert [(fact.get("ok"), fact.get("answer_code")) for fact in at.facts()] == [(True, code) for code in codes]
    assert len(at.notices()) == 1


@pytest.mark.parametrize("family", CALLED)
def test_an_amendment_finds_its_notice(family: str, ring: Make, open_session: Open) -> None:
    """One family fetches the file by its path, from the portal whose request is open."""
    at = ring(family)
    number = open_session(f"field-{family}").people["applicant"]["personal_id"]
    at.call("promotion", person=number)
    (notice,) = at.notices()
    said = at.call("amendment", person=number, dossier_code=notice.portal_code)
    assert said["ok"], said
    kept = at.system.store.kept(f"amendment:{said['dossier_code']}")
    assert (kept["of"], bool(kept["file"])) == (notice.code, family == TANDAN)
    assert [one.portal_code for one in at.notices()] == [notice.portal_code, said["dossier_code"]]
    nothing_is_wrong(at.exchanges())


def taxed(at: Ring, session: Session) -> Dossier:
    dossier = lodged(at.system, session)
    at.system.sync.run_once()
    return dossier


@pytest.mark.parametrize(("family", "tag"), [(OPENCPS, "TEN_TIEU_MUC"), (TANDAN, "TEN_TIEUMUC")])
def test_a_tax_notice_is_read_by_either_spelling_and_a_receipt_settles_it(
    family: str, tag: str, ring: Make, open_session: Open
) -> None:
    at = ring(family)
    dossier = taxed(at, open_session(f"field-{family}"))
    assert at.call("tax_notice", dossier_code=dossier.code)["ok"]
    lines = at.system.store.kept(f"tax:{dossier.code}")
    assert lines
    assert all(line[tag] and int(line["SO_TIEN"]) > 0 for line in lines)
    assert at.call("tax_receipt", dossier_code=dossier.code)["ok"]
    receipt = at.system.store.kept(f"receipt:{dossier.code}")
    assert (receipt["notice"], receipt["amount"]) == (
        lines[0]["SO_QUYET_DINH"],
        sum(int(line["SO_TIEN"]) for line in lines),
    )
    nothing_is_wrong(at.exchanges())


@pytest.mark.parametrize("family", ["lgsp-facade", OPENCPS, TANDAN])
def test_the_files_of_a_dossier_are_fetched_at_the_address_that_it_told(
    family: str, ring: Make, open_session: Open
) -> None:
    at, session = ring(family), open_session(f"field-{family}")
    lodged(at.system, session, {"code": "KS.GIAY_CHUNG_SINH", "name": "giay-chung-sinh.pdf"})
    at.system.sync.run_once()
    Outbox(at.national).deliver_due(f"field-{family}")
    (fetched,) = [fact for fact in at.national.journal.facts(session.id) if fact.kind == "file_fetched"]
    assert (fetched.get("ok"), fetched.get("problem")) == (True, "")
    assert "/web/guest/downloadfile/" in str(fetched.get("link"))
    nothing_is_wrong(at.exchanges())


def test_a_trader_without_an_account_is_refused_by_a_number(ring: Make, open_session: Open) -> None:
    at, trader = ring(OPENCPS), open_session(f"field-{OPENCPS}", without=("tech_id",)).people["applicant"]
    assert not at.call("promotion", person=trader["personal_id"])["ok"]
    assert at.notices() == []
    assert [fact.get("answer_code") for fact in at.facts()] == [-1]


def test_land_tax_without_the_shared_key_is_refused(ring: Make) -> None:
    at = ring(TANDAN)
    url = f"{at.url}/api/LienThongNVTCDVCQuocGia/ImportThongBaoThueFromDVCQG"
    for told in ({}, {"SecurityKey": "khác"}, {"securityKEY": ""}):
        assert browser().post(url, json={**told, "Data": {"FileThongBaoThue": ""}}, timeout=10).status_code == 500


# Bugs planted in the portal.


@pytest.mark.parametrize("family", CALLED)
def test_a_portal_that_holds_its_transaction_while_it_calls_starves_who_asks_back(
    family: str, ring: Make, open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ring(family, read_timeout=0.5)
    number = open_session(f"field-{family}").people["applicant"]["personal_id"]
    send = outbound.Outbound.send

    def held(self: outbound.Outbound, *words: Any, **told: Any) -> outbound.Reply:
        with at.national.db.write():
            return send(self, *words, **told)

    monkeypatch.setattr(outbound.Outbound, "send", held)
    assert at.call("promotion", person=number)["ok"] is not True
    assert at.notices() == []
    assert ["ReadTimeout" in line["detail"] for line in at.system.store.logged()] == [True]


@pytest.mark.parametrize(("family", "tag"), [(OPENCPS, "TEN_TIEUMUC"), (TANDAN, "TEN_TIEU_MUC")])
def test_a_portal_that_writes_one_spelling_of_the_item_breaks_who_reads_the_other(
    family: str, tag: str, ring: Make, open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ring(family)
    dossier = taxed(at, open_session(f"field-{family}"))
    monkeypatch.setattr(tax_notice, "ITEM_TAGS", (tag,))
    assert at.call("tax_notice", dossier_code=dossier.code)["ok"] is not True
    assert at.system.store.kept(f"tax:{dossier.code}") is None
