"""Codes of the field: dossier codes and the two writings of a procedure code."""

import re
from datetime import date

from simulator.province.store import Transaction

_NATIONAL = re.compile(r"[0-9]+\.[0-9]+")


def national_code(code: str) -> str:
    """Return the national part of a procedure code (`1.001193.000.00.00.H56` -> `1.001193`), or the code itself."""
    found = _NATIONAL.match(code)
    return found.group() if found else code


def next_dossier_code(tx: Transaction, unit: str, day: date) -> str:
    """Return `unit-yymmdd-NNNN`, counted per unit and day (Circular 01/2018/TT-VPCP, article 19)."""
    prefix = f"{unit}-{day:%y%m%d}"
    rows = tx.execute(
        "INSERT INTO code_sequence (prefix, last) VALUES (:prefix, 1)"
        " ON CONFLICT (prefix) DO UPDATE SET last = last + 1 RETURNING last",
        prefix=prefix,
    )
    return f"{prefix}-{rows[0]['last']:04}"
