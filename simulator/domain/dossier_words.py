"""What the codes of a dossier mean, in words. A code of no list stands for itself.

Read in public code of one-stop systems; what `lodged` 1 means is recalled.
"""

from simulator.core.text import Text

_YES_NO = {"1": Text("có", "yes"), "0": Text("không", "no")}
WORDS: dict[str, dict[str, Text]] = {
    "channel": {
        "1": Text("trực tiếp", "in person"),
        "2": Text("trực tuyến", "online"),
        "3": Text("bưu chính công ích", "by public post"),
    },
    "delivery": {"0": Text("tại quầy", "at the counter"), "1": Text("qua bưu chính", "by post")},
    "lodged": {"1": Text("trên Cổng quốc gia", "on the national portal"), "2": Text("tại tỉnh", "at the province")},
    "paid_online": {
        "0": Text("không thu phí", "no fee"),
        "1": Text("trên nền tảng quốc gia", "on the national platform"),
        "2": Text("trên cổng của bộ, tỉnh", "on the gateway of a ministry or province"),
        "3": Text("có phí, không trực tuyến", "a fee, not online"),
    },
    "reused": {
        "0": Text("không", "no"),
        "1": Text("từ thành phần hồ sơ khác", "from a component of another dossier"),
        "2": Text("từ kết quả trước", "from an earlier result"),
    },
    "fee_due": {
        "1": Text("khi tiếp nhận", "at acceptance"),
        "2": Text("khi bổ sung", "at a supplement"),
        "4": Text("khi trả kết quả", "at the return of the result"),
    },
    "identity": {"1": Text("số định danh cá nhân", "personal number"), "2": Text("CMND 9 số", "old card number")},
    "yes_no": _YES_NO,
}


def word(kind: str, code: str) -> Text:
    """Return the meaning of a code."""
    return WORDS[kind].get(code, Text(code, code))
