"""Writes the claim sheet of `dvcsim init`: commented, with secrets as `${NAME}`, and accepted by `dvcsim check`."""

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from simulator.catalogue.catalogue import Catalogue
from simulator.cli.init_answers import Answers
from simulator.core.errors import ConfigurationError
from simulator.domain.service import Service

HANDLER = "handler"


@dataclass(frozen=True)
class Claim:
    """One line of `services`."""

    id: str
    name: str
    role: str
    intake: str
    driver: str
    also: tuple[str, ...]


def sheet_text(answers: Answers, catalogue: Catalogue) -> str:
    """Return the file's text."""
    template = _environment().get_template("province.yaml.j2")
    text = template.render(
        a=answers,
        claims=claims_of(answers, catalogue),
        scripted=_scripted(answers, catalogue),
        unit=catalogue.codes[answers.province_code].name,
        secret=secret_names(answers),
        wrapped=catalogue.identity_profiles[answers.profile].envelope != "none",
        hooks=catalogue.minimum.hooks.get(answers.kind, ()),
    )
    return f"{text.rstrip()}\n"


def secret_names(answers: Answers) -> dict[str, str]:
    """Return secret -> name of the environment variable that holds it."""
    head = answers.id.upper().replace("-", "_")
    head = f"DVC_{head}" if head[0].isdigit() else head
    return {
        "password": f"{head}_ADAPTER_PASSWORD",
        "client_secret": f"{head}_CLIENT_SECRET",
        "envelope_key": f"{head}_ENVELOPE_KEY",
        "hook_token": f"{head}_HOOK_TOKEN",
    }


def claims_of(answers: Answers, catalogue: Catalogue) -> list[Claim]:
    """Return a claim for each chosen service, in the role that the minimum claim gives this kind of system."""
    found = []
    for name in answers.services:
        service = catalogue.services[name]
        role = catalogue.minimum.role_in(answers.kind, service)
        intake = answers.intake if role == HANDLER else "redirect"
        wanted = catalogue.minimum.intakes(answers.kind, role, name)
        also = tuple(one for one in wanted if one != intake) if role == HANDLER else ()
        found.append(Claim(name, service.name.vi, role, intake, answers.driver, also))
    return found


def _scripted(answers: Answers, catalogue: Catalogue) -> list[Service]:
    """Return the services whose forms a browser works, where a claim sheet may hold its script."""
    if answers.driver != "browser" or "browser" not in catalogue.schemas.pair("province").schema["properties"]:
        return []
    handled = (claim.id for claim in claims_of(answers, catalogue) if claim.role == HANDLER)
    return [catalogue.services[name] for name in handled]


def left_out(answers: Answers, catalogue: Catalogue) -> list[str]:
    """Return the services that the minimum claim wants of this kind of system and that were not chosen."""
    listed = (name for name in catalogue.services if catalogue.minimum.lists(answers.kind, name))
    return [name for name in listed if name not in answers.services]


def write_sheet(path: Path, text: str, force: bool) -> None:
    """Write the file for the owner's eyes; an existing one only with `force`."""
    how = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if force else os.O_EXCL)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, how, 0o600), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise ConfigurationError(
            str(path), "is there already", "a new file", "Give --output another name, or --force to overwrite it."
        ) from None
    except OSError as error:
        raise ConfigurationError(
            str(path), f"cannot be written ({error.strerror})", "a file that can be written", "Check --output."
        ) from None


@cache
def _environment() -> Environment:
    # Not escaped: it is YAML, and every text goes through `q`.
    environment = Environment(
        loader=PackageLoader("simulator.cli"),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["q"] = lambda value: json.dumps(value, ensure_ascii=False)
    return environment
