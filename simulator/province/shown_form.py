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
    reason: str = ""
    """Why a paper is demanded whose data the state should have: which source lacks them, by what rule, what to do."""
    look_up: str = ""
    """Source whose data stand in for the paper when the case is decided."""

    def to_wire(self) -> dict[str, Any]:
        """Return the line as a program reads it."""
        line = {"code": self.code, "name": self.name, "required": self.required, "replaced_by": list(self.replaced_by)}
        counter = {"hand_in": "counter"} if self.at_counter else {}
        return line | counter | ({"reason": self.reason} if self.reason else {})


@dataclass(frozen=True)
class ShownForm:
    """The whole form."""

    eform: EForm
    fields: tuple[ShownField, ...]
    components: tuple[ShownComponent, ...]
    fee_online_vnd: int | None = None
    silent: tuple[str, ...] = ()
    """Sources that did not answer while the form was made."""

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

    def to_json(self) -> dict[str, Any]:
        """Return what was shown as it is kept until the submission."""
        return {
            "fields": [asdict(field) for field in self.fields],
            "components": [asdict(part) for part in self.components],
            "fee_online_vnd": self.fee_online_vnd,
            "silent": list(self.silent),
        }


def form_from_json(eform: EForm, value: dict[str, Any]) -> ShownForm:
    """Read what `ShownForm.to_json` wrote."""
    fields = (ShownField(**{**row, "choices": tuple(row["choices"])}) for row in value["fields"])
    parts = (ShownComponent(**{**row, "replaced_by": tuple(row["replaced_by"])}) for row in value["components"])
    return ShownForm(eform, tuple(fields), tuple(parts), value["fee_online_vnd"], tuple(value["silent"]))
