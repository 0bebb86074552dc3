import base64
from datetime import datetime
from typing import Any

import pytest

from simulator.core.clock import VIETNAM
from simulator.wire.contracts import Contracts
from simulator.wire.form import (
    Attachment,
    changed_from_wire,
    form_from_wire,
    refusal_from_wire,
    submission_from_wire,
    submission_to_wire,
    supplement_to_wire,
    view_from_wire,
    withdrawal_to_wire,
)
from simulator.wire.hooks import (
    clock_from_wire,
    clock_to_wire,
    idle_from_wire,
    officer_from_wire,
    officer_to_wire,
    problem_from_wire,
)
from simulator.wire.scalars import UnreadableAnswer

AT = datetime(2025, 7, 1, 8, 0, tzinfo=VIETNAM)


def test_form_is_read_as_the_fact_says(contracts: Contracts) -> None:
    form = form_from_wire(contracts["province/form"].example_response)
    assert form["procedure_code"] == "1.001193"
    assert form["fields"][0]["state"] == "locked"
    assert form["fields"][0]["required"] is True
    assert form["components"][0]["replaced_by"] == ["DU_LIEU_CHUNG_SINH"]
    assert form["submit"] == "/ho-so"


@pytest.mark.parametrize("document", [None, [], "x", {}, {"fields": {}}])
def test_what_is_no_form_is_unreadable(document: Any) -> None:
    with pytest.raises(UnreadableAnswer):
        form_from_wire(document)


def test_submission_follows_its_contract(contracts: Contracts) -> None:
    body = submission_to_wire(
        submission_id="s-1",
        procedure="1.001193",
        agency="H99.12",
        values={"applicant_full_name": "Đỗ Thị Hoà"},
        components=[Attachment("KS.GIAY_CHUNG_SINH", "Giấy chứng sinh", b"%PDF")],
    )
    assert contracts["province/submit"].check_request(body) == ()
    assert base64.b64decode(body["components"][0]["content"]) == b"%PDF"


def test_answers_to_a_submission() -> None:
    taken = submission_from_wire({"dossier_code": "A", "status": 1, "view": "/ho-so/A"})
    assert taken == ("A", 1, "/ho-so/A")
    with pytest.raises(UnreadableAnswer, match="dossier_code"):
        submission_from_wire({"status": 1})


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (
            {"errors": [{"field": "phone", "message": "thiếu"}, {"component": "KS", "message": "thiếu"}]},
            "phone: thiếu; KS: thiếu",
        ),
        ({"errors": [{}], "message": "không"}, "không"),
        ([], ""),
        (None, ""),
    ],
)
def test_refusal_is_told_in_one_line(document: Any, reason: str) -> None:
    assert refusal_from_wire(document) == reason


def test_view_before_and_after_the_decision(contracts: Contracts) -> None:
    after, before, *_ = contracts["province/view"].response["examples"]  # type: ignore[index]
    assert view_from_wire(after)["decision"] == [
        {"datum": "mother.full_name", "value": "Đỗ Thị Hoà", "source": "CSDLQG_DAN_CU"}
    ]
    assert view_from_wire(before)["decision"] is None
    assert view_from_wire(before)["status"] == 1


def test_view_says_what_a_supplement_has_to_bring(contracts: Contracts) -> None:
    view = view_from_wire(contracts["province/view"].response["examples"][2])  # type: ignore[index]
    assert view["asked"] == {
        "reason": "Thiếu văn bản ủy quyền",
        "components": ["KS.UY_QUYEN"],
        "fields": ["birth_place"],
    }
    assert view["history"][0]["status"] == 5
    assert (view["supplement"][-8:], view["withdraw"][-4:]) == ("/bo-sung", "/rut")


def test_what_a_view_does_not_say_is_told_from_what_is_not_possible() -> None:
    silent, not_now = view_from_wire({}), view_from_wire({"supplement": None, "withdraw": None, "asked": None})
    assert (silent["supplement"], silent["withdraw"]) == (None, None)
    assert (not_now["supplement"], not_now["withdraw"], not_now["asked"]) == ("", "", None)


def test_supplement_and_withdrawal(contracts: Contracts) -> None:
    body = supplement_to_wire(supplement_id="b", values={"a": "b"}, components=[Attachment("K", "k.pdf", b"x")])
    assert contracts["province/supplement"].check_request(body) == ()
    assert contracts["province/withdraw"].check_request(withdrawal_to_wire(request_id="w", reason="")) == ()
    assert changed_from_wire({"dossier_code": "A", "status": 7}) == ("A", 7)
    with pytest.raises(UnreadableAnswer, match="dossier_code"):
        changed_from_wire({"status": 7})


def test_officer_hook(contracts: Contracts) -> None:
    body = officer_to_wire(request_id="r", dossier_code="A", action="accept", reason="", session_time=AT)
    assert contracts["province/officer"].check_request(body) == ()
    assert body["session_time"] == "2025-07-01T08:00:00+07:00"
    assert officer_from_wire({"dossier_code": "A", "status": 2}) == ("A", 2)


def test_officer_hook_names_what_a_supplement_has_to_bring(contracts: Contracts) -> None:
    more = {"components": ["K"], "fields": ["f"]}
    body = officer_to_wire(
        request_id="r", dossier_code="A", action="request_supplement", reason="x", session_time=AT, **more
    )
    assert contracts["province/officer"].check_request(body) == ()
    assert (body["components"], body["fields"]) == (["K"], ["f"])


def test_clock_hook(contracts: Contracts) -> None:
    body = clock_to_wire(request_id="r", dossier_code="A", now=AT)
    assert contracts["province/clock"].check_request(body) == ()
    assert clock_from_wire({"now": body["now"]}) == "2025-07-01T08:00:00+07:00"


def test_idle_probe_must_say_true_or_false() -> None:
    assert idle_from_wire({"idle": False, "pending": 3}) == (False, 3)
    assert idle_from_wire({"idle": True}) == (True, 0)
    with pytest.raises(UnreadableAnswer, match="idle"):
        idle_from_wire({"idle": "true"})


def test_problem_of_a_hook() -> None:
    assert problem_from_wire({"message": "không được phép"}) == "không được phép"
    assert problem_from_wire("<html>") == ""
