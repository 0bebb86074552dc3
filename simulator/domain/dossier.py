"""Status of a dossier on the portal (QCVN 120:2019 code list; read in several public code bases)."""

from enum import IntEnum

from simulator.core.text import Text


class DossierStatus(IntEnum):
    """The portal's status codes 1-10."""

    REGISTERED = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    PROCESSING = 4
    SUPPLEMENT_REQUESTED = 5
    PAYMENT_REQUESTED = 6
    WITHDRAWN = 7
    STOPPED = 8
    FINISHED = 9
    RETURNED = 10


STATUS_NAMES: dict[DossierStatus, Text] = {
    DossierStatus.REGISTERED: Text("Mới đăng ký", "newly registered"),
    DossierStatus.ACCEPTED: Text("Được tiếp nhận", "accepted"),
    DossierStatus.NOT_ACCEPTED: Text("Không được tiếp nhận", "not accepted"),
    DossierStatus.PROCESSING: Text("Đang xử lý", "being processed"),
    DossierStatus.SUPPLEMENT_REQUESTED: Text("Yêu cầu bổ sung giấy tờ", "supplement requested"),
    DossierStatus.PAYMENT_REQUESTED: Text("Yêu cầu thực hiện nghĩa vụ tài chính", "payment requested"),
    DossierStatus.WITHDRAWN: Text("Công dân yêu cầu rút hồ sơ", "withdrawn by the citizen"),
    DossierStatus.STOPPED: Text("Dừng xử lý", "stopped"),
    DossierStatus.FINISHED: Text("Đã xử lý xong", "processing finished"),
    DossierStatus.RETURNED: Text("Đã trả kết quả", "result returned"),
}

FINAL = frozenset({DossierStatus.NOT_ACCEPTED, DossierStatus.WITHDRAWN, DossierStatus.STOPPED, DossierStatus.RETURNED})
"""After these nothing more is expected."""

OFFICER_STATUS: dict[str, DossierStatus] = {
    "accept": DossierStatus.ACCEPTED,
    "refuse": DossierStatus.NOT_ACCEPTED,
    "process": DossierStatus.PROCESSING,
    "request_supplement": DossierStatus.SUPPLEMENT_REQUESTED,
    "stop": DossierStatus.STOPPED,
    "finish": DossierStatus.FINISHED,
    "return_result": DossierStatus.RETURNED,
}
"""What an officer's action (the words of the officer hook) makes of a dossier."""

_STAGE = {1: 0, 2: 1, 4: 1, 5: 1, 6: 1, 3: 2, 7: 2, 8: 2, 9: 2, 10: 3}
"""How far along a status is; what is told within a stage may come in any order (5 and 4 alternate)."""


def goes_back(before: int, after: int) -> bool:
    """Return whether a dossier with one status is told with an earlier one; a status of no list is neither."""
    return before in _STAGE and after in _STAGE and _STAGE[after] < _STAGE[before]


def status_name(code: int) -> Text:
    """Return the name of a status code, or the number itself when it is unknown."""
    try:
        return STATUS_NAMES[DossierStatus(code)]
    except ValueError:
        return Text(f"trạng thái {code}", f"status {code}")
