"""Nothing is written that only a POSIX system can hold or do."""

import ast
from pathlib import PurePosixPath

import pytest

from tests.architecture.house import ROOT, modules, tracked
from tests.architecture.portable import posix_only, unsafe_names, without_encoding


def test_every_file_of_the_project_can_be_checked_out():
    assert unsafe_names(map(PurePosixPath, tracked("."))) == []


def test_no_module_needs_a_posix_system():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in modules()
        for line, name in posix_only(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_text_file_has_an_encoding():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        for line in without_encoding(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import fcntl", ["fcntl"]),
        ("from os import fork", ["os.fork"]),
        ("def f():\n    os.killpg(1, signal.SIGKILL)", ["os.killpg", "signal.SIGKILL"]),
        ("if sys.platform != 'win32':\n    import fcntl", []),
        ("import os, signal\nos.getpid()\nsignal.SIGTERM", []),
    ],
)
def test_what_needs_a_posix_system_is_seen(code, found):
    assert [name for _, name in posix_only(ast.parse(code))] == found


@pytest.mark.parametrize("code", ["p.read_text()", "p.write_text(x)", "open(p)", "p.open('w')", "os.fdopen(f, 'w')"])
def test_text_without_an_encoding_is_seen(code):
    assert list(without_encoding(ast.parse(code))) == [1]


@pytest.mark.parametrize("code", ["p.read_text('x', encoding='utf-8')", "open(p, 'rb')", "os.open(p, os.O_RDONLY)"])
def test_what_is_no_text_needs_no_encoding(code):
    assert list(without_encoding(ast.parse(code))) == []


@pytest.mark.parametrize("name", ["a:b", "what?", "a*", "a.", "a ", "nul", "Com1.txt", "folder/a|b"])
def test_names_that_windows_refuses_are_seen(name):
    assert unsafe_names([PurePosixPath(name)]) == [name]


def test_names_that_differ_in_case_alone_are_seen():
    assert unsafe_names([PurePosixPath("a/B"), PurePosixPath("a/b")]) == ["a/b and a/B"]
