"""Why a login is not taken: a rule for the log, and a page for the citizen."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from simulator.core.text import Text
from simulator.core.yaml_file import parse_yaml

UNTRUSTED = "untrusted"
BROKEN = "broken"
DOWN = "down"
LEVEL = "level"
OLD_LOGIN = "old_login"
USED = "used"
_OWN = frozenset({UNTRUSTED, BROKEN, DOWN, LEVEL, OLD_LOGIN, USED})
_SHOWN_LETTERS = 200


class LoginRefused(Exception):
    """The login is not taken.

    `rule` and `found` are for the log and hold no secret. `page` is a key of `pages.yaml`. `said` is a text of
    VNeID, to be escaped wherever it is shown. `level` is the level to offer; `retry_after` is in seconds.
    """

    def __init__(
        self, rule: str, found: str, page: str = UNTRUSTED, *, said: str = "", level: int = 0, retry_after: int = 0
    ) -> None:
        super().__init__(f"{rule}: {found}")
        self.rule = rule
        self.page = page
        self.said = said[:_SHOWN_LETTERS]
        self.level = level
        self.retry_after = retry_after
        self.return_to = "/"


@dataclass(frozen=True)
class Page:
    """What a person reads."""

    status: int
    title: Text
    advice: Text


@cache
def pages() -> dict[str, Page]:
    """Return every page, by its key."""
    text = files(__package__).joinpath("pages.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = parse_yaml(text, "simulator/province/identity/pages.yaml")
    return {key: Page(row["status"], Text.of(row["title"]), Text.of(row["advice"])) for key, row in rows.items()}


def page_of_error(error: str) -> str:
    """Return the page for an error of the authorization end point (RFC 6749, 4.1.2.1; OpenID Connect Core, 3.1.2.6)."""
    return error if error in pages().keys() - _OWN else "other_error"


def shown(value: object) -> str:
    """Return how a value of a message stands in the log: short, on one line."""
    return repr(value)[:80]
