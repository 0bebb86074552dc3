"""A minimal client of the adapter, as a province's system has one, and the smallest dossier that it sends."""

from typing import Any

from tests.acceptance.processes import client

AGENCY = "000.00.00.H99"


def dossier(code: str, status: str = "1") -> dict[str, Any]:
    return {
        "MaHoSo": code,
        "MaTTHC": "1.001193",
        "TenTTHC": "Đăng ký khai sinh",
        "MaLinhVuc": "G15-HT01",
        "TenLinhVuc": "Hộ tịch",
        "KenhThucHien": "2",
        "ChuHoSo": "NGUYỄN THỊ THỬ",
        "SoGiayToChuHoSo": "099190000001",
        "LoaiDoiTuong": "1",
        "MaDoiTuong": "",
        "Email": "",
        "SoDienThoai": "0500000001",
        "TrichYeuHoSo": "Đăng ký khai sinh",
        "NgayTiepNhan": "20250701083000",
        "NgayHenTra": "20250702170000",
        "TrangThaiHoSo": status,
        "HinhThuc": "0",
        "DonViXuLy": "UBND phường Thử nghiệm",
        "NoiNopHoSo": "2",
        "HoSoCoThanhPhanSoHoa": "0",
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "DuocThanhToanTrucTuyen": "0",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "099190000001"}],
        "NgayNopHoSo": "20250701081500",
        "DSKetNoiCSDL": [],
    }


class Adapter:
    """A minimal client of the adapter that keeps its session over a restart."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = client()
        body = self.http.post(f"{url}/mapi/login", json={"username": "demo", "password": "demo"}, timeout=10).json()
        self.session = body["session"]

    def call(self, service: str, **extra: Any) -> dict[str, Any]:
        body = {"session": self.session, "madonvi": AGENCY, "service": service, **extra}
        answer = self.http.post(f"{self.url}/mapi/g", json=body, timeout=10).json()
        assert isinstance(answer, dict)
        return answer

    def insert(self, code: str) -> dict[str, Any]:
        return self.call("DongBoHoSoMC", isUpdating="False", data=[dossier(code)])

    def known(self, code: str) -> bool:
        return bool(self.call("TraCuuHoSo", mahoso=code)["result"])
