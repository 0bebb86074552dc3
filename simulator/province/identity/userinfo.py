"""The citizen as the userinfo end point tells (OpenID Connect Core, 5.3): what we know of it, the rest is ignored."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from simulator.province.identity.refusal import BROKEN, LoginRefused

PERSONAL_ID, NAME = "SoDinhDanh", "HoVaTen"
ACCOUNT_TYPE, TAX_CODE = "LoaiTaiKhoan", "MaSoThue"
ORGANISATION = "2"
_NUMBER = re.compile(r"[0-9A-Za-z]{1,20}")
_LONGEST = 500


def citizen_of(answer: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Return our names -> texts. A claim that is null, a list or no text counts as missing; a personal number may not.

    The account of an organisation goes by its tax code, which stands in place of the number that only people have.

    Texts are brought to NFC: the same name arrives composed or decomposed, and is the same name.
    """
    claims = {ours: _text(answer.get(name)) for name, ours in names.items()}
    if claims.get(ACCOUNT_TYPE) == ORGANISATION:
        claims[PERSONAL_ID] = claims.get(TAX_CODE, "")
    if not _NUMBER.fullmatch(claims.get(PERSONAL_ID, "")):
        raise LoginRefused("userinfo", "no usable personal number", BROKEN)
    return {name: text for name, text in claims.items() if text}


def _text(value: object) -> str:
    return unicodedata.normalize("NFC", value.strip()) if isinstance(value, str) and len(value) <= _LONGEST else ""
