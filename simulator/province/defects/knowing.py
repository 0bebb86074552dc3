"""Defects of knowing who logged in."""

from dataclasses import replace

from simulator.province.identity.refusal import BROKEN, LoginRefused
from simulator.province.identity.trouble import Trouble
from simulator.province.identity.userinfo import ACCOUNT_TYPE, NAME, ORGANISATION, PERSONAL_ID
from simulator.province.seams import Seams

PHONE, EMAIL, OLD_ID, BIRTH_DATE = "SoDienThoai", "ThuDienTu", "SoCMND", "NgayThangNamSinh"
NEW_YEAR, OLDEST = "0101", "1926"
_COLUMN = 50
_NEW_NUMBER = 12
SUBJECT = "sub"


def links_by(claim: str) -> type[Seams]:
    """Return a defect that looks for accounts by something that is no identifier; who came first is who logs in."""

    class LinksBy(Seams):
        def __init__(self) -> None:
            super().__init__()
            self._accounts: dict[str, str] = {}

        def known_citizen(self, claims: dict[str, str]) -> dict[str, str]:
            claims = super().known_citizen(claims)
            value = claims.get(claim)
            if not value:
                return claims
            return {**claims, PERSONAL_ID: self._accounts.setdefault(value, claims[PERSONAL_ID])}

    return LinksBy


class BreaksWithoutEmail(Seams):
    """The table of users wants an e-mail address."""

    def known_citizen(self, claims: dict[str, str]) -> dict[str, str]:
        """Refuse people without one."""
        return _demanded(super().known_citizen(claims), EMAIL)


class BreaksWithoutPhone(Seams):
    """The table of users wants a phone number."""

    def known_citizen(self, claims: dict[str, str]) -> dict[str, str]:
        """Refuse people without one."""
        return _demanded(super().known_citizen(claims), PHONE)


class RefusesLongName(Seams):
    """The column of the name is too narrow."""

    def known_citizen(self, claims: dict[str, str]) -> dict[str, str]:
        """Refuse a name that does not fit."""
        claims = super().known_citizen(claims)
        if len(claims.get(NAME, "")) > _COLUMN:
            raise LoginRefused("userinfo", "the name is too long", BROKEN)
        return claims


class SplitsName(Seams):
    """A name is taken apart into family name and given name, of letters only."""

    def known_citizen(self, claims: dict[str, str]) -> dict[str, str]:
        """Refuse a name of one word, or with anything but letters in it."""
        claims = super().known_citizen(claims)
        words = claims.get(NAME, "").split()
        if len(words) < 2 or not all(word.isalpha() for word in words):
            raise LoginRefused("userinfo", "the name has no family name or strange letters", BROKEN)
        return claims


class KnowsPeopleOnly(Seams):
    """The login was built for citizens alone."""

    def known_citizen(self, claims: dict[str, str]) -> dict[str, str]:
        """Refuse organisations."""
        claims = super().known_citizen(claims)
        if claims.get(ACCOUNT_TYPE) == ORGANISATION:
            raise LoginRefused("userinfo", "no personal number", BROKEN)
        return claims


def _demanded(claims: dict[str, str], name: str) -> dict[str, str]:
    if name not in claims:
        raise LoginRefused("userinfo", f"no {name}", BROKEN)
    return claims


class ReadsOldNumber(Seams):
    """The number of the old card is taken for the personal number where both are told."""

    def known_citizen(self, claims: dict[str, str]) -> dict[str, str]:
        """Return the citizen under the number of nine digits."""
        claims = super().known_citizen(claims)
        return {**claims, PERSONAL_ID: claims[OLD_ID]} if OLD_ID in claims else claims


class DoubtsBirthDate(Seams):
    """Years are kept in two digits, and 1 January stands for a date of which the year alone is known."""

    def known_citizen(self, claims: dict[str, str]) -> dict[str, str]:
        """Refuse a birth date that would be of this century then, or that is not known."""
        claims = super().known_citizen(claims)
        born = claims.get(BIRTH_DATE, "")
        if born and (born.endswith(NEW_YEAR) or born[:4] < OLDEST):
            raise LoginRefused("userinfo", "no usable birth date", BROKEN)
        return claims


class WantsFamilyName(Seams):
    """A name has to begin with one of the known family names."""

    def known_citizen(self, claims: dict[str, str]) -> dict[str, str]:
        """Refuse names in capital letters, as foreigners' passports have them."""
        claims = super().known_citizen(claims)
        if claims.get(NAME, "").isupper():
            raise LoginRefused("userinfo", "no known family name", BROKEN)
        return claims


class WantsLevelTwoEverywhere(Seams):
    """Each login asks for level 2, also for pages that need less."""

    def authorization_query(self, query: dict[str, str]) -> dict[str, str]:
        """Ask for the level of online public services."""
        return {**super().authorization_query(query), "acr_values": "LoA2"}


class DenialBreaks(Seams):
    """Nobody thought of VNeID declining a login."""

    def login_trouble(self, trouble: Trouble) -> Trouble:
        """Answer with the page of an unexpected error."""
        trouble = super().login_trouble(trouble)
        return replace(trouble, status=500) if trouble.status == 403 else trouble


class LosesOldAccount(Seams):
    """An organisation is known by the account that it came with first; another account of it begins with nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._first: dict[str, str] = {}

    def known_citizen(self, claims: dict[str, str]) -> dict[str, str]:
        """Return somebody new for a second account of the same organisation."""
        claims = super().known_citizen(claims)
        account = claims.get(SUBJECT, "")
        if claims.get(ACCOUNT_TYPE) != ORGANISATION or self._first.setdefault(claims[PERSONAL_ID], account) == account:
            return claims
        return {**claims, PERSONAL_ID: account[:_NEW_NUMBER]}
