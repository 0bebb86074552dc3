"""Reads the page of the portal's form: what a browser sends for it, files included."""

from io import BytesIO

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.formparser import FormDataParser

from simulator.wire.filings import Handed
from simulator.wire.form import Attachment

LINE, FILE = "line:", "file:"
"""In front of the id of a line, and of the code of a component, in the names of the page's inputs."""


def handed_from_page(body: bytes) -> Handed:
    """Read a form as a browser sends it; raises `ValueError` for one without the number of the submission.

    The recorder has read the request already, so the body is parsed from its bytes.
    """
    _, form, files = FormDataParser().parse(BytesIO(body), request.mimetype, len(body), {**request.mimetype_params})
    if not form.get("submission_id"):
        raise ValueError("submission_id")
    values = {name.removeprefix(LINE): text for name, text in form.items() if name.startswith(LINE)}
    components = tuple(_attached(name, file) for name, file in files.items() if file.filename)
    for file in files.values():
        file.close()
    return Handed(form["submission_id"], form.get("agency", ""), values, components)


def _attached(name: str, file: FileStorage) -> Attachment:
    content = file.read()
    media = file.mimetype or "application/octet-stream"
    return Attachment(name.removeprefix(FILE), file.filename or "", content, media)
