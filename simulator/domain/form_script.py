"""How a browser works a system's own pages: selectors and what they stand for, from the claim sheet's `browser`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DATES = ("yyyy-mm-dd", "dd/mm/yyyy")
REQUIRED_MARKS = ("(bắt buộc)", "(*)", "*")
"""What labels of forms show beside a line that has to be filled."""


@dataclass(frozen=True)
class Spot:
    """A place on a page."""

    selector: str
    place: str = ""
    """Where the claim sheet says so: `browser.scripts.default.form.fields[3]`."""


@dataclass(frozen=True)
class Action:
    """One thing that the citizen does beside filling in the form."""

    kind: str
    """click, check, wait_for, fill or select."""
    spot: Spot
    value: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a form, or a value on the dossier's page."""

    spot: Spot
    datum: str = ""
    datum_from: str = ""
    """Attribute that holds the datum; then the selector finds all such values."""
    id: str = ""
    label: str = ""
    required: bool | None = None
    """None: as the page says."""
    optional: bool = False
    """Whether a page without it is as it should be."""


@dataclass(frozen=True)
class Listed:
    """What is told by being there: a file input of a component, a demand for a paper or a line."""

    spot: Spot
    name: str = ""
    name_from: str = ""
    """Attribute that holds the code or the id; then the selector finds all of them."""
    required: bool | None = None


@dataclass(frozen=True)
class Reading:
    """A text on a page."""

    spot: Spot
    attribute: str = ""
    pattern: str = ""
    url_pattern: str = ""
    """For the page's address instead of an element; the selector is empty then."""
    words: Mapping[str, int] = field(default_factory=dict)
    """For a status: what the page says -> the portal's status code."""


@dataclass(frozen=True)
class SendingPage:
    """A page that is filled in and sent: the form, a supplement, a withdrawal."""

    submit: Spot
    taken: Reading
    """What shows that it was taken; of the form also the new dossier's code."""
    open: str = ""
    """Path below the base URL; empty: reached from where the browser stands."""
    before: tuple[Action, ...] = ()
    after: tuple[Action, ...] = ()
    fields: tuple[Line, ...] = ()
    components: tuple[Listed, ...] = ()
    refused: Spot | None = None
    reason: Spot | None = None
    """Input for the citizen's reason, of a withdrawal."""
    procedure: Reading | None = None
    fee: Reading | None = None
    dates: str = DATES[1]
    required_marks: tuple[str, ...] = REQUIRED_MARKS


@dataclass(frozen=True)
class DossierPage:
    """The dossier's page for the citizen."""

    status: Reading | None = None
    open: str = ""
    before: tuple[Action, ...] = ()
    fields: tuple[Line, ...] = ()
    decision: tuple[Line, ...] = ()
    history: Spot | None = None
    reason: Spot | None = None
    asked_components: tuple[Listed, ...] = ()
    asked_fields: tuple[Listed, ...] = ()
    notes: Spot | None = None
    unit: Reading | None = None
    supplement: Spot | None = None
    withdraw: Spot | None = None


@dataclass(frozen=True)
class FormScript:
    """The script of one service; a page that it does not know is None."""

    form: SendingPage
    dossier: DossierPage | None = None
    supplement: SendingPage | None = None
    withdraw: SendingPage | None = None
