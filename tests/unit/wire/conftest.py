import pytest

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.core.data_folders import data_folders
from simulator.domain.dialect import Dialect
from simulator.wire.contracts import Contracts, load_contracts


@pytest.fixture(scope="session")
def contracts() -> Contracts:
    return load_contracts(data_folders())


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(data_folders())


@pytest.fixture
def dialect(catalogue: Catalogue) -> Dialect:
    return catalogue.dialects["default"]
