"""Everything that is data: services, requirements, scenarios, weathers, dialects, sets and codes.

Adding one of them is adding a file; no Python file changes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from simulator.catalogue.applicability import ApplicabilityTable, load_table
from simulator.catalogue.codes import Codes, load_codes
from simulator.catalogue.communes import load_communes
from simulator.catalogue.dialects import dialects_of
from simulator.catalogue.documents import Document, FileSchemas
from simulator.catalogue.identity_cases import load_cases
from simulator.catalogue.identity_profiles import profile_of, profile_problems
from simulator.catalogue.minimum import MinimumClaim, load_minimum
from simulator.catalogue.payment_rules import load_payment_rules
from simulator.catalogue.personas import personas_of
from simulator.catalogue.requirements import requirements_of
from simulator.catalogue.samples import Samples, load_samples
from simulator.catalogue.scenarios import scenario_of, scenario_problems, weather_of, weather_problems
from simulator.catalogue.service_problems import service_problems, shared_code_problems
from simulator.catalogue.services import service_of
from simulator.catalogue.sets import load_sets, set_members
from simulator.catalogue.vneid_offers import load_offers
from simulator.core.data_folders import DataFolders
from simulator.core.errors import DataFileError
from simulator.domain.administrative_unit import AdministrativeUnit
from simulator.domain.code_list import CodeList
from simulator.domain.commune import CommuneList
from simulator.domain.dialect import Dialect
from simulator.domain.identity_case import IdentityCase
from simulator.domain.identity_profile import IdentityProfile
from simulator.domain.payment_rules import PaymentRules
from simulator.domain.persona import Persona
from simulator.domain.requirement import Requirement
from simulator.domain.scenario import Scenario, Weather
from simulator.domain.service import Service
from simulator.domain.source import Source
from simulator.domain.vneid_offers import VneidOffers

Value = TypeVar("Value")


@dataclass(frozen=True)
class Catalogue:
    """What the data folders hold, by id."""

    services: dict[str, Service]
    requirements: dict[str, Requirement]
    scenarios: dict[str, Scenario]
    weathers: dict[str, Weather]
    dialects: dict[str, Dialect]
    identity_profiles: dict[str, IdentityProfile]
    """How VNeID speaks to a client, by the id that a claim sheet names."""
    personas: dict[str, Persona]
    """Who can be chosen on the login page."""
    identity_cases: dict[str, IdentityCase]
    """What can go wrong around a login, for the relying-party suite."""
    sets: dict[str, tuple[str, ...]]
    sources: dict[str, Source]
    """Sources of data by id."""
    codes: dict[str, AdministrativeUnit]
    """Provincial units by code."""
    communes: dict[str, CommuneList]
    """Lists of communes by province; only of the provinces whose list is there."""
    code_lists: dict[str, CodeList]
    """The lists that the portal answers, by id."""
    vneid_offers: VneidOffers
    """What can be asked of a citizen through VNeID."""
    payment: PaymentRules
    """What the payment platform answers, and its banks."""
    schemas: FileSchemas
    minimum: MinimumClaim
    samples: Samples
    """What citizens left at the portal before anybody connected."""
    applicability: ApplicabilityTable | None = None
    """None while it is being derived."""

    def services_of(self, sets: Iterable[str]) -> tuple[str, ...]:
        """Return the services of sets that the user named by id or by file; an unknown set is refused."""
        return tuple(one for word in sets for one in set_members(word, self.sets, self.schemas, self.services))

    def service_by_code(self, code: str) -> Service | None:
        """Return the service that a national procedure code (1.001193) belongs to."""
        return self._by_code.get(code)

    @cached_property
    def _by_code(self) -> Mapping[str, Service]:
        codes = [(own.code, one) for one in self.services.values() for own in one.codes]
        return dict(reversed(codes))


def load_catalogue(
    folders: DataFolders, known_checks: frozenset[str] | None = None, with_table: bool = True
) -> Catalogue:
    """Read the data folders; the first problem is raised. Without the table of applicability, it can be derived."""
    catalogue, problems_found = _load(folders, known_checks, with_table)
    if problems_found:
        raise problems_found[0]
    return catalogue


def problems(folders: DataFolders, known_checks: frozenset[str] | None = None) -> list[DataFileError]:
    """Return every problem in the data folders."""
    return _load(folders, known_checks, with_table=True)[1]


def _load(
    folders: DataFolders, known_checks: frozenset[str] | None, with_table: bool
) -> tuple[Catalogue, list[DataFileError]]:
    found: list[DataFileError] = []
    schemas = FileSchemas(folders)
    codes = load_codes(schemas, found)
    services = _services(schemas, codes, found)
    weathers = _weathers(schemas, found)
    profiles = _identity_profiles(schemas, found)
    sound_so_far = len(found)
    personas = personas_of(list(schemas.documents("personas", "contracts/vneid/personas", found)), found)
    catalogue = Catalogue(
        services=services,
        requirements=_requirements(schemas, found),
        scenarios=_scenarios(folders, schemas, codes, services, weathers, known_checks, found),
        weathers=weathers,
        dialects=_dialects(schemas, found),
        personas=personas,
        identity_profiles=profiles,
        identity_cases=load_cases(schemas, profiles, personas if len(found) == sound_so_far else (), found),
        sets=load_sets(schemas, services, found),
        sources=codes.sources,
        codes=codes.provinces,
        communes=load_communes(schemas, codes.provinces, found),
        code_lists=codes.lists,
        vneid_offers=load_offers(schemas, codes.sources, found),
        payment=load_payment_rules(schemas, found),
        schemas=schemas,
        minimum=MinimumClaim(),
        samples=load_samples(schemas, found),
    )
    # A table that names a file which could not be read would only repeat that file's problem.
    return catalogue if found else _with_tables(catalogue, with_table, found), found


def _with_tables(catalogue: Catalogue, with_table: bool, found: list[DataFileError]) -> Catalogue:
    services, scenarios = catalogue.services, catalogue.scenarios
    minimum = load_minimum(catalogue.schemas, services, found)
    if found or not with_table:
        return replace(catalogue, minimum=minimum)
    table = load_table(catalogue.schemas, services, scenarios, minimum, found)
    return replace(catalogue, minimum=minimum, applicability=table)


def _services(schemas: FileSchemas, codes: Codes, found: list[DataFileError]) -> dict[str, Service]:
    documents = list(
        _sound(schemas.documents("service", "services", found), found, lambda one: service_problems(one, codes))
    )
    found.extend(shared_code_problems(documents))
    services = [service_of(document, found) for document in documents]
    return {service.id: service for service in sorted(services, key=lambda one: one.number)}


def _weathers(schemas: FileSchemas, found: list[DataFileError]) -> dict[str, Weather]:
    documents = schemas.documents("weather", "scenarios/weathers", found)
    return {one.data["id"]: weather_of(one) for one in _sound(documents, found, weather_problems)}


def _requirements(schemas: FileSchemas, found: list[DataFileError]) -> dict[str, Requirement]:
    result: dict[str, Requirement] = {}
    for document in schemas.documents("requirement", "contracts/requirements", found):
        for index, requirement in enumerate(requirements_of(document, found)):
            if requirement.id in result:
                found.append(document.problem(("requirements", index, "id"), f"{requirement.id} stands twice"))
            result[requirement.id] = requirement
    return result


def _scenarios(
    folders: DataFolders,
    schemas: FileSchemas,
    codes: Codes,
    services: dict[str, Service],
    weathers: dict[str, Weather],
    known_checks: frozenset[str] | None,
    found: list[DataFileError],
) -> dict[str, Scenario]:
    def wrong(document: Document) -> Iterator[DataFileError]:
        return scenario_problems(document, codes, services, weathers, known_checks)

    files = [file.label.split("/") for file in folders.walk("scenarios", ".yaml")]
    families = sorted({parts[1] for parts in files if len(parts) > 2} - {"weathers"})
    result: dict[str, Scenario] = {}
    for family in families:
        for document in _sound(schemas.documents("scenario", f"scenarios/{family}", found), found, wrong):
            result[document.data["id"]] = scenario_of(document)
    return result


def _dialects(schemas: FileSchemas, found: list[DataFileError]) -> dict[str, Dialect]:
    return dialects_of(list(schemas.documents("dialect", "contracts/dialects", found)), found)


def _identity_profiles(schemas: FileSchemas, found: list[DataFileError]) -> dict[str, IdentityProfile]:
    documents = schemas.documents("identity-profile", "contracts/vneid/profiles", found)
    return {one.data["id"]: profile_of(one) for one in _sound(documents, found, profile_problems)}


def _sound(
    documents: Iterable[Document], found: list[DataFileError], wrong: Callable[[Document], Iterator[DataFileError]]
) -> Iterator[Document]:
    """Yield the documents in which nothing is wrong; note what is wrong in the others."""
    for document in documents:
        errors = list(wrong(document))
        found.extend(errors)
        if not errors:
            yield document
