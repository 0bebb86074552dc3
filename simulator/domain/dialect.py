"""How a family of real systems talks and expects to be answered: data, not code."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.core.text import Text
from simulator.domain.dialect_sign import Sign
from simulator.domain.mark import Mark

ANSWERS = (
    "ok",
    "duplicate",
    "malformed",
    "dead_session",
    "bad_login",
    "missing_field",
    "unknown_service",
    "unknown_procedure",
    "foreign_agency",
    "unknown_dossier",
    "wrong_route",
    "too_large",
    "partial",
    "unknown_item",
)
"""The answers that a dialect gives a code and a message to."""


@dataclass(frozen=True)
class Rename:
    """A field that the family writes under another name than the contract."""

    contract: str
    path: tuple[str, ...]
    """Where it stands, `*` for any row: `("data", "*", "MaDoiTuong")`."""
    to: str
    """Its name in the contract; what already stands there is left alone."""


@dataclass(frozen=True)
class Tolerance:
    """What the contract of a message does not allow and this family does: never a finding."""

    contract: str
    pointer: str
    """JSON pointer, `*` for any row."""
    values: tuple[str, ...]
    """The values that are fine there, as text."""
    absent: bool
    """Whether the field may be missing."""
    kinds: tuple[str, ...] = ()
    """Kinds of JSON value that are fine there: number, boolean, null."""


@dataclass(frozen=True)
class Rewrite:
    """A status that the family tells the portal under another number."""

    status: int
    told_as: int
    mark: Mark
    source: str


@dataclass(frozen=True)
class Door:
    """One address of a provincial middleware, and the operation of the adapter that it stands for."""

    path: str
    """Without the leading slash; whatever stands before it on the wire is ignored."""
    method: str
    service: str
    """Body key `service` of the operation."""
    body: str
    """Field that the bare body is; empty for an operation that is asked by its query."""
    query: Mapping[str, str]
    """Parameter of the query -> field of the message."""
    fixed: Mapping[str, str]
    """What the middleware adds."""
    mark: Mark
    fields: Mapping[str, str] = field(default_factory=dict)
    """Field of the bare body -> field of the message."""
    setting: str = ""
    """`add`, `update` or `progress`: the last part of the path is a setting of each site."""
    gives_file: bool = False
    """Whether the answer is a file as base64 text, with nothing around it."""

    @property
    def reads(self) -> bool:
        """Return whether rows are asked for, and nothing is told."""
        return not self.body

    def path_at(self, names: Mapping[str, str]) -> str:
        """Return the path at a site: setting -> its own name for the last part."""
        own = names.get(self.setting, "")
        return f"{self.path.rpartition('/')[0]}/{own}" if own else self.path


@dataclass(frozen=True)
class Facade:
    """A provincial middleware in front of the adapter: one address for each operation, no session, bare bodies."""

    doors: tuple[Door, ...]
    rows_in: str
    """Where the rows of an answer stand: `message` (as JSON inside the text) or `result`."""
    agency_in: tuple[str, ...]
    """Parameters of the query, or headers, that may name the calling agency."""


@dataclass(frozen=True)
class Called:
    """How the portal calls systems of the family, where it differs from the contracts."""

    envelope: Mapping[str, str] = field(default_factory=dict)
    """Key of the envelope in the contract -> how the family spells it."""
    day: str = ""
    """Key beside it that carries the day of a land-tax notice; empty for none."""
    taken: str = "error_code"
    """By what the family says that it took a message: `error_code`, or `status` (any HTTP 2xx)."""


@dataclass(frozen=True)
class PaymentManner:
    """How the payment platform answers the family."""

    wrapped: bool = False
    """Whether an answer stands as JSON in `message`, beside `error_code`."""
    bill_is_pdf: bool = False
    """Whether the answer to a request for the receipt is the file itself."""


@dataclass(frozen=True)
class Dialect:
    """One family of clients: how it is answered, and in what it may differ from the contracts."""

    id: str
    title: Text
    answers: Mapping[str, str]
    """Answer name -> `error_code` on the wire."""
    messages: Mapping[str, str]
    """Answer name -> Vietnamese message; `{detail}` is filled in."""
    marks: Mapping[str, Mark]
    """Answer name -> how well its code and message are known."""
    codes_are_numbers: bool = False
    """Whether `error_code` is a JSON number."""
    rows_under: tuple[str, ...] = ("result",)
    """The keys under which the rows of an answer stand."""
    login_without_account: bool = False
    """Whether a login with an empty body is one: an adapter in between knows the account."""
    renames: tuple[Rename, ...] = ()
    tolerances: tuple[Tolerance, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    added_steps: frozenset[int] = frozenset()
    """Statuses of steps that the family adds of its own accord, anew at every synchronisation."""
    never_tells: frozenset[str] = frozenset()
    """Parts of a dossier's record (fields of `DossierReport`) that the family's messages have no field for."""
    facade: Facade | None = None
    called: Called = Called()
    payment: PaymentManner = PaymentManner()
    signs: tuple[Sign, ...] = ()
    """By what the family is recognised."""

    def code(self, name: str) -> str | int:
        """Return the `error_code` of an answer as it stands on the wire."""
        return int(self.answers[name]) if self.codes_are_numbers else self.answers[name]

    def message(self, name: str, detail: str = "") -> str:
        """Return the message of an answer with `{detail}` filled in and no space left over."""
        return " ".join(self.messages[name].replace("{detail}", detail).split())

    def told_as(self, status: int) -> tuple[int, ...]:
        """Return the other numbers under which the family may tell this status."""
        return tuple(one.told_as for one in self.rewrites if one.status == status)

    def door(self, path: str, method: str, names: Mapping[str, str] | None = None) -> Door | None:
        """Return the door at that address of the middleware; None when the family has none there.

        `names` are those of the site, where the last part of an address is a setting.
        """
        doors = self.facade.doors if self.facade else ()
        return next((door for door in doors if door.path_at(names or {}) == path and door.method == method), None)
