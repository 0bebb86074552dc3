"""Sends what `schemathesis` makes of an OpenAPI document to a real `dvcsim serve`, and says what was not as described.

Each case is sent twice: as it was made, and with what a real caller would know (a live session, a registered system)
put in, so that it gets past the door. Every run makes the same cases.
"""

import os
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

if os.environ.get("DVCSIM_NEEDS_API") != "1":
    pytest.skip("thousands of requests that schemathesis makes: run `make api`", allow_module_level=True)

import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.openapi.documents import Described, load_described
from simulator.wire.contracts import load_contracts
from tests.api.exceptions import Exceptions
from tests.api.knowledge import Known

EXAMPLES = int(os.environ.get("DVCSIM_API_EXAMPLES", "8"))
"""Generated cases of each operation, beside those that cover each limit of its schema."""
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
_TIMEOUT = 30

load_all_checks()
bounded = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@cache
def described() -> Described:
    folders = data_folders()
    return load_described(folders, load_contracts(folders), load_catalogue(folders).dialects)


def schema_of(document: str, coverage: bool = True) -> Any:
    """Return what schemathesis makes of one document; without `coverage` it leaves the limits of each value alone."""
    written = described().document(document)
    assert written is not None
    schema = schemathesis.openapi.from_dict(written)
    schema.config.phases.coverage.unexpected_methods = set()
    schema.config.phases.coverage.enabled = coverage
    return schema


class Target:
    """A running national side, and what a caller of one of its documents knows."""

    def __init__(self, document: str, url: str, known: Callable[[str, requests.Session], Known]) -> None:
        self._url = url
        self._http = requests.Session()
        self._known = known(url, self._http)
        self._exceptions = Exceptions(document)

    def hammer(self, case: Any) -> None:
        """Send one case as it is and as a caller would send it, and hold both answers against the document."""
        self._known.keep_quick(case)
        self._send(case)
        if self._known.put_in(case):
            self._send(case)

    def _send(self, case: Any) -> None:
        response = case.call(base_url=self._url, session=self._http, timeout=_TIMEOUT, allow_redirects=False)
        label = f"{case.method.upper()} {case.path}"
        failures = _failures(case, response)
        unexpected = [one for one in failures if not self._exceptions.allow(label, type(one).__name__)]
        if unexpected:
            raise FailureGroup(unexpected)

    def unneeded(self) -> list[str]:
        """Return the exceptions that no case needed."""
        return self._exceptions.unneeded()


def _failures(case: Any, response: Any) -> list[Failure]:
    try:
        case.validate_response(response, checks=list(CHECKS))
    except FailureGroup as group:
        return [one for one in group.exceptions if isinstance(one, Failure)]
    except Failure as failure:
        return [failure]
    return []
