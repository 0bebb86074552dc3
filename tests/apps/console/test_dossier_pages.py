"""The portal's dossiers on the console: the list, and one with its history."""

import re

from simulator.console.dossiers import SHOWN
from simulator.domain.report import DossierReport, ProgressReport
from simulator.session.dossiers import PortalDossiers

CODE = "000.00.12.H99-250701-0007"


def report(code, **changes):
    told = dict.fromkeys(DossierReport.__dataclass_fields__, "") | {
        "row": 0, "dossier_code": code, "status": 4, "is_update": False, "procedure_code": "1.001193",
        "owner_name": "Nguyễn Thị Hoà", "owner_id": "099187000125", "received_at": "2025-07-01T08:00:00+07:00",
        "result_codes": ("KQ-1",), "result_links": ("http://127.0.0.1:8031/kq/1",), "content": None,
    }  # fmt: skip
    return DossierReport(**{**told, **changes})


def keep(national, code, at="2025-07-01T09:00:00+07:00", province="tinh-thu", **changes):
    store = PortalDossiers(national.db)
    with national.db.write() as tx:
        store.keep(tx, province, "000.00.00.H98", report(code, **changes), at)


def listed(page):
    return re.findall(r'href="/console/dossiers/[^/]+/([^"]+)"', page)


def test_a_dossier_is_shown_with_its_history(console, national):
    keep(national, CODE)
    step = ProgressReport(0, CODE, 2, "2025-07-01T08:05:00+07:00", "Cán bộ <b>Thử</b>", "Tiếp nhận")
    store = PortalDossiers(national.db)
    with national.db.write() as tx:
        store.add_step(tx, "tinh-thu", step)
        national.sessions.register_key(tx, "s-7", "tinh-thu", "dossier_code", CODE)
    page = console.get(f"/console/dossiers/tinh-thu/{CODE}").text
    for words in (
        "Đang xử lý", "Đăng ký khai sinh", "Nguyễn Thị Hoà", "08:00:00 01/07/2025", "KQ-1", "08:05:00 01/07/2025",
        "Cán bộ &lt;b&gt;Thử&lt;/b&gt;", 'href="/console/sessions/s-7"', f"/console/exchanges?q={CODE}",
    ):  # fmt: skip
        assert words in page
    assert console.get("/console/dossiers/tinh-khac/" + CODE).status_code == 404


def test_a_code_may_hold_any_letter(console, national):
    keep(national, 'H98/1 <i>"&?')
    (address,) = re.findall(r'href="(/console/dossiers/tinh-thu/[^"]+)"', console.get("/console/dossiers").text)
    page = console.get(address)
    assert page.status_code == 200
    assert "H98/1 &lt;i&gt;" in page.text


def test_the_list_is_narrowed_and_searched(console, national):
    keep(national, "A-1")
    keep(national, "B-2", status=10, owner_name="Lê Văn Bình", owner_id="099087000001")
    keep(national, "C-3", province="tinh-khac")
    assert listed(console.get("/console/dossiers?province=tinh-khac").text) == ["C-3"]
    assert listed(console.get("/console/dossiers?status=10").text) == ["B-2"]
    assert listed(console.get("/console/dossiers?q=b-2").text) == ["B-2"]
    assert listed(console.get("/console/dossiers?q=Bình").text) == ["B-2"]
    assert listed(console.get("/console/dossiers?q=099087000001").text) == ["B-2"]
    assert "Không có hồ sơ nào" in console.get("/console/dossiers?q=none&status=x&before=y~z").text


def test_the_list_is_paged_by_the_last_change(console, national):
    for number in range(SHOWN + 5):
        keep(national, f"D-{number:03}", at=f"2025-07-01T09:00:{number // 2:02}+07:00")
    first = console.get("/console/dossiers").text
    older = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
    codes = listed(first) + listed(console.get(older).text)
    assert codes == [f"D-{number:03}" for number in range(SHOWN + 4, -1, -1)]
