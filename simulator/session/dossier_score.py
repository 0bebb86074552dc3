"""The service index's view of a dossier that the portal keeps."""

from simulator.domain.index_766 import Told, counted
from simulator.domain.service import Service
from simulator.session.dossiers import KeptDossier


def index_of(kept: KeptDossier, service: Service | None) -> dict[str, str]:
    """Return item of the index -> how it counts the dossier; `service` is that of its procedure, if it is known."""
    told = Told(
        received_at=kept.received_at,
        due_at=kept.due_at,
        channel=kept.channel,
        content=kept.content,
        steps=kept.history,
        makes_paper=service is None or bool(service.results),
        bears_fee=_bears_fee(service),
    )
    return counted(told)


def _bears_fee(service: Service | None) -> bool | None:
    fees = (service.fee.online_vnd, service.fee.direct_vnd) if service else ()
    known = [fee for fee in fees if fee is not None]
    return any(known) if known else None
