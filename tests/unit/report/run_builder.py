"""Builds the record of a run that has every verdict, as the engine would have written it."""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

AS_OF = "2025-07-01"
APPLICANT = "099090000017"
SOMEBODY = "001090000017"
"""A personal number that could belong to somebody: no report may show it."""

SERVICES = {
    "khai-sinh": {"vi": "Đăng ký khai sinh", "en": "Birth registration"},
    "xac-nhan-hon-nhan": {"vi": "Cấp giấy xác nhận tình trạng hôn nhân", "en": "Certificate of marital status"},
    "lap-dien": {"vi": "Cấp điện mới từ lưới điện hạ áp", "en": "New low-voltage connection"},
}
SCENARIOS = {
    "tracking/every-status": {
        "title": {"vi": "Mọi trạng thái đều lên Cổng", "en": "Every status reaches the portal"},
        "summary": {"vi": "Cán bộ xử lý từng bước.", "en": "An officer works step by step."},
    },
    "data/paper-replaced": {
        "title": {"vi": "Không đòi giấy tờ đã có dữ liệu", "en": "No paper that data replaces"},
        "summary": {"vi": "Nộp hồ sơ không kèm giấy.", "en": "A dossier without the paper."},
    },
    "once/login-data": {
        "title": {"vi": "Không hỏi lại điều đã biết khi đăng nhập", "en": "Nothing known at login is asked again"},
        "summary": {"vi": "Người dân mở biểu mẫu.", "en": "The citizen opens the form."},
    },
}


def requirement(title: tuple[str, str], document: str, article: str, mark: str = "SEEN") -> dict[str, Any]:
    text = {"vi": f"{title[0]}, theo đúng văn bản.", "en": f"{title[1]}, as the document says."}
    remedy = {"vi": "Sửa và chạy lại.", "en": "Mend and run again."}
    named = {"vi": title[0], "en": title[1]}
    return {
        "title": named,
        "text": text,
        "document": document,
        "article": article,
        "level": "MUST",
        "mark": mark,
        "remedy": remedy,
        "family": "tracking",
    }


REQUIREMENTS = {
    "SYNC-STATUS": requirement(
        ("Đồng bộ mọi trạng thái hồ sơ", "Every status is synchronised"), "Quyết định 31/2021/QĐ-TTg", "Điều 30 khoản 3"
    ),
    "DATA-NO-PAPER": requirement(
        ("Không đòi giấy tờ đã có dữ liệu", "No paper where data exists"), "Nghị định 104/2022/NĐ-CP", "Điều 14 khoản 2"
    ),
    "ONCE-INTACT": requirement(
        ("Giữ nguyên từng chữ người dân nhập", "What is typed stays"), "QCVN 120:2019", "", "RECALLED"
    ),
    "ONCE-ASK": requirement(("Không hỏi lại", "Nothing is asked again"), "Nghị định 118/2025/NĐ-CP", "Điều 22"),
}


def check(
    name: str, requirement: str, verdict: str, message: tuple[str, str], remedy: tuple[str, str] = ("", ""), **more: Any
) -> dict[str, Any]:
    return {
        "id": name,
        "requirement": requirement,
        "level": "MUST",
        "verdict": verdict,
        "owner": "nobody" if verdict == "PASS" else "province",
        "where": "",
        "expected": "",
        "found": "",
        "message": {"vi": message[0], "en": message[1]},
        "remedy": {"vi": remedy[0], "en": remedy[1]},
        "exchanges": [],
        **more,
    }


def cell(
    service: str, scenario: str, verdict: str, checks: Sequence[dict[str, Any]] = (), weather: str = "calm", **more: Any
) -> dict[str, Any]:
    reasons = {
        "PASS": ("Mọi phép kiểm đều đạt.", "Every check passed."),
        "ERROR": ("Phía quốc gia không ghi được bằng chứng.", "The national side could not record the evidence."),
        "NOT_RUN": ("Lần chạy dừng trước lượt này.", "The run stopped before this session."),
        "NOT_APPLICABLE": ("Hệ thống chỉ chuyển tiếp dịch vụ này.", "The system only relays this service."),
        "ATTESTED": ("Người có trách nhiệm đã xác nhận.", "A reviewer vouches for it."),
    }
    vi, en = reasons.get(verdict, ("Xem các phép kiểm.", "See the checks."))
    return {
        "service": service,
        "scenario": scenario,
        "weather": weather,
        "verdict": verdict,
        "reason": {"vi": vi, "en": en},
        "role": "handler",
        "intake": "redirect",
        "driven_by": "api",
        "seconds": 1.25,
        "session": f"s-{service}-{scenario.split('/')[0]}-{weather}",
        "checks": list(checks),
        **more,
    }


