"""How the families of systems differ at one operation: what each dialect says of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.core.text import Text
from simulator.domain.dialect import Dialect, Door, Tolerance
from simulator.openapi.error_codes import GOOD
from simulator.openapi.operation import Operation

_TELL_STATUS = ("portal/DongBoHoSoMC", "portal/CapNhatTienDoHoSoMC")


@dataclass(frozen=True)
class Difference:
    """One family at one operation."""

    dialect: Dialect
    success: str
    addresses: tuple[str, ...]
    """Where its messages arrive instead of the operation's own path."""
    notes: tuple[Text, ...]


def differences(operation: Operation, dialects: Iterable[Dialect]) -> list[Difference]:
    """Return a row per dialect for an operation of the adapter; none for any other."""
    if not operation.path.startswith("/mapi/"):
        return []
    return [_row(operation, dialect) for dialect in dialects]


def _row(operation: Operation, dialect: Dialect) -> Difference:
    code = dialect.answers[GOOD]
    return Difference(
        dialect,
        code if dialect.codes_are_numbers else f'"{code}"',
        tuple(f"{door.method} /{door.path}" for door in _doors(operation, dialect)),
        tuple(_notes(operation, dialect)),
    )


def _doors(operation: Operation, dialect: Dialect) -> list[Door]:
    doors = dialect.facade.doors if dialect.facade else ()
    return [door for door in doors if door.service and door.service == operation.service_key]


def _notes(operation: Operation, dialect: Dialect) -> Iterator[Text]:
    for one in dialect.renames:
        if one.contract == operation.id:
            said = f"{'/'.join(one.path)} → {one.to}"
            yield Text(f"viết {said}", f"writes {said}")
    for tolerance in dialect.tolerances:
        if tolerance.contract == operation.id:
            yield _tolerated(tolerance)
    if operation.id in _TELL_STATUS and dialect.rewrites:
        said = ", ".join(f"{one.status} → {one.told_as}" for one in dialect.rewrites)
        yield Text(f"báo trạng thái {said}", f"tells status {said}")
    if dialect.rows_under != ("result",):
        said = ", ".join(dialect.rows_under)
        yield Text(f"các dòng trả lời ở {said}", f"rows of the answer under {said}")
    if any(door.setting for door in _doors(operation, dialect)):
        yield Text("phần cuối của địa chỉ do từng nơi đặt", "the last part of the address is a setting of each site")
    if any(door.gives_file for door in _doors(operation, dialect)):
        yield Text("câu trả lời là tệp dạng base64, không có phong bì", "the answer is the file in base64, unwrapped")
    if dialect.facade and dialect.facade.rows_in == "message" and _doors(operation, dialect):
        yield Text("các dòng trả lời là chuỗi JSON trong message", "rows of the answer are JSON text in message")


def _tolerated(one: Tolerance) -> Text:
    if one.absent:
        return Text(f"{one.pointer} có thể thiếu", f"{one.pointer} may be missing")
    said = ", ".join((*(f'"{value}"' for value in one.values), *one.kinds))
    return Text(f"{one.pointer} có thể là {said}", f"{one.pointer} may be {said}")
