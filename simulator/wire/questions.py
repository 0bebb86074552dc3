"""Questions and answers of the portal (hỏi đáp); one key of the writing side is not upper case.

Names are those of public code of a one-stop system; what the states are called is assumed.
"""

from collections.abc import Mapping
from typing import Any

from simulator.domain.question import AGENCY, Answered, KeptQuestion, Question
from simulator.wire.scalars import field, rows, text

_WAITS, _ANSWERED = "0", "1"


def question_row(kept: KeptQuestion, agency: str, agency_name: str) -> dict[str, str]:
    """Return one question as it is listed; `agency` stands where the question names none."""
    one = kept.question
    return {
        "HOIDAPID": kept.shown_id,
        "NOIDUNG": one.text,
        "MALINHVUC": one.field_code,
        "MADONVI": one.agency_code or agency,
        "TENDONVI": one.agency_name or agency_name,
        "HOVATEN": one.asker.name,
        "DIACHI": one.asker.address,
        "THUDIENTU": one.asker.email,
        "SODIENTHOAI": one.asker.phone,
        "MATTHCDP": one.procedure_code,
        "TRANGTHAI": _ANSWERED if kept.answer else _WAITS,
        **_answer(kept),
    }


def answer_rows(kept: KeptQuestion | None) -> list[dict[str, str]]:
    """Return the answer to a question, or no row."""
    return [_answer(kept)] if kept and kept.answer else []


def asked_question(body: Any) -> str:
    """Return the number of the question that is asked about."""
    return field(body, "cauhoiid").strip()


def questions_from_wire(body: Any) -> list[Question]:
    """Return the questions that an agency publishes."""
    return [
        Question(
            text=field(row, "NOIDUNG"),
            origin=AGENCY,
            own_id=field(row, "HOIDAPID").strip(),
            field_code=field(row, "MaLinhVuc", "MALINHVUC"),
            agency_code=field(row, "MADONVI"),
            agency_name=field(row, "TENDONVI"),
        )
        for _, row in rows(body, "data")
    ]


def answers_from_wire(body: Any) -> list[Answered]:
    """Return the answers that an agency sends."""
    return [_answered(index, row) for index, row in rows(body, "data")]


def _answer(kept: KeptQuestion) -> dict[str, str]:
    return {"TRALOIID": str(kept.number) if kept.answer else "", "NOIDUNGTRALOI": kept.answer}


def _answered(index: int, row: Mapping[str, Any]) -> Answered:
    return Answered(
        question=text(row.get("HOIDAPID")).strip(),
        text=field(row, "NOIDUNGTRALOI"),
        officer=field(row, "NGUOITRALOI"),
        position=field(row, "CHUCVUNGUOITRALOI"),
        answered_at=field(row, "NGAYTRALOI"),
        row=index,
    )
