"""Holds messages in files against a contract, as the portal would, without a portal."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from simulator.core.errors import ConfigurationError, near_matches
from simulator.core.exit_status import ExitStatus
from simulator.core.text import Text
from simulator.domain.contract_finding import ContractFinding
from simulator.wire.contracts import Contract, Contracts
from simulator.wire.finding_advice import advice
from simulator.wire.message_text import read_message
from simulator.wire.request_findings import request_findings

STDIN = Path("-")


@dataclass(frozen=True)
class Held:
    """One message, held against its contract."""

    name: str
    contract: str
    problem: Text | None
    """Why it could not be read as a message."""
    findings: tuple[ContractFinding, ...] = ()

    @property
    def verdict(self) -> str:
        """FAIL, WARN or OK: a finding that rests on an assumption is no more than a warning."""
        if self.problem or any(_verdict(one) == "FAIL" for one in self.findings):
            return "FAIL"
        return "WARN" if self.findings else "OK"

    def to_json(self) -> dict[str, Any]:
        """Return it for `--json`."""
        findings = [
            {**one.to_json(), "verdict": _verdict(one), "remedy": advice(one).to_json()} for one in self.findings
        ]
        problem = self.problem.to_json() if self.problem else None
        return {"file": self.name, "contract": self.contract, "verdict": self.verdict, "problem": problem} | {
            "findings": findings
        }


def named_contract(contracts: Contracts, contract_id: str, answer: bool) -> Contract:
    """Return the contract of that id; `answer` asks for its answer, which not every operation has."""
    contract = contracts.get(contract_id)
    if contract is None:
        do = "`dvcsim list contracts` names them all."
        raise ConfigurationError(
            "--contract", f"unknown contract {contract_id!r}", near_matches(contract_id, contracts.ids()), do
        )
    if answer and contract.response is None:
        raise ConfigurationError("--answer", f"the answer of {contract_id} has no body", "a contract with an answer")
    return contract


def held_against(contract: Contract, answer: bool, paths: Sequence[Path]) -> Iterator[Held]:
    """Yield each file with what is held against it."""
    for path in paths:
        name = "stdin" if path == STDIN else str(path)
        message = read_message(_bytes_of(path))
        if message.problem:
            yield Held(name, contract.id, message.problem)
            continue
        document = message.document
        found = (
            (*contract.check_response(document), *contract.check_text(message, document))
            if answer
            else request_findings(contract, message, document, document)
        )
        yield Held(name, contract.id, None, found)


def told(held: Sequence[Held], as_json: bool, fail_on: str) -> ExitStatus:
    """Print every message with its findings; return the exit code."""
    if as_json:
        click.echo(json.dumps([one.to_json() for one in held], ensure_ascii=False, indent=2))
    else:
        for one in held:
            click.echo("\n".join(_lines(one)))
    counted = {"fail": ("FAIL",), "warn": ("FAIL", "WARN")}[fail_on]
    return ExitStatus.FAIL if any(one.verdict in counted for one in held) else ExitStatus.OK


def _lines(held: Held) -> Iterator[str]:
    if held.problem:
        yield f"{held.name}: FAIL - không phải bản tin JSON / no JSON message: {held.problem.vi} / {held.problem.en}"
        return
    count = f"{len(held.findings)} khác biệt / differences, " if held.findings else ""
    yield f"{held.name}: {held.verdict} - {count}{held.contract}"
    for one in held.findings:
        expected = one.expected if one.unknown_field else f"cần / expected {one.expected}" if one.expected else ""
        known = "" if not one.assumed else "  [giả định / assumed]"
        yield f"  {_verdict(one)} {one.pointer or '/'}: {one.found}" + (f" - {expected}" if expected else "") + known
        remedy = advice(one)
        yield f"       {remedy.vi} / {remedy.en}"


def _verdict(finding: ContractFinding) -> str:
    return "WARN" if finding.assumed or finding.unknown_field else "FAIL"


def _bytes_of(path: Path) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            str(path), f"cannot be read ({error.strerror})", "a file with one message, or - for stdin"
        ) from None
