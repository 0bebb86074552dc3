"""The payer's form, from the body that the recorder has already read."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from flask import request

from simulator.web.recording import Inbound


def form_of(inbound: Inbound) -> Mapping[str, str]:
    """Return the fields of the form, the first of each name; empty when the body is something else."""
    if request.mimetype != "application/x-www-form-urlencoded":
        return {}
    pairs = parse_qsl(inbound.body.decode("utf-8", errors="replace"), keep_blank_values=True)
    return dict(reversed(pairs))
