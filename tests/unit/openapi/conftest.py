import pytest

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.core.data_folders import data_folders
from simulator.openapi.documents import Described, load_described
from simulator.wire.contracts import Contracts, load_contracts


@pytest.fixture(scope="session")
def contracts() -> Contracts:
    return load_contracts(data_folders())


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(data_folders())


@pytest.fixture(scope="session")
def described(contracts: Contracts, catalogue: Catalogue) -> Described:
    return load_described(data_folders(), contracts, catalogue.dialects)
