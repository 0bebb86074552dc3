"""Status of a dossier and what an officer may do with it (code list of QCVN 120:2019)."""

REGISTERED, ACCEPTED, NOT_ACCEPTED, PROCESSING, SUPPLEMENT, PAYMENT, WITHDRAWN, STOPPED, FINISHED, RETURNED = range(
    1, 11
)

NAMES = {
    REGISTERED: "Mới đăng ký",
    ACCEPTED: "Được tiếp nhận",
    NOT_ACCEPTED: "Không được tiếp nhận",
    PROCESSING: "Đang xử lý",
    SUPPLEMENT: "Yêu cầu bổ sung giấy tờ",
    PAYMENT: "Yêu cầu thực hiện nghĩa vụ tài chính",
    WITHDRAWN: "Công dân yêu cầu rút hồ sơ",
    STOPPED: "Dừng xử lý",
    FINISHED: "Đã xử lý xong",
    RETURNED: "Đã trả kết quả",
}

_NEXT: dict[int, frozenset[int]] = {
    REGISTERED: frozenset({ACCEPTED, NOT_ACCEPTED, SUPPLEMENT, WITHDRAWN}),
    ACCEPTED: frozenset({PROCESSING, WITHDRAWN, STOPPED, FINISHED}),
    PROCESSING: frozenset({SUPPLEMENT, PAYMENT, WITHDRAWN, STOPPED, FINISHED}),
    SUPPLEMENT: frozenset({PROCESSING, WITHDRAWN}),
    PAYMENT: frozenset({PROCESSING, WITHDRAWN}),
    FINISHED: frozenset({RETURNED}),
}

ACTIONS = {
    "accept": ACCEPTED,
    "refuse": NOT_ACCEPTED,
    "process": PROCESSING,
    "request_supplement": SUPPLEMENT,
    "stop": STOPPED,
    "finish": FINISHED,
    "return_result": RETURNED,
}
"""What each action of the officer hook makes of a dossier."""

CONTENTS = {
    REGISTERED: "Nộp hồ sơ trực tuyến",
    ACCEPTED: "Tiếp nhận hồ sơ",
    NOT_ACCEPTED: "Từ chối tiếp nhận hồ sơ",
    PROCESSING: "Thẩm định, xử lý hồ sơ",
    SUPPLEMENT: "Yêu cầu bổ sung hồ sơ",
    PAYMENT: "Yêu cầu thực hiện nghĩa vụ tài chính",
    WITHDRAWN: "Công dân rút hồ sơ",
    STOPPED: "Dừng xử lý hồ sơ",
    FINISHED: "Xử lý xong, đã có kết quả",
    RETURNED: "Trả kết quả cho công dân",
}
"""What a processing step says that it did."""
FILED_AT_THE_COUNTER = "Nộp hồ sơ tại bộ phận một cửa"


def is_allowed(status: int, target: int) -> bool:
    """Return whether a dossier may go from `status` to `target`."""
    return target in _NEXT.get(status, frozenset())
