"""A claim sheet, and what people get wrong in one."""

from pathlib import Path

SHEET = """\
format: 1
id: tinh-khac
name: {vi: Tỉnh Khác, en: Another province}
kind: province
province_code: "92"
agency: 000.00.00.H92
receiving_agency: H92.12
version: "1"
base_url: http://127.0.0.1:8031
national_side: {url: http://127.0.0.1:8025}
dialect: default
account: {name: tinh-khac, password: mat-khau}
openid: {client_id: tinh-khac-rp, client_secret: bi-mat, redirect_uris: ["http://127.0.0.1:8031/cb"]}
landing: /vi/nps/apply
services:
  khai-sinh: {role: handler, intake: redirect, driver: api}
hooks:
  officer: {path: /test/officer, token: the-hook}
limits: {concurrency: 4, connect_seconds: 1, read_seconds: 10}
"""


def changed(*changes: str) -> str:
    """Return the sheet with old texts replaced by new ones: old, new, old, new."""
    text = SHEET
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def write(path: Path, *changes: str) -> Path:
    path.write_text(changed(*changes), encoding="utf-8")
    return path
