"""What this province does for services that others handle, beyond showing them: data in `relays.yaml`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from simulator.core.yaml_file import parse_yaml


@cache
def relay_claims() -> Mapping[str, tuple[str, ...]]:
    """Return id of the service at the portal -> `take`, `mirror` or both."""
    text = files("simulator.province").joinpath("relays.yaml").read_text(encoding="utf-8")
    return {service: tuple(claims) for service, claims in parse_yaml(text, "simulator/province/relays.yaml").items()}
