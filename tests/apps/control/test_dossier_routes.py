"""`/admin/dossiers` shows one dossier with everything that was told of it."""

from simulator.session.dossiers import PortalDossiers
from simulator.wire.dossiers import reports_from_wire
from tests.apps.control.conftest import PROVINCE
from tests.apps.portal_messages import CODE, report


def test_a_dossier_is_shown_with_its_content_and_the_index(admin, national):
    (told,) = reports_from_wire({"data": [report(TaiLieuNop=[{"TepDinhKemId": "1", "TenTepDinhKem": "đơn.pdf"}])]})
    store = PortalDossiers(national.db)
    with national.db.write() as tx:
        store.keep(tx, PROVINCE, "000.00.00.H98", told, "2025-07-01T09:00:00+07:00")
    shown = admin.get(f"/admin/dossiers/{PROVINCE}/{CODE}").get_json()
    dossier = shown["dossier"]
    assert (dossier["code"], dossier["status"], dossier["history"]) == (CODE, 1, [])
    assert [paper["name"] for paper in dossier["papers"]] == ["đơn.pdf"]
    assert (dossier["verified"], dossier["databases"]) == ("1", ["7"])
    counts = {one["item"]: one["counts"] for one in shown["index_766"]}
    assert (counts["synchronised"], counts["online"], counts["on_time"]) == ("yes", "open", "open")
    assert all(one["formula"]["vi"] and one["source"] and one["mark"] == "SEEN" for one in shown["index_766"])


def test_an_unknown_dossier_is_not_found(admin):
    answer = admin.get(f"/admin/dossiers/{PROVINCE}/none")
    assert answer.status_code == 404
    assert "none" in answer.text
