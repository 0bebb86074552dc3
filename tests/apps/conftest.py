"""Fixtures of the national side's apps.

Those of the portal, VNeID and the registries stand in `national_fixtures.py`; those of control stand here.
"""

from tests.apps.national_fixtures import (
    app,
    catalogue,
    client,
    clock,
    contracts,
    live,
    national,
    open_session,
    register,
    seen,
)
from tests.apps.payment_fixtures import hearing, paying
from tests.apps.services_fixtures import services

__all__ = [
    "app",
    "catalogue",
    "client",
    "clock",
    "contracts",
    "hearing",
    "live",
    "national",
    "open_session",
    "paying",
    "register",
    "seen",
    "services",
]
