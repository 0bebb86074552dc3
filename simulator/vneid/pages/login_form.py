"""What the form of the login page says, whichever of its buttons was pressed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.vneid.pages.asked import Asked
from simulator.vneid.provider import Provider

LEVELS = ("1", "2", "3", "4")


@dataclass(frozen=True)
class LoginForm:
    """The filled form; it is shown again as it was, but for the password."""

    number: str = ""
    """A personal number or the id of a persona."""
    level: int = 0
    """Level of authentication, 1-4; 0 when the form was not filled yet."""
    fault: str = ""
    """The case to try on this login."""
    password: str = field(default="", repr=False)

    @classmethod
    def read(cls, provider: Provider, form: Mapping[str, str], asked: Asked) -> "LoginForm":
        """Return what was sent; without a level it is the one that the client asks for, else the usual one."""
        level = form.get("level", "")
        chosen = int(level) if level in LEVELS else provider.level_wanted(asked.values.get("acr_values"))
        number = form.get("persona") or form.get("personal_id", "")
        return cls(number.strip(), chosen, form.get("fault", ""), form.get("password", ""))
