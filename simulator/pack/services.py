"""What is set up for each service: procedure codes in their time, fee and term, form, papers and results."""

from collections.abc import Iterator
from datetime import date

from simulator.core.text import Text
from simulator.domain.service import Deadline, Fee, Service
from simulator.pack.document import Cell, Section
from simulator.pack.subject import Subject
from simulator.pack.texts import known, section, table, text

Row = tuple[Cell, ...]


def services(about: Subject) -> Section:
    """Return services, codes, forms, papers and results."""
    return section(
        "services",
        table("services", "service name role intake driver term fee_direct fee_online mark", _services(about)),
        table("procedures", "service code name from until field mark", _procedures(about)),
        table("fields", "service field label datum type required known_to wire mark", _fields(about), folded=True),
        table("components", "service component name required kind replaced_by mark", _components(about), folded=True),
        table("results", "service result name data mark", _results(about)),
    )


def _services(about: Subject) -> Iterator[Row]:
    for service, claim in about.services():
        yield (
            service.id,
            service.name,
            known(claim.role),
            ", ".join(claim.intakes),
            claim.driver,
            _term(service.deadline),
            _dong(service.fee.direct_vnd, service.fee),
            _dong(service.fee.online_vnd, service.fee),
            service.fee.mark.value,
        )


def _procedures(about: Subject) -> Iterator[Row]:
    for service, _ in about.services():
        field = Text.of(f"{service.field_code} {service.field_name}")
        for code in service.codes:
            from_, until = _day(code.valid_from), _day(code.valid_until)
            yield service.id, code.code, Text.of(code.name), from_, until, field, code.mark.value


def _fields(about: Subject) -> Iterator[Row]:
    for service in about.handled():
        for one in service.fields:
            yield (
                service.id,
                one.key,
                one.label,
                one.datum,
                one.type,
                _yes(one.required),
                ", ".join(one.known_to),
                one.wire_name,
                one.mark.value,
            )


def _components(about: Subject) -> Iterator[Row]:
    for service in about.handled():
        for one in service.components:
            replaced = ", ".join(one.replaced_by)
            yield service.id, one.code, one.name, known(one.required), known(one.kind), replaced, one.mark.value


def _results(about: Subject) -> Iterator[Row]:
    for service in about.handled():
        for one in service.results:
            yield service.id, one.code, one.name, ", ".join(one.data), one.mark.value


def sources(about: Subject) -> Section:
    """Return the registries that the services take data from, and where each is asked."""
    return section("sources", table("sources", "source name path holds mark", _sources(about)))


def _sources(about: Subject) -> Iterator[Row]:
    handled: list[Service] = about.handled()
    ways = {"login": "", "own": "registries/TraCuuThongTinCongDan", "look_up": "registries/TraCuuDuLieu"}
    for source in about.catalogue.sources.values():
        if not any(service.names(source.id) for service in handled):
            continue
        contract = about.contracts.get(ways[source.answers])
        path = contract.path.replace("{source}", source.id) if contract else ""
        where: Cell = f"POST {about.national_url}{path}" if path else text("with_the_login")
        yield source.id, source.name, where, ", ".join(source.holds), source.mark.value


def _term(deadline: Deadline) -> Cell:
    if not deadline.value:
        return known(deadline.unit)
    unit = known(deadline.unit)
    return Text(f"{deadline.value} {unit.vi}", f"{deadline.value} {unit.en}")


def _dong(amount: int | None, fee: Fee) -> Cell:
    return f"{amount:,}".replace(",", ".") if amount is not None else Text.of(fee.note) if fee.note else "–"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(value: bool) -> Text:
    return known("required" if value else "optional")
