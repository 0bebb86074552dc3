"""The citizen as the userinfo end point tells (OpenID Connect Core, 5.3): what we know of it, the rest is ignored."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from simulator.province.identity.refusal import BROKEN, LoginRefused

PERSONAL_ID, NAME = "SoDinhDanh", "HoVaTen"
_KIND, _ORGANISATION = "LoaiTaiKhoan", "2"
_OF_ORGANISATIONS = ("MaSoThue", "MaSoDoanhNghiep")
_OF_PEOPLE = (PERSONAL_ID, "SoCMND")
_NAMES = (NAME, "TenDoanhNghiep")
_NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}")
_LONGEST = 500


def citizen_of(answer: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Return our names -> texts. A claim that is null, a list or no text counts as missing; the number may not.

    Texts are brought to NFC: the same name arrives composed or decomposed, and is the same name.
    """
    claims = {ours: text for name, ours in names.items() if (text := _text(answer.get(name)))}
    if not _NUMBER.fullmatch(number_of(claims)):
        raise LoginRefused("userinfo", "no usable personal number", BROKEN)
    return claims


def number_of(claims: Mapping[str, str]) -> str:
    """Return the number by which the portal knows an account: a person's, or an organisation's tax code."""
    tried = _OF_ORGANISATIONS if claims.get(_KIND) == _ORGANISATION else ()
    return next((claims[name] for name in (*tried, *_OF_PEOPLE) if claims.get(name)), "")


def name_of(claims: Mapping[str, str]) -> str:
    """Return the name to show; an empty text when none was told."""
    return next((claims[name] for name in _NAMES if claims.get(name)), "")


def _text(value: object) -> str:
    return unicodedata.normalize("NFC", value.strip()) if isinstance(value, str) and len(value) <= _LONGEST else ""
