"""Attachments of complaints (phản ánh, kiến nghị). The request is QCVN 120:2019, Table 11; the answer is assumed."""

import base64
from typing import Any

from simulator.domain.petition import Attachment
from simulator.wire.scalars import field


def attachment_path(body: Any) -> str:
    """Return the path of the attachment that is asked for."""
    return field(body, "TepTinPhanAnh").strip()


def attachment_row(attachment: Attachment) -> dict[str, str]:
    """Return the attachment as it is answered."""
    content = base64.b64encode(attachment.content).decode()
    return {"TenTepTin": attachment.name, "LoaiTepTin": attachment.media_type, "Base64": content}
