"""One national side for all the systems that a worker tries one after the other."""

from collections.abc import Iterator

import pytest

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.checks import CHECKS
from simulator.core.data_folders import data_folders
from tests.acceptance.laboratory import Laboratory
from tests.acceptance.processes import started


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(data_folders(), frozenset(CHECKS))


@pytest.fixture(scope="session")
def laboratory(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Laboratory]:
    folder = tmp_path_factory.mktemp("laboratory")
    with started("serve", "--port", "0", "--data", "national", cwd=folder) as national_side:
        yield Laboratory(folder, national_side, catalogue)