def not_synchronised(code: str, numbers: Sequence[int]) -> dict[str, Any]:
    return check(
        "every_status_reaches_portal",
        "SYNC-STATUS",
        "FAIL",
        (
            f"Hồ sơ {code}: trạng thái “Đang xử lý” không lên Cổng.",
            f"Dossier {code}: the status 'being processed' never reached the portal.",
        ),
        (
            "Gọi CapNhatTienDoHoSoMC sau mỗi lần cán bộ chuyển bước.",
            "Call CapNhatTienDoHoSoMC whenever an officer moves the dossier on.",
        ),
        where="bước 6: officer process",
        expected="1 Mới đăng ký → 2 Được tiếp nhận → 4 Đang xử lý",
        found="1 Mới đăng ký → 2 Được tiếp nhận",
        exchanges=list(numbers),
    )


def cells() -> list[dict[str, Any]]:
    intact = check(
        "typed_data_unchanged",
        "ONCE-INTACT",
        "WARN",
        ("Nơi cư trú bị đổi dạng chữ.", "The residence changed its letters."),
        ("Lưu chữ ở dạng NFC.", "Keep text in NFC."),
        where="/data/0/DiaChi",
        expected="12 phố Hòa Bình, Phường Ơ Đống",
        found=unicodedata.normalize("NFD", "12 phố Hòa Bình, Phường Ơ Đống"),
        exchanges=[3],
    )
    asked = check(
        "known_data_not_asked",
        "ONCE-ASK",
        "FAIL",
        ("Biểu mẫu hỏi lại họ tên mà VNeID đã biết.", "The form asks for the name that VNeID already knows."),
        ("Lấy từ VNeID và khóa ô.", "Take it from VNeID and lock the field."),
        where="fields[2] hoTen",
        expected="locked, editable",
        found="input, rỗng",
        exchanges=[1, 99],
    )
    unclear = check(
        "replaced_paper_not_asked",
        "DATA-NO-PAPER",
        "INCONCLUSIVE",
        ("Biểu mẫu không gắn giấy tờ nào.", "The form binds no component."),
        ("Công bố thành phần hồ sơ trong biểu mẫu.", "Publish the components in the form."),
        owner="tester",
    )
    passed = check("arrives_once", "SYNC-STATUS", "PASS", ("Đến đúng một lần.", "Arrived once."), exchanges=[2, 3])
    return [
        cell("khai-sinh", "tracking/every-status", "FAIL", [not_synchronised("H99.12-250701-0001", [1, 2, 3]), passed]),
        cell(
            "khai-sinh", "tracking/every-status", "FAIL", [not_synchronised("H99.12-250701-0002", [2])], "portal-down"
        ),
        cell("khai-sinh", "data/paper-replaced", "INCONCLUSIVE", [unclear]),
        cell("khai-sinh", "once/login-data", "WARN", [intact, passed]),
        cell("xac-nhan-hon-nhan", "tracking/every-status", "FAIL", [not_synchronised("H99.12-250701-0003", [2])]),
        cell("xac-nhan-hon-nhan", "data/paper-replaced", "PASS", [passed]),
        cell("xac-nhan-hon-nhan", "once/login-data", "FAIL", [asked]),
        cell("xac-nhan-hon-nhan", "once/login-data", "ERROR", [], "portal-down"),
        cell("lap-dien", "tracking/every-status", "NOT_APPLICABLE", role="relay", session="", seconds=0.0),
        cell("lap-dien", "data/paper-replaced", "NOT_RUN", role="relay", session="", seconds=0.0),
        cell("lap-dien", "once/login-data", "ATTESTED", [passed], role="relay", driven_by="human"),
    ]


def exchange(number: int, session: str, **more: Any) -> dict[str, Any]:
    body = {
        "session": "k3y",
        "madonvi": "000.00.00.H99",
        "service": "DongBoHoSoMC",
        "isUpdating": "False",
        "data": [
            {"MaHoSo": "H99.12-250701-0001", "ChuHoSo": "NGUYỄN THỊ THỬ", "SoGiayToChuHoSo": APPLICANT,
             "GhiChu": f"lẫn số thật {SOMEBODY}"},
        ],
    }  # fmt: skip
    return {
        "id": number,
        "at": "",
        "session_at": f"2025-07-01T08:00:0{number}+07:00",
        "direction": "in",
        "party": "portal",
        "operation": "portal/DongBoHoSoMC",
        "province": "tinh-thu-nghiem",
        "method": "POST",
        "url": "http://127.0.0.1:8025/mapi/g?dstcode=VN:GOV",
        "status": 200,
        "seconds": 0.004,
        "request_headers": {"Content-Type": "application/json", "Authorization": "Bearer abc.def"},
        "request_body": json.dumps(body, ensure_ascii=False),
        "response_headers": {"content-type": "application/json", "Set-Cookie": "vneid_sso=secret; Path=/"},
        "response_body": json.dumps({"error_code": "0", "message": "Thành công", "result": []}, ensure_ascii=False),
        "error": "",
        "findings": [],
        "sessions": [session],
        "weather": "",
        **more,
    }


