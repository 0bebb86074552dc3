"""How a browser works the pages of this system: what its claim sheet says of itself, as a tester would write it."""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from simulator.core.yaml_file import parse_yaml
from simulator.province import workflow
from simulator.province.eform import EForm

_LABEL = "simulator/province/form_script.yaml"


def browser_block(forms: Iterable[tuple[str, EForm]]) -> dict[str, Any]:
    """Return the block `browser`: one script for all, and the lines of each service's form."""
    return {"scripts": {"default": _script()}, "services": {service: _own(form) for service, form in forms}}


def _script() -> Mapping[str, Any]:
    text = files("simulator.province").joinpath("form_script.yaml").read_text(encoding="utf-8")
    script: dict[str, Any] = parse_yaml(text, _LABEL)
    words = {name: status for status, name in workflow.NAMES.items()}
    script["dossier"]["status"] = {"selector": "#status", "words": words}
    return script


def _own(form: EForm) -> dict[str, Any]:
    lines = [_line(f'[data-field="{field.id}"]', field.id, field.datum) for field in form.fields]
    filed = [_line(f'[data-filed="{field.id}"]', field.id, field.datum) for field in form.fields if field.datum]
    return {"form": {"fields": lines}, "dossier": {"fields": filed}}


def _line(selector: str, line: str, datum: str) -> dict[str, str]:
    return {"selector": selector, "id": line} | ({"datum": datum} if datum else {})
