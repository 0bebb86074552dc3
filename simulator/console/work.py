"""The work list: what people are asked to do at systems that no program drives, grouped by log-in."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, request

from simulator.console.desk import Desk
from simulator.console.shown import written_time
from simulator.control.work import work_list
from simulator.core.text import Text
from simulator.session.work import STATES

SHOWN = 100
CHOICES = ("open", *STATES)


def add_routes(console: Blueprint, desk: Desk) -> None:
    """Add the list of work items."""

    @console.get("/console/work")
    def work() -> Response:
        return _list(desk)


def _list(desk: Desk) -> Response:
    chosen = {name: request.args.get(name, "").strip()[:200] for name in ("run", "province", "session", "group")}
    state = request.args.get("status", "open")
    state = state if state in CHOICES else ""
    told = work_list(desk.national, {**{name: value or None for name, value in chosen.items()}, "status": state})
    return desk.pages.page(
        "work.html",
        chosen=chosen,
        state=state,
        choices=CHOICES,
        groups=_groups(told["items"][:SHOWN]),
        hidden=max(0, len(told["items"]) - SHOWN),
        estimate=told["estimate"],
        provinces=desk.national.provinces.all(),
        said=_said(desk),
        as_text=as_text,
        written_time=written_time,
        service_name=lambda item: service_name(desk, item),
    )


def next_open(desk: Desk, item: Mapping[str, Any]) -> str | None:
    """Return the next item that waits under the same log-in, so that nobody logs in again for it."""
    wanted = {"run": item["run"], "province": item["province"], "group": item["group"], "status": "open"}
    found = [one["id"] for one in work_list(desk.national, wanted)["items"] if one["id"] != item["id"]]
    return found[0] if found else None


def service_name(desk: Desk, item: Mapping[str, Any]) -> Text:
    """Return the name of an item's service."""
    found = desk.national.catalogue.services.get(item["service"])
    return found.name if found else Text.of(item["service"])


def as_text(value: Mapping[str, str] | str) -> Text:
    """Return a text that travelled as JSON."""
    return Text.of(value)


def _groups(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The items of one log-in together; the work list has them in that order."""
    found = []
    for _, members in groupby(items, key=lambda one: (one["run"], one["province"], one["group"])):
        listed = list(members)
        found.append({"items": listed, "first": listed[0], "minutes": sum(one["minutes"] for one in listed)})
    return found


def _said(desk: Desk) -> Mapping[str, Any] | None:
    """The item that was answered just now, to say so above the list."""
    found = desk.national.work.get(request.args.get("answered", ""))
    return {"id": found.id, "title": found.told["title"]} if found is not None and not found.is_open else None
