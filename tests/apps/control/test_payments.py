"""Payments at `/admin`: the list, a day and its file, faults and decisions by hand, the reconciliation."""

import csv
import io
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from tests.apps.national_fixtures import Seen
from tests.apps.payment_fixtures import Paying

DAY = {"province": "payable", "day": "2026-03-05"}


def post(admin: FlaskClient, path: str, body: Any, status: int = 200) -> dict[str, Any]:
    answer = admin.post(f"/admin/payments/{path}", json=body)
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def get(admin: FlaskClient, query: str = "") -> dict[str, Any]:
    told: dict[str, Any] = admin.get(f"/admin/payments{query}").get_json()
    return told


def test_a_payment_is_decided_by_hand_and_told_at_once(paying: Paying, admin: FlaskClient, seen: Seen) -> None:
    paying.start()
    (open_one,) = get(admin)["payments"]
    assert (open_one["state"], open_one["telling"]) == ("open", None)
    done = post(admin, f"{open_one['token']}/decide", {"action": "pay", "bank": "SONGXANH"})
    assert (done["state"], done["bank"], done["sent"], done["told"]) == ("paid", "SONGXANH", 1, 1)
    assert (done["telling"]["state"], done["telling"]["attempt"]) == ("done", 1)
    assert paying.hearer.heard[0]["MaGiaoDich"] == done["transaction"]
    assert seen.facts("payer_decided")[0].get("bank") == "SONGXANH"
    again = post(admin, f"{open_one['token']}/decide", {"action": "pay"}, 409)
    assert again["error"]["code"] == "decided"
    assert get(admin, f"/{open_one['token']}") == {name: value for name, value in done.items() if name != "sent"}


def test_time_runs_out_by_hand(paying: Paying, admin: FlaskClient) -> None:
    paying.start()
    token = paying.stored().token
    assert post(admin, f"{token}/decide", {"action": "expire"})["state"] == "expired"
    assert paying.client.get(f"/paymentplatform/pay/{token}").status_code == 410


def test_faults_are_set_before_the_payer_decides(paying: Paying, admin: FlaskClient) -> None:
    paying.start()
    token = paying.stored().token
    assert post(admin, f"{token}/faults", {"faults": ["wrong_amount", "twice"]})["faults"] == ["wrong_amount", "twice"]
    post(admin, f"{token}/decide", {"action": "pay"})
    paying.deliver()
    assert [one["SoTien"] for one in paying.hearer.heard] == [51000, 50000, 50000]
    post(admin, f"{token}/faults", {"faults": []}, 409)


WRONG: tuple[tuple[str, Any, int, str], ...] = (
    ("nobody/decide", {"action": "pay"}, 404, "nobody"),
    ("nobody/faults", {"faults": []}, 404, "nobody"),
    ("TOKEN/decide", {"action": "steal"}, 400, "pay, fail, cancel, expire"),
    ("TOKEN/decide", {"action": "pay", "bank": "VCB"}, 400, "LUAVANG"),
    ("TOKEN/faults", {"faults": ["slow"]}, 400, "wrong_signature"),
    ("reconcile", {**DAY, "day": "2026-13-01", "rows": []}, 400, "day"),
    ("reconcile", {**DAY, "province": "payabel", "rows": []}, 404, "payable"),
    ("reconcile", {**DAY}, 400, "rows"),
    ("reconcile", {**DAY, "rows": [1]}, 400, "rows[0]"),
    ("reconcile", {**DAY, "rows": [{"reference": "a", "amount": "5"}]}, 400, "VND"),
)


def test_what_cannot_be_done_is_named(paying: Paying, admin: FlaskClient) -> None:
    paying.start()
    for path, body, status, named in WRONG:
        told = post(admin, path.replace("TOKEN", paying.stored().token), body, status)
        assert named in told["error"]["vi"], path


def pay_three(paying: Paying) -> None:
    """Two are paid on the day, one on the next."""
    for reference, amount, hours in (("a1", "50000", 0), ("a2", "70000", 0), ("b1", "10000", 15)):
        paying.clock.move(timedelta(hours=hours))
        paying.decide(paying.start(reference, amount, ThongTinBienLai={"MaHoSo": f"={reference}"}))
    paying.start("open1")


def test_a_day_has_its_payments_and_sums(paying: Paying, admin: FlaskClient) -> None:
    pay_three(paying)
    day = get(admin, "?day=2026-03-05&province=payable")
    assert ([one["reference"] for one in day["payments"]], day["count"], day["amount"]) == (["a1", "a2"], 2, 120000)
    assert day["partners"] == [{"partner": "TINH92", "count": 2, "amount": 120000}]
    assert get(admin, "?day=2026-03-06")["amount"] == 10000
    assert get(admin, "?day=2026-03-07")["payments"] == []
    assert len(get(admin)["payments"]) == 4


def test_the_file_of_a_day_ends_with_the_sum_and_holds_no_formula(paying: Paying, admin: FlaskClient) -> None:
    pay_three(paying)
    answer = admin.get("/admin/payments?day=2026-03-05&province=payable&format=csv")
    assert answer.mimetype == "text/csv"
    assert "payments-payable-2026-03-05.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["row"], row["reference"], row["amount_vnd"], row["dossier_code"]) for row in rows] == [
        ("payment", "a1", "50000", "'=a1"),
        ("payment", "a2", "70000", "'=a2"),
        ("total", "", "120000", ""),
    ]
    assert admin.get("/admin/payments?format=csv").status_code == 400


def test_a_list_of_the_system_is_laid_beside_it(paying: Paying, admin: FlaskClient) -> None:
    pay_three(paying)
    first = paying.stored("a1").transaction
    rows = [{"reference": "a1", "amount": 50000, "transaction": first}, {"reference": "x9", "amount": 5}]
    told = post(admin, "reconcile", {"province": "payable", "day": "2026-03-05", "rows": rows})
    assert (told["agrees"], told["matched"]) == (False, 1)
    assert [one["reference"] for one in told["only_here"]] == ["a2"]
    assert told["only_there"] == [{"reference": "x9", "amount": 5, "transaction": ""}]
    rows[1] = {"reference": "a2", "amount": 69000}
    told = post(admin, "reconcile", {"province": "payable", "day": "2026-03-05", "rows": rows})
    assert [(one["reference"], one["differs"]) for one in told["different"]] == [("a2", ["amount"])]
    rows[1]["amount"] = 70000
    assert post(admin, "reconcile", {"province": "payable", "day": "2026-03-05", "rows": rows})["agrees"]
