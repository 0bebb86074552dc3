"""Two scripts that speak to the national side as the system will: a login, and the first dossier."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.pack.document import Sample, Section
from simulator.pack.subject import Subject
from simulator.pack.texts import section, text
from simulator.wire.sample_dossier import sample_dossier

PASSWORD = "ADAPTER_PASSWORD"
"""The variable of the samples when the claim sheet names none."""
_SESSION = "$SESSION"
_SHELL = """\
#!/bin/sh
# {about}
set -eu
URL="${{DVCSIM_SIMULATOR:-{url}}}"
: "${{{password}:?đặt mật khẩu bộ chuyển đổi / set the password of the adapter account}}"
# DVCSIM_CA_FILE: chứng thư cần tin khi dùng https / the certificate to trust with https
call() {{
  printf '%s' "$2" | curl -sS ${{DVCSIM_CA_FILE:+--cacert "$DVCSIM_CA_FILE"}} \\
    -H 'Content-Type: application/json' {routed}--data-binary @- "$URL$1"
}}
"""
_LOGIN = """\
PASSWORD=$(printf '%s' "${{{password}}}" | sed 's/[\\"]/\\\\&/g')
LOGIN=$(call /mapi/login "{{\\"username\\": \\"{account}\\", \\"password\\": \\"$PASSWORD\\"}}")
"""
_SHOW = """\
printf '%s\\n' "$LOGIN"
"""
_TAKE = """\
SESSION=$(printf '%s' "$LOGIN" | sed -n 's/.*"session" *: *"\\([^"]*\\)".*/\\1/p')
[ -n "$SESSION" ] || {{ printf '%s\\n' "$LOGIN" >&2; exit 1; }}
call /mapi/g "$(cat <<JSON
{message}
JSON
)"
"""


def samples(about: Subject) -> Section:
    """Return the section with both scripts."""
    return replace(section("samples"), samples=(_login(about), _dossier(about)))


def first_dossier(about: Subject) -> dict[str, Any]:
    """Return the message of a new dossier: the contract's example with the system's own agency and service."""
    service = next((one for one in about.handled() if one.codes), None)
    service = service or next((one for one, _ in about.services() if one.codes), about.catalogue.services["khai-sinh"])
    example = about.contracts["portal/DongBoHoSoMC"].example_request
    return sample_dossier(example, service, about.sheet.agency, about.sheet.receiving_agency) | {"session": _SESSION}


def _login(about: Subject) -> Sample:
    head, login = _SHELL.format(**_filled(about, "sample_login")), _LOGIN.format(**_filled(about, "sample_login"))
    return Sample("login.sh", text("sample_login"), head + login + _SHOW)


def _dossier(about: Subject) -> Sample:
    filled = _filled(about, "sample_dossier")
    message = json.dumps(first_dossier(about), ensure_ascii=False, indent=1)
    script = _SHELL.format(**filled) + _LOGIN.format(**filled) + _TAKE.format(message=_quoted(message))
    return Sample("first-dossier.sh", text("sample_dossier"), script)


def _filled(about: Subject, title: str) -> Mapping[str, str]:
    said = text(title)
    return {
        "about": f"{said.vi} / {said.en}",
        "url": about.national_url,
        "routed": f"-H 'dstcode: {about.sheet.dstcode}' " if about.sheet.dstcode else "",
        "account": _quoted(json.dumps(about.sheet.account)[1:-1]).replace('"', '\\"'),
        "password": about.variable("account", "password")[2:-1] or PASSWORD,
    }


def _quoted(message: str) -> str:
    """Return JSON as an unquoted here-document keeps it: only the session is filled in."""
    kept = message.replace("\\", "\\\\").replace("`", "\\`").replace("$", "\\$")
    return kept.replace(f"\\{_SESSION}", _SESSION)
