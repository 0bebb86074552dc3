"""What differs between the families and is no dialogue: names in the form, codes, the login, time-outs.

The numbers in brackets are ids of `behaviours.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Traits:
    """One family."""

    number: int
    """Makes agency code, account and client differ, so that all families can be connected at the same time."""
    inputs: Mapping[str, str]
    """What is asked -> the family's own name of the input in its form."""
    landing: str
    """[landing] Path that the portal's button opens."""
    profile: str
    """[login] Which broker the citizen logs in at."""
    read_timeout: float
    """[time-out] Seconds until a call is given up."""
    localised: str = "{code}.{agency}"
    """[procedure-code] How a procedure is named on the wire."""
    pkce: bool = False
    """[login] Whether the login is protected by PKCE and nonce."""
    unit_first: bool = False
    """[numbering] Whether the dossier code begins with the short code of the unit."""
    batching: bool = False
    """[batching] Whether the portal hears of changes at fixed times only."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Settings of the dialogue."""


OPENCPS = {
    "name": "applicantName",
    "number": "applicantIdNo",
    "phone": "contactTelNo",
    "email": "contactEmail",
    "address": "address",
    "content": "dossierNote",
}
TANDAN = {
    "name": "nguoiNop_hoTen",
    "number": "nguoiNop_cccd",
    "phone": "nguoiNop_dienThoai",
    "email": "nguoiNop_email",
    "content": "noiDungKeKhai",
}
HG = {
    "name": "HoTen",
    "number": "SoCCCD",
    "phone": "DienThoaiLienHe",
    "email": "Email",
    "content": "ThongTinHoSo",
}

TRAITS: Mapping[str, Traits] = {
    "opencps-2019": Traits(
        1,
        OPENCPS,
        landing="/",
        profile="dvcqg-wso2",
        read_timeout=60,
        localised="{code}.{agency}",
        words={"ok": "00", "procedure_key": "MaTTHC", "note": "sent", "called": "opencps"},
    ),
    "opencps-2021": Traits(
        2,
        OPENCPS,
        landing="/",
        profile="dvcqg-wso2",
        read_timeout=6,
        localised="{code}",
        words={"ok": "int", "procedure_key": "maTTHC", "note": "", "called": "opencps"},
    ),
    "tandan": Traits(
        3,
        TANDAN,
        landing="/nop-ho-so",
        profile="dancuquocgia-sso",
        read_timeout=60,
        localised="{code}.{root}",
        unit_first=True,
        batching=True,
        words={"middleware": "own", "scores": "yes", "called": "tandan"},
    ),
    "lgsp-facade": Traits(
        4,
        TANDAN,
        landing="/nop-ho-so",
        profile="dancuquocgia-sso",
        read_timeout=60,
        localised="{code}.{root}",
        unit_first=True,
        words={"middleware": "portal"},
    ),
    "hg-proxy": Traits(5, HG, landing="/vi/nps/apply", profile="standard", read_timeout=60, pkce=True),
}
