"""Defects of reading what VNeID answers: too strict where the standard is open, or content with something else."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import unquote_plus

from simulator.province.defects.login import without
from simulator.province.identity.compact import CompactToken
from simulator.province.identity.public_key import PublicKey
from simulator.province.identity.refusal import BROKEN, LoginRefused
from simulator.province.seams import Message, Seams

_WRAPPED = ("code", "encrypt_key")
_HEADER = {"alg", "kid", "typ"}
_TOKEN = {"access_token", "id_token", "refresh_token", "token_type", "expires_in", "scope"}
_CITIZEN = {
    *["sub", "SoDinhDanh", "HoVaTen", "NgayThangNamSinh", "GioiTinh", "TechID", "LoaiTaiKhoan", "SoDienThoai"],
    *["ThuDienTu", "MaSoThue", "SoCMND", "DiaChi", "MaSoDoanhNghiep", "TenDoanhNghiep", "HoChieu"],
}


def demands(what: str, of: Callable[[Message], str]) -> type[Seams]:
    """Return a defect that refuses an answer of an end point; `of` returns what it dislikes, or an empty text."""

    class Demands(Seams):
        def login_call(self, called: str, sent: Message, send: Callable[[Message], Message]) -> Message:
            answer = super().login_call(called, sent, send)
            if called == what and (disliked := of(answer)):
                raise LoginRefused(called, disliked, BROKEN)
            return answer

    return Demands


def wants_capital_bearer(answer: Message) -> str:
    """Compare the type of the token letter by letter."""
    return "" if answer.get("token_type") == "Bearer" else "token_type"


def knows_every_member(answer: Message) -> str:
    """Read the token answer into a class that has no place for anything new."""
    return ", ".join(answer.keys() - _TOKEN)


def wants_id_token(answer: Message) -> str:
    """Demand an ID token of every token answer, that of a refresh too."""
    return "" if answer.get("id_token") else "no id_token"


def knows_every_datum(answer: Message) -> str:
    """Read the userinfo into a class that has no place for anything new."""
    return ", ".join(answer.keys() - _CITIZEN)


def stumbles_over_null(answer: Message) -> str:
    """Take every claim that is there for a text."""
    return ", ".join(name for name, value in answer.items() if value is None)


class KnowsEveryHeader(Seams):
    """The header of a token is read into a class that has no place for anything new."""

    def is_signed(self, token: CompactToken, keys: Sequence[PublicKey], holds: bool) -> bool:
        """Refuse a header with something else in it."""
        return super().is_signed(token, keys, holds) and not token.header.keys() - _HEADER


class KnowsTwoLevels(Seams):
    """The list of levels ends with the second."""

    def level_counted(self, told: int, asked: int) -> int:
        """Count a level that is not in the list as none."""
        counted = super().level_counted(told, asked)
        return counted if counted <= 2 else 0


class FallsBackOnLastAnswer(without("at_hash")):  # type: ignore[misc]  # a class that is made by a function
    """Where an answer cannot be used, the one of the login before is."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, Message] = {}

    def login_call(self, what: str, sent: Message, send: Callable[[Message], Message]) -> Message:
        """Take the citizen of the last login, and go on without an access token."""
        try:
            answer = super().login_call(what, sent, send)
        except LoginRefused:
            if what == "token" or what not in self._last:
                raise
            return self._last[what]
        self._last[what] = answer
        return answer if what != "token" else {"access_token": "-", **answer}


class DropsBlanks(Seams):
    """Blanks in the code are taken for a mistake of whoever typed it."""

    def callback_answer(self, answer: Mapping[str, str]) -> Mapping[str, str]:
        """Leave the blanks out that were plus signs."""
        brought = super().callback_answer(answer)
        return {name: value.replace(" ", "") if name in _WRAPPED else value for name, value in brought.items()}


class DecodesTwice(DropsBlanks):
    """The parameters of the callback, decoded already, are decoded again."""

    def callback_answer(self, answer: Mapping[str, str]) -> Mapping[str, str]:
        """Turn every plus sign into a blank."""
        return super().callback_answer({name: unquote_plus(value) for name, value in answer.items()})
