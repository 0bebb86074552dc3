"""`dvcsim mutants`: which services it tries, and when the proof counts as whole."""

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.checks import CHECKS
from simulator.cli import mutants
from simulator.conformance.mutants import MutationMatrix
from simulator.core.data_folders import data_folders

PROOF = load_catalogue(data_folders()).sets["proof"]


@pytest.fixture
def tried(monkeypatch):
    """Stand in for the proof; `came_to` are the checks that the clean system came to, each tripped by nothing."""
    seen = []

    def answer(*came_to):
        def prove(catalogue, options, listen, stop):
            seen.append(options)
            return MutationMatrix(checks=came_to)

        monkeypatch.setattr(mutants, "prove", prove)
        return seen

    return answer


def test_without_a_choice_the_set_of_the_proof_is_tried_and_said(dvcsim, tried):
    seen = tried(*CHECKS)
    said = dvcsim("mutants")
    assert seen[0].services == PROOF
    assert all(word in said.err for word in ("--set proof", *PROOF, "--set essential-25"))


def test_a_case_of_a_check_shows_that_something_came_to_it(dvcsim, tried):
    tried(*(f"{check}/case" for check in CHECKS))
    assert "Nothing came to" not in dvcsim("mutants").out


def test_a_set_and_services_are_added_up(dvcsim, tried):
    seen = tried(*CHECKS)
    said = dvcsim("mutants", "--set", "proof", "--service", "khai-tu")
    assert set(seen[0].services) == {*PROOF, "khai-tu"}
    assert "--set proof" not in said.err


def test_an_unknown_set_is_refused(dvcsim):
    said = dvcsim("mutants", "--set", "prof")
    assert said.code == 2
    assert "--set prof: no such set - did you mean proof?" in said.err


def test_a_check_that_nothing_came_to_is_a_gap_of_a_whole_proof(dvcsim, tried):
    """A proof that leaves a check out says nothing of the defects of that check."""
    missed, *reached = CHECKS
    tried(*reached)
    whole = dvcsim("mutants")
    assert whole.code == 1
    assert f"Nothing came to {missed}" in whole.out
    part = dvcsim("mutants", "--service", "khai-sinh")
    assert part.code == 0
    assert "Nothing came to" not in part.out
