"""What a citizen or a clerk sends: read from JSON, and held against the form that was shown."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from simulator.province.shown_form import ShownForm

Problem = dict[str, str]
_PERSONAL_ID = re.compile(r"[0-9]{9}|[0-9]{12}")


class Attached(NamedTuple):
    """A component that came with a submission."""

    code: str
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Submission:
    """What the citizen sent."""

    id: str
    agency: str
    values: Mapping[str, str]
    attached: tuple[Attached, ...]


@dataclass(frozen=True)
class Counter:
    """How a dossier came in at a counter."""

    at: datetime
    """On the dossier's own calendar."""
    ward: str
    """Code of the citizen's old ward or commune; empty when it is not known."""
    with_vneid: bool


class SubmissionRefused(Exception):
    """The submission cannot be taken; `problems` name a field or a component each."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problem(s)")


def submission_from_wire(document: Mapping[str, object]) -> Submission:
    """Read the JSON body of a submission; raise `SubmissionRefused` for one that cannot be read."""
    submission_id = document.get("submission_id")
    if not isinstance(submission_id, str) or not submission_id:
        raise SubmissionRefused([{"field": "submission_id", "message": "Thiếu mã lần nộp."}])
    values, attached = content_from_wire(document)
    return Submission(submission_id, str(document.get("agency") or ""), values, attached)


def content_from_wire(document: Mapping[str, object]) -> tuple[dict[str, str], tuple[Attached, ...]]:
    """Read the lines and papers that a citizen sends; raise `SubmissionRefused` when they cannot be read."""
    values, components = document.get("values"), document.get("components") or []
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise SubmissionRefused([{"field": "values", "message": "Cần một đối tượng: mã trường -> nội dung."}])
    if not isinstance(components, list) or not all(isinstance(part, dict) for part in components):
        raise SubmissionRefused([{"field": "components", "message": "Cần một danh sách thành phần hồ sơ."}])
    return values, tuple(_attached(part) for part in components)


def _attached(part: Mapping[str, object]) -> Attached:
    code = str(part.get("code") or "")
    try:
        content = base64.b64decode(str(part.get("content") or ""), validate=True)
    except (binascii.Error, ValueError):
        raise SubmissionRefused([{"component": code, "message": "Nội dung tệp không phải base64."}]) from None
    content_type = str(part.get("content_type") or "application/octet-stream")
    return Attached(code, str(part.get("name") or code), content_type, content)


def problems_of(form: ShownForm, submission: Submission) -> list[Problem]:
    """Return everything that keeps a submission from being taken, each with its field or component."""
    fields = {field.id: field for field in form.fields}
    codes = {component.code for component in form.components}
    locked, problems = form.locked_values(), list[Problem]()
    for field_id in submission.values.keys() - fields.keys():
        problems.append({"field": field_id, "message": "Biểu mẫu không có trường này."})
    for field in form.fields:
        text = locked.get(field.id) or submission.values.get(field.id, "")
        if field.required and not text.strip():
            problems.append({"field": field.id, "message": f"Chưa nhập: {field.label}."})
        elif text and field.id not in locked and field.type == "personal_id" and not _PERSONAL_ID.fullmatch(text):
            problems.append({"field": field.id, "message": f"{field.label}: cần 12 chữ số (hoặc 9 chữ số)."})
    attached = {paper.code for paper in submission.attached}
    for code in attached - codes:
        problems.append({"component": code, "message": "Thủ tục không có thành phần hồ sơ này."})
    for component in form.components:
        if component.must_be_attached and component.code not in attached:
            problems.append({"component": component.code, "message": f"Thiếu: {component.name}."})
    return problems
