"""Who the reference system is at the national side, by role: a province or a ministry, each with its own identity.

The province's account and client are the ready ones of the national side; nothing of them is the ministry's, so that
both can be connected at once. Agency codes are made up in the shape of Decision 20/2020/QĐ-TTg: H99 a province that
does not exist, G99 a ministry that does not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Role:
    """One kind of system, and what it is called unless somebody says otherwise."""

    id: str
    """Id of the claim sheet."""
    id_elsewhere: str
    """The same with another agency code: `tinh-h56`."""
    name: Text
    account: str
    password: str = field(repr=False)
    agency: str
    receiving_agency: str
    unit_name: str
    client_id: str
    client_secret: str = field(repr=False)
    port: int
    pulled: tuple[str, ...] = ()
    """Services whose dossiers are fetched when citizens filed them at the portal."""
    linked: tuple[str, ...] = ()
    """Services whose dossiers are polled from the service of linked births and deaths."""


PROVINCE = "province"
MINISTRY = "ministry"

ROLES: Mapping[str, Role] = {
    PROVINCE: Role(
        id="tinh-thu-nghiem",
        id_elsewhere="tinh-{agency}",
        name=Text("Tỉnh Thử nghiệm (hệ thống mẫu)", "Trial province (reference system)"),
        account="demo",
        password="demo",
        agency="000.00.00.H99",
        receiving_agency="H99.12",
        unit_name="Trung tâm Phục vụ hành chính công phường Thử nghiệm",
        client_id="demo-rp",
        client_secret="demo-rp-secret",
        port=8030,
        pulled=("khai-sinh",),
        linked=("lt-khai-sinh", "lt-khai-tu"),
    ),
    MINISTRY: Role(
        id="bo-thu-nghiem",
        id_elsewhere="bo-{agency}",
        name=Text("Bộ Thử nghiệm (hệ thống mẫu)", "Trial ministry (reference system)"),
        account="demo-bo",
        password="demo-bo",
        agency="000.00.00.G99",
        receiving_agency="G99.01",
        unit_name="Bộ phận Một cửa Bộ Thử nghiệm",
        client_id="demo-bo-rp",
        client_secret="demo-bo-rp-secret",
        port=8031,
    ),
}
