"""Routes that show and rotate the keys with which VNeID signs."""

from flask import Blueprint, Response

from simulator.control.body import bad_request, json_object, text_of
from simulator.control.envelope import AdminError, answer
from simulator.core.text import Text
from simulator.web.national import National
from simulator.web.signing_keys import ALGORITHMS, STEPS, NoKeyWaits, SigningKeys


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the routes below `/admin/vneid`."""

    @admin.get("/vneid/keys")
    def show_keys() -> Response:
        return answer({"keys": SigningKeys(national.db).states()})

    @admin.post("/vneid/rotate")
    def rotate() -> Response:
        """Rotate in one go (publish and use), or do the one step that the body names."""
        body = json_object()
        algorithm, step = text_of(body, "algorithm", ALGORITHMS[0]), text_of(body, "step", "")
        if algorithm not in ALGORITHMS:
            raise bad_request("algorithm", f"one of {', '.join(ALGORITHMS)}, not {algorithm!r}")
        if step and step not in STEPS:
            raise bad_request("step", f"one of {', '.join(STEPS)}, or none for publish and use, not {step!r}")
        keys = SigningKeys(national.db)
        try:
            for one in (step,) if step else ("publish", "use"):
                keys.rotate(algorithm, one)
        except NoKeyWaits:
            raise _nothing_published(algorithm) from None
        return answer({"keys": keys.states()})


def _nothing_published(algorithm: str) -> AdminError:
    text = Text(
        f"Chưa công bố khóa {algorithm} mới nào để dùng; gọi bước publish trước.",
        f"No new {algorithm} key was published that could be used; do the step publish first.",
    )
    return AdminError(409, "no_key_waits", text)
