"""The guides: both languages say the same, and whoever does what they say sees what they say."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.acceptance.processes import ROOT
from tests.architecture.portable import unsafe_names
from tests.docs.guide import Block, blocks_of, following, said_by

DOCS = ROOT / "docs"
LANGUAGES = ("vi", "en")
GUIDES = ("connect", "drive", "verdicts", "write-a-scenario", "add-a-service")
NEEDED = {"connect": ("curl", "node"), "drive": ("curl", "node")}

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the guides are followed by bash")


def page(guide: str, language: str) -> Path:
    return DOCS / f"{guide}.{language}.md"


def headings(path: Path) -> list[str]:
    """The levels of the headings, and how many rows the tables between them have."""
    text = re.sub(r"^( *)```.*?^\1```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [
        line[0] if line.startswith("|") else line.split()[0] for line in text.splitlines() if line[:1] in "#|" and line
    ]


@pytest.mark.parametrize("guide", GUIDES)
def test_both_languages_have_the_same_structure_and_the_same_blocks(guide: str) -> None:
    vi, en = (page(guide, language) for language in LANGUAGES)
    assert headings(vi) == headings(en)
    assert said_by(blocks_of(vi)) == said_by(blocks_of(en))


@pytest.mark.parametrize("guide", GUIDES)
def test_nothing_in_a_guide_is_left_untried(guide: str) -> None:
    assert [block.line for block in blocks_of(page(guide, "vi")) if not is_tried(block)] == []


def is_tried(block: Block) -> bool:
    return block.kind in ("run", "server", "proof", "browser", "output") or bool(block.option("file"))


@pytest.mark.parametrize("guide", GUIDES)
def test_who_follows_a_guide_sees_what_it_says(guide: str, tmp_path: Path) -> None:
    lacking = [program for program in NEEDED.get(guide, ()) if shutil.which(program) is None]
    if lacking and not os.environ.get("DVCSIM_NEEDS_NODE"):
        pytest.skip(f"not on this machine: {', '.join(lacking)}")
    with following(page(guide, "vi"), tmp_path) as followed:
        written = [path.relative_to(tmp_path) for path in followed.folder.rglob("*")]
    assert unsafe_names(written) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("guide", GUIDES)
def test_the_name_of_each_file_stands_in_the_text(guide: str, language: str) -> None:
    """Pages are read without the first line of a block."""
    text = page(guide, language).read_text(encoding="utf-8")
    names = [block.option("file") for block in blocks_of(page(guide, language)) if block.option("file")]
    assert [name for name in names if f"`{name}`" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_leads_somewhere(guide: str, language: str) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page(guide, language).read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (DOCS / link).exists()] == []


def test_the_readme_names_every_guide() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [guide for guide in GUIDES for language in LANGUAGES if f"docs/{guide}.{language}.md" not in text] == []
