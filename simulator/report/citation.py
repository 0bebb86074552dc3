"""How a rule is cited: each document with its own article."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any


def citation(rule: Mapping[str, Any]) -> str:
    """Return `document, article`; several of both, parted by `;`, are put together pair by pair."""
    documents = str(rule.get("document", "")).split("; ")
    articles = str(rule.get("article", "")).split("; ")
    if len(articles) > len(documents):
        documents, articles = ["; ".join(documents)], ["; ".join(articles)]
    pairs = zip_longest(documents, articles, fillvalue="")
    return "; ".join(", ".join(part for part in pair if part) for pair in pairs)
