"""What every page of a report is rendered with: both languages, the marks of verdicts, and no outside address."""

import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from simulator.core.text import Text
from simulator.domain.outcome import Verdict
from simulator.report.citation import citation
from simulator.report.difference import difference
from simulator.report.exchange_view import SHOWN_CHARACTERS, curl, laid_out
from simulator.report.font_faces import font_faces
from simulator.report.marks import MARKS, verdict_word
from simulator.report.matrix import family_name
from simulator.report.texts import text, texts

_PICTURE = re.compile(r"screenshots/[A-Za-z0-9_-]+[.]png")


@cache
def environment() -> Environment:
    """Return the environment of the report's templates."""
    environment = Environment(
        loader=PackageLoader("simulator.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals.update(
        s=_said,
        text=text,
        both=_both,
        owner_key=lambda owner: f"owner_{owner.value.replace(' ', '_')}",
        mark=lambda verdict: MARKS[verdict],
        word=verdict_word,
        named=_named,
        difference=difference,
        laid_out=laid_out,
        element_text=_element_text,
        curl=curl,
        cut_at=SHOWN_CHARACTERS,
        Verdict=Verdict,
        part=_part,
        font_faces=lambda: Markup(font_faces()),
        citation=citation,
        family_name=family_name,
        text_of=Text.of,
        picture_in=_picture_in,
    )
    return environment


def _element_text(content: str) -> Markup:
    """Return the text of an element: quotes may stay there, and a page full of JSON is a third shorter for it."""
    return Markup(str(Markup.escape(content)).replace("&#34;", '"').replace("&#39;", "'"))


def _part(name: str) -> Markup:
    """Return the style sheet or the script as it stands; both are ours."""
    return Markup(files("simulator.report").joinpath("templates", name).read_text(encoding="utf-8"))


def _picture_in(found: str) -> str:
    """Return the screenshot that a finding names, as a path beside the report; empty without one."""
    named = _PICTURE.search(found)
    return named[0] if named else ""


def _both(sentence: Text) -> Markup:
    """Return both languages, each in an element of its own; the switch shows one."""
    if sentence.vi == sentence.en:
        return Markup.escape(sentence.vi)
    return Markup('<span class="vi">{}</span><span class="en" lang="en">{}</span>').format(sentence.vi, sentence.en)


def _said(key: str, **values: object) -> Markup:
    return _both(text(key, **values))


def _named(prefix: str, value: str) -> Text:
    """Return the sentence `<prefix>_<value>` if there is one, else the value itself."""
    return texts().get(f"{prefix}_{value.lower()}", Text(value, value))
