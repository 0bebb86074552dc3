"""What can be asked of a citizen through VNeID, from `contracts/vneid/offers.yaml`."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.catalogue.documents import Document, FileSchemas
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.domain.source import Source
from simulator.domain.vneid_offers import Offer, VneidOffers

FILE = "contracts/vneid/offers.yaml"


def load_offers(schemas: FileSchemas, sources: Mapping[str, Source], problems: list[DataFileError]) -> VneidOffers:
    """Read the file; what is wrong with it is added to `problems`."""
    document = schemas.document("vneid-offers", FILE, problems)
    if document is None:
        return VneidOffers({}, {}, {}, {})
    problems.extend(_problems(document, sources))
    data = document.data
    words = {name: {code: Text.of(text) for code, text in told.items()} for name, told in data["words"].items()}
    labels = {name: Text.of(text) for name, text in data["attributes"].items()}
    return VneidOffers(_offers(data["sharing"]), _offers(data["papers"]), labels, words)


def _offers(data: Mapping[str, Any]) -> dict[str, Offer]:
    return {
        key: Offer(key, Text.of(told["title"]), tuple(told["attributes"]), told.get("source", ""))
        for key, told in data.items()
    }


def _problems(document: Document, sources: Mapping[str, Source]) -> Iterator[DataFileError]:
    data = document.data
    for part in ("sharing", "papers"):
        for key, told in data[part].items():
            for at, name in enumerate(told["attributes"]):
                if name not in data["attributes"]:
                    yield document.unknown((part, key, "attributes", at), "attribute", name, list(data["attributes"]))
            if part == "papers" and told["source"] not in sources:
                yield document.unknown((part, key, "source"), "source", told["source"], list(sources))
