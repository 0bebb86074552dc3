"""What a province tells of a dossier beside its state: papers, fees, supplements, results, and how it was handled.

A list that is None was not told. Times are ISO 8601 with +07:00, or empty; codes stand as they were sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Paper:
    """One file of the dossier."""

    id: str = ""
    name: str = ""
    component: str = ""
    link: str = ""
    digitised: str = ""
    """1 digitised, 0 not."""
    reused: str = ""
    """0 no, 1 from a component of another dossier, 2 from an earlier result."""
    from_store: str = ""
    """1 taken from the citizen's national store, 0 not."""
    replaced_by: str = ""
    """Code of the result that stands for the paper."""
    deleted: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """Return by what the same file is known in a later message."""
        return (self.id,) if self.id else (self.component, self.name, self.link)


@dataclass(frozen=True)
class Charge:
    """One fee; `vnd` is whole VND, None when it was not told as a number."""

    name: str = ""
    code: str = ""
    due: str = ""
    """1 at acceptance, 2 at a supplement, 4 at the return of the result."""
    vnd: int | None = None
    kind: str = ""


@dataclass(frozen=True)
class OtherPaper:
    """A paper that is listed and not sent."""

    name: str = ""
    count: str = ""
    kind: str = ""


@dataclass(frozen=True)
class ToldSupplement:
    """One request for more papers, and what came of it."""

    id: str = ""
    asked_by: str = ""
    content: str = ""
    asked_at: str = ""
    taken_by: str = ""
    note: str = ""
    taken_at: str = ""
    state: str = ""
    due_before: str = ""
    due_after: str = ""
    papers: tuple[Paper, ...] = ()
    charges: tuple[Charge, ...] = ()


@dataclass(frozen=True)
class ResultPaper:
    """One result document."""

    name: str = ""
    component: str = ""
    id: str = ""
    link: str = ""
    code: str = ""


@dataclass(frozen=True)
class Identity:
    """A number of the owner: kind 1 personal number, 2 old card number."""

    kind: str = ""
    number: str = ""


@dataclass(frozen=True)
class DossierContent:
    """Everything of a row that its report does not hold."""

    field_code: str = ""
    field_name: str = ""
    receipt: str = ""
    other: str = ""
    fax: str = ""
    note: str = ""
    delivery: str = ""
    """0 at the counter, 1 by post."""
    returned_note: str = ""
    lodged_at: str = ""
    """2 at the province, 1 on the portal."""
    submitted_at: str = ""
    refused_at: str = ""
    digitised: str = ""
    """1 has digitised components."""
    verified: str = ""
    """1 the account is verified with VNeID."""
    paid_online: str = ""
    """0 no fee, 1 on the national platform, 2 on the province's gateway, 3 a fee, not online."""
    papers: tuple[Paper, ...] | None = None
    charges: tuple[Charge, ...] | None = None
    others: tuple[OtherPaper, ...] | None = None
    supplements: tuple[ToldSupplement, ...] | None = None
    results: tuple[ResultPaper, ...] | None = None
    identities: tuple[Identity, ...] | None = None
    databases: tuple[str, ...] | None = None

    def after(self, before: "DossierContent | None") -> "DossierContent":
        """Return what is known once this was told: a list takes the place of the one before, files come and go singly.

        A file is put in place by its id or taken away by its mark of deletion; that the others stay is inferred from
        there being such a mark (ASSUMED).
        """
        if before is None:
            papers = _after(self.papers, ())
            return self if papers == self.papers else replace(self, papers=papers)
        kept = {name: getattr(before, name) for name in _LISTS if getattr(self, name) is None}
        return replace(self, **{**kept, "papers": _after(self.papers, before.papers or ())})


NOTHING_TOLD = DossierContent()
_LISTS: dict[str, Any] = {
    "papers": Paper,
    "charges": Charge,
    "others": OtherPaper,
    "supplements": ToldSupplement,
    "results": ResultPaper,
    "identities": Identity,
    "databases": None,
}


def content_of(data: Mapping[str, Any]) -> DossierContent:
    """Read what `orjson` wrote of one."""
    lists = {name: _read(name, data[name]) for name in _LISTS if data.get(name) is not None}
    return DossierContent(**{**data, **lists})


def _read(name: str, items: list[Any]) -> tuple[Any, ...]:
    kind = _LISTS[name]
    if kind is None:
        return tuple(items)
    if kind is not ToldSupplement:
        return tuple(kind(**item) for item in items)
    parts = {"papers": Paper, "charges": Charge}
    return tuple(
        ToldSupplement(**{**item, **{part: tuple(of(**one) for one in item[part]) for part, of in parts.items()}})
        for item in items
    )


def _after(told: tuple[Paper, ...] | None, before: tuple[Paper, ...]) -> tuple[Paper, ...]:
    kept = {paper.key: paper for paper in before}
    for paper in told or ():
        if paper.deleted:
            kept.pop(paper.key, None)
        else:
            kept[paper.key] = paper
    return tuple(kept.values())
