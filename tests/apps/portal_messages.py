"""Messages of a province, as small as they may be."""

from typing import Any

from flask.testing import FlaskClient

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders

AGENCY = "000.00.00.H99"
CODE = "000.00.12.H99-260305-0007"
PROCEDURE = "1.001193"

_DIALECT = load_catalogue(data_folders()).dialects["default"]


def codes(name: str) -> str:
    """Return the error code of an answer in the default dialect."""
    return _DIALECT.answers[name]


def log_in(client: FlaskClient, account: str = "demo", password: str = "demo") -> str:
    answer = client.post("/mapi/login", json={"username": account, "password": password})
    return str(answer.get_json()["session"])


def call(client: FlaskClient, service: str, session: Any = None, agency: str = AGENCY, **parts: Any) -> dict[str, Any]:
    """Send one call and return the envelope."""
    token = log_in(client) if session is None else session
    body = {"session": token, "madonvi": agency, "service": service, **parts}
    answer = client.post("/mapi/g", json=body)
    assert answer.status_code == 200
    envelope = answer.get_json()
    assert {"error_code", "message", "result"} <= set(envelope)
    assert isinstance(envelope["result"], (list, dict))
    success = envelope["error_code"] == "0"
    assert ("thành công" in envelope["message"].lower()) is success, "known clients read the text"
    return dict(envelope)


def report(**changes: Any) -> dict[str, Any]:
    """Return one dossier row that follows the contract."""
    row: dict[str, Any] = {
        "MaHoSo": CODE,
        "MaTTHC": f"{PROCEDURE}.{AGENCY}",
        "TenTTHC": "Đăng ký khai sinh",
        "MaLinhVuc": "G15-HT01",
        "TenLinhVuc": "Hộ tịch",
        "KenhThucHien": "2",
        "SoGiayToChuHoSo": "099185000501",
        "ChuHoSo": "ĐỖ THỊ HOÀ",
        "LoaiDoiTuong": "1",
        "MaDoiTuong": "",
        "ThongTinKhac": "",
        "Email": "",
        "Fax": "",
        "SoDienThoai": "",
        "TrichYeuHoSo": "Đăng ký khai sinh",
        "NgayTiepNhan": "20250701083000",
        "NgayHenTra": "20250702170000",
        "TrangThaiHoSo": "1",
        "NgayTra": "",
        "ThongTinTra": "",
        "HinhThuc": "0",
        "NgayKetThucXuLy": "",
        "DonViXuLy": "UBND phường Thử Nghiệm",
        "GhiChu": "",
        "TaiLieuNop": [],
        "DanhSachLePhi": [],
        "DanhSachTepDinhKemKhac": [],
        "DanhSachHoSoBoSung": [],
        "DanhSachGiayToKetQua": [],
        "NoiNopHoSo": "2",
        "HoSoCoThanhPhanSoHoa": "1",
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "DuocThanhToanTrucTuyen": "0",
        "NgayTuChoi": "",
        "DinhDanhCHS": [],
        "NgayNopHoSo": "20250701081500",
        "DSKetNoiCSDL": [{"MaCSDL": "7"}],
    }
    return {**row, **changes}


def step(**changes: Any) -> dict[str, Any]:
    """Return one processing step that follows the contract."""
    row = {
        "MaHoSo": CODE,
        "NguoiXuLy": "Cán bộ Thử",
        "ChucDanh": "",
        "ThoiDiemXuLy": "20250701090000",
        "PhongBanXuLy": "",
        "NoiDungXuLy": "Thẩm định",
        "TrangThai": "4",
        "NgayBatDau": "",
        "NgayKetThucTheoQuyDinh": "",
    }
    return {**row, **changes}