def exchanges(session: str, minute: int = 0) -> list[dict[str, Any]]:
    finding = {
        "contract": "portal/DongBoHoSoMC", "pointer": "/data/0/NgayTiepNhan", "expected": "^[0-9]{14}$",
        "found": "01/07/2025", "keyword": "pattern", "unknown_field": False, "assumed": False, "row": 0,
    }  # fmt: skip
    login = json.dumps({"username": "demo", "password": "rất kín"}, ensure_ascii=False)
    officer = "http://127.0.0.1:8030/test/officer?access_token=rat-kin"
    batch = [
        exchange(1, session, operation="portal/login", url="http://127.0.0.1:8025/mapi/login", request_body=login),
        exchange(2, session, direction="out", party="control", operation="province/officer", url=officer, status=None,
                 error="timeout", seconds=-0.001, response_body=""),
        exchange(3, session, findings=[finding], weather="portal-down", status=503),
    ]  # fmt: skip
    return [{**item, "at": f"2025-07-01T08:{minute:02}:0{item['id']}.250000+07:00"} for item in batch]


def step(index: int, verb: str, target: str, status: str = "done") -> dict[str, Any]:
    return {
        "index": index, "verb": verb, "target": target, "status": status, "waited_seconds": 0.4, "limit_seconds": 5.0,
        "limit_from": "claim", "ended_by": "", "detail": "",
    }  # fmt: skip


def head(**more: Any) -> dict[str, Any]:
    return {
        "event": "run_started",
        "format": "dvcsim-run/1",
        "run": "run-0a1b2c3d4e5f",
        "tool": "dvcsim",
        "version": "0.1.0",
        "as_of": AS_OF,
        "seed": 7,
        "dialect": "default",
        "started_at": "2025-07-01T08:00:00+07:00",
        "simulator": "http://127.0.0.1:8025",
        "province": {
            "id": "tinh-thu-nghiem",
            "name": {"vi": "Tỉnh Thử nghiệm (hệ thống mẫu)", "en": "Trial province (reference system)"},
            "version": "0.1.0",
            "kind": "province",
            "agency": "000.00.00.H99",
            "province_code": "99",
            "digest": "ab" * 32,
            "label": "province.yaml",
        },
        "requirements": REQUIREMENTS,
        "services": SERVICES,
        "scenarios": SCENARIOS,
        "weathers": {
            "calm": {"vi": "Bình thường", "en": "Calm"},
            "portal-down": {"vi": "Cổng ngừng", "en": "Portal down"},
        },
        "assumptions": [{"vi": "Hợp đồng biểu mẫu là giả định.", "en": "The form contract is assumed."}],
        "command": ["check", "province.yaml", "--simulator", "http://127.0.0.1:8025"],
        **more,
    }


def events(
    planned: Sequence[dict[str, Any]] | None = None, verdict: str = "ERROR", **more: Any
) -> Iterator[dict[str, Any]]:
    """Yield the events of a whole run that ended with `verdict`; `more` overrides the opening."""
    every = list(cells() if planned is None else planned)
    yield head(**more)
    for one in every:
        first = one["verdict"] if one["verdict"] == "NOT_APPLICABLE" else "NOT_RUN"
        yield {"event": "cell_planned", "cell": {**one, "verdict": first, "checks": []}}
    for minute, one in enumerate(every):
        if one["session"]:
            key = [one["scenario"], one["service"], one["weather"]]
            yield {"event": "session_opened", "cell": key, "session": one["session"], "position": 1, "attempt": 1}
            for record in (step(0, "call", "citizen.apply"), step(1, "expect", "dossier_report", "timed_out")):
                yield {"event": "step", "session": one["session"], "cell": key, "record": record}
            batch = exchanges(one["session"], minute)
            yield {"event": "exchanges", "session": one["session"], "cell": key, "exchanges": batch}
            yield {"event": "cell_finished", "cell": one}
    yield {"event": "test_data", "rows": [*(_left(f"000.00.12.H99-250701-000{n}") for n in range(4)), _left("")]}
    yield {"event": "run_finished", "verdict": verdict, "counts": {}, "seconds": 12.5, "interrupted": False}


def _left(code: str) -> dict[str, Any]:
    person = {"full_name": "Nguyễn Thị Hoà", "personal_id": "099190000101", "phone": "0500000101", "email": ""}
    told = {"service": "khai-sinh", "scenario": "tracking/every-status", "weather": "calm", "session": "s-1"}
    return {"dossier_code": code, **told, "opened_at": "2025-07-01T08:00:00+07:00", "people": [person]}


def write_run(folder: Path, lines: Sequence[dict[str, Any]] | None = None) -> Path:
    """Write `run.ndjson` into the folder and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in (lines or list(events())))
    (folder / "run.ndjson").write_text(text, encoding="utf-8")
    return folder
