"""Everything that is held against a request: its contract, its text, and what its values mean.

The portal and `dvcsim validate --contract` ask the same question here, so a message that passes offline passes there.
"""

from collections.abc import Callable
from typing import Any

from simulator.domain.contract_finding import ContractFinding
from simulator.wire.contracts import Contract
from simulator.wire.dossier_meaning import meaning_of
from simulator.wire.message_text import Message


def request_findings(
    contract: Contract,
    message: Message,
    written: Any,
    body: Any,
    makes_paper: Callable[[str], bool] = lambda _: True,
    by_contract: tuple[ContractFinding, ...] | None = None,
) -> tuple[ContractFinding, ...]:
    """Return the findings of a request; `written` holds the message's own objects, `body` the same in contract words.

    `makes_paper` says of a procedure code whether the procedure ends with a document; `by_contract` is what the
    contract says of the body, where that is known already.
    """
    return (
        *(contract.check_request(body) if by_contract is None else by_contract),
        *contract.check_text(message, written),
        *meaning_of(contract.id, body, makes_paper),
    )
