"""The list of what may differ: every line names an operation that exists, and says why."""

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.openapi.documents import load_described
from simulator.wire.contracts import load_contracts
from tests.api.exceptions import Allowed, Exceptions, read_rows


def test_each_line_names_an_operation_and_a_reason() -> None:
    rows = read_rows()
    if not rows:
        return
    folders = data_folders()
    described = load_described(folders, load_contracts(folders), load_catalogue(folders).dialects)
    for row in rows:
        method, path = row.operation.split(" ")
        document = described.document(row.document)
        assert document is not None
        assert method.lower() in document["paths"][path]
        assert len(row.reason) > 20


def test_a_line_is_for_its_operation_and_check_alone_and_tells_when_it_is_not_needed() -> None:
    lines = [
        Allowed("admin", "GET /a", "ServerError", "a reason"),
        Allowed("portal", "GET /b", "ServerError", "another"),
    ]
    listed = Exceptions("admin", lines)
    assert listed.unneeded() == ["GET /a: ServerError"]
    assert not listed.allow("GET /a", "UndefinedStatusCode")
    assert not listed.allow("GET /b", "ServerError")
    assert listed.allow("GET /a", "ServerError")
    assert listed.unneeded() == []
