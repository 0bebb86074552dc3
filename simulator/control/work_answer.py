"""Reads the answer to a work item; what cannot be taken is named with the reason."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.control.body import bad_request, text_of, texts_by_name
from simulator.control.envelope import AdminError
from simulator.core.errors import near_matches
from simulator.core.text import Text
from simulator.session.work import CANNOT, DONE, WorkFile, WorkItem

MOST_FILE_BYTES = 5 * 1024 * 1024
MOST_BODY_BYTES = 2 * MOST_FILE_BYTES
"""A file in base64 takes a third more; the rest is words."""
MOST_CHARS = 4000
YES, NO = "yes", "no"
_KINDS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"%PDF-": "application/pdf",
}
"""First bytes of a file -> its media type."""


@dataclass(frozen=True)
class Answered:
    """What a person said of an item."""

    result: str
    """done or cannot."""
    by: str
    reason: str
    dossier_code: str
    """As the system under test numbered the dossier; empty when it was not told."""
    note: str
    answers: Mapping[str, str]
    """Question -> yes (it is as it should be) or no."""
    file: WorkFile | None

    def to_json(self) -> dict[str, Any]:
        """Return what is kept of it; of the file only its name."""
        plain = {name: value for name, value in vars(self).items() if name not in ("file", "answers")}
        return {**plain, "answers": dict(self.answers), "screenshot": self.file.name if self.file else ""}


def read_answer(item: WorkItem, body: Mapping[str, Any], upload: WorkFile | None = None) -> Answered:
    """Return the answer that a body holds; `upload` is the file of a form, in place of one in base64."""
    result = text_of(body, "result", "")
    if result not in (DONE, CANNOT):
        raise bad_request("result", f"{DONE} or {CANNOT}")
    said = {name: _short(body, name) for name in ("by", "reason", "dossier_code", "note")}
    if not said["by"]:
        raise bad_request("by", "the name or the role of whoever did it")
    if result == CANNOT and not said["reason"]:
        raise bad_request("reason", f"why it cannot be done: `{CANNOT}` needs a reason")
    file = upload if upload is not None else _file_of(body)
    return Answered(result, **said, answers=_answers(item, body), file=_checked(file) if file else None)


def _short(body: Mapping[str, Any], name: str) -> str:
    text = text_of(body, name, "").strip()
    if len(text) > MOST_CHARS:
        raise bad_request(name, f"at most {MOST_CHARS} characters")
    return text


def _answers(item: WorkItem, body: Mapping[str, Any]) -> dict[str, str]:
    given = {name: value for name, value in texts_by_name(body, "answers").items() if value}
    known = [question["id"] for question in item.told.get("questions") or ()]
    for name, value in given.items():
        if name not in known:
            raise bad_request(f"answers.{name}", f"a question of this item ({near_matches(name, known)})")
        if value not in (YES, NO):
            raise bad_request(f"answers.{name}", f"{YES} or {NO}")
    return given


def _file_of(body: Mapping[str, Any]) -> WorkFile | None:
    sent = body.get("screenshot")
    if not sent:
        return None
    if not isinstance(sent, Mapping):
        raise bad_request("screenshot", "{name, base64}")
    try:
        content = base64.b64decode(text_of(sent, "base64"), validate=True)
    except (binascii.Error, ValueError):
        raise bad_request("screenshot.base64", "a file in base64") from None
    return WorkFile(text_of(sent, "name"), "", content)


def _checked(file: WorkFile) -> WorkFile:
    """Return the file with its true media type and a name without folders."""
    if len(file.content) > MOST_FILE_BYTES:
        raise too_large()
    media = next((kind for start, kind in _KINDS.items() if file.content.startswith(start)), "")
    if file.content[:4] == b"RIFF" and file.content[8:12] == b"WEBP":
        media = "image/webp"
    if not media:
        raise bad_request("screenshot", "an image (PNG, JPEG, GIF, WebP) or a PDF")
    name = file.name.replace("\\", "/").rsplit("/", 1)[-1].strip() or f"screenshot.{media.rpartition('/')[2]}"
    return WorkFile("".join(letter for letter in name if letter.isprintable())[-120:], media, file.content)


def too_large() -> AdminError:
    """Return the refusal of a file or body that is larger than anybody needs."""
    most = MOST_FILE_BYTES // 1024 // 1024
    return AdminError(
        413,
        "too_large",
        Text(f"Tệp quá lớn; tối đa {most} MB.", f"The file is too large; {most} MB at most."),
    )
