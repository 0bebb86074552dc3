"""A file is judged as it comes in, whatever the parts it comes in, and never kept."""

import hashlib
import sys

import pytest

from simulator.domain.file_content import PDF, TEXT, XML, FileContent

WHOLE = b"%PDF-1.7\n" + b"x" * 200_000 + b"\n%%EOF\n"


def taken(content: bytes, step: int = 65536, most: int = 1_000_000) -> FileContent:
    found = FileContent(most)
    for at in range(0, len(content), step):
        if not found.take(content[at : at + step]):
            break
    return found


@pytest.mark.parametrize("step", [997, 65536, 1_000_000])
def test_the_parts_make_no_difference(step: int) -> None:
    found = taken(WHOLE, step)
    assert (found.media_type, found.size, found.problem("application/pdf")) == (PDF, len(WHOLE), "")
    assert found.sha256 == hashlib.sha256(WHOLE).hexdigest()


def test_a_letter_that_two_parts_share_is_a_letter() -> None:
    assert taken("Giấy khai sinh".encode(), 1).media_type == TEXT


@pytest.mark.parametrize(
    ("content", "declared", "problem"),
    [
        (b"", "", "empty"),
        (WHOLE[:-40], "application/pdf", "corrupt"),
        (b"PK\x03\x04 and nothing else", "application/zip", "corrupt"),
        (b"text\0binary", "text/plain", "wrong_type"),
        (b"\xd0\xcf\x11\xe0", "application/msword", "wrong_type"),
        (b"plain", "application/pdf; charset=binary", "corrupt"),
        (b"plain", "", ""),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "text/xml", ""),
        (b"\n <HTML><body>", "application/octet-stream", "wrong_type"),
    ],
)
def test_what_is_wrong_with_it(content: bytes, declared: str, problem: str) -> None:
    assert taken(content).problem(declared) == problem


def test_xml_is_told_from_text() -> None:
    assert taken(b"<?xml version='1.0'?><a/>").media_type == XML


def test_what_is_too_large_is_left_early_and_little_of_it_is_held() -> None:
    found = FileContent(100_000)
    assert found.take(b"%PDF-" + b"x" * 90_000)
    assert not found.take(b"x" * 90_000)
    assert found.problem("application/pdf") == "too_large"
    assert "or more" in found.note()
    assert sum(sys.getsizeof(value) for value in vars(found).values()) < 100_000
