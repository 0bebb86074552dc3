"""A form as one citizen sees it: every line with its state, every component with whether it is demanded."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from simulator.province.config import SUBMIT
from simulator.province.eform import EForm
from simulator.province.peculiarities import notices_of

INPUT = "input"
EDITABLE = "editable"
LOCKED = "locked"


@dataclass(frozen=True)
class ShownField:
    """One line: empty and to be filled in, locked with the value of a source, or filled and to be changed at will."""

    id: str
    label: str
    datum: str
    type: str
    required: bool
    state: str
    value: str
    source: str
    choices: tuple[str, ...] = ()

    def emptied(self) -> "ShownField":
        """Return the same line as one that the citizen has to fill in."""
        return replace(self, state=INPUT, value="", source="")


@dataclass(frozen=True)
class ShownComponent:
    """One component of the dossier."""

    code: str
    name: str
    required: bool
    replaced_by: tuple[str, ...]
    must_be_attached: bool
    """What the submission is held to; `required` is what the form says."""
    at_counter: bool = False
    """An original, which cannot be handed in online."""

    def to_wire(self) -> dict[str, Any]:
        """Return the line as a program reads it."""
        line = {"code": self.code, "name": self.name, "required": self.required, "replaced_by": list(self.replaced_by)}
        return line | ({"hand_in": "counter"} if self.at_counter else {})


@dataclass(frozen=True)
class ShownForm:
    """The whole form."""

    eform: EForm
    fields: tuple[ShownField, ...]
    components: tuple[ShownComponent, ...]
    fee_online_vnd: int | None = None

    @property
    def notices(self) -> tuple[str, ...]:
        """Return what is special about the procedure."""
        return notices_of(self.eform)

    def to_wire(self) -> dict[str, Any]:
        """Return the form as a program reads it."""
        names = ("id", "label", "datum", "type", "required", "state", "value", "source")
        return {
            "procedure": self.eform.procedure,
            "procedure_name": self.eform.name,
            "fields": [{name: getattr(field, name) for name in names} for field in self.fields],
            "components": [part.to_wire() for part in self.components],
            "notices": list(self.notices),
            "fee": {"online_vnd": self.fee_online_vnd},
            "deadline": dict(self.eform.deadline),
            "submit": SUBMIT,
        }

    def locked_values(self) -> dict[str, str]:
        """Return the values that the citizen cannot change, by field id."""
        return {field.id: field.value for field in self.fields if field.state == LOCKED}

    def to_json(self) -> list[dict[str, Any]]:
        """Return the lines as they are kept until the submission."""
        return [asdict(field) for field in self.fields]


def field_from_json(value: dict[str, Any]) -> ShownField:
    """Read one line that `ShownForm.to_json` wrote."""
    return ShownField(**{**value, "choices": tuple(value["choices"])})
