"""Where the national side is, with which account, and what the system itself has to be reached at."""

from collections.abc import Iterator
from urllib.parse import urlencode

from simulator.console.start import ADAPTER_PREFIXES
from simulator.core.text import Text
from simulator.domain.inbound import CONTRACTS, PARTS
from simulator.pack.document import Cell, Section
from simulator.pack.subject import Subject
from simulator.pack.texts import known, section, table, text
from simulator.session.adapter_sessions import LIFETIME
from simulator.vneid.client import SCOPES
from simulator.wire.handover import handover_query, local_code_of, online_code_of

CA_PATH = "/ca.pem"
"""Where a national side that speaks HTTPS serves the certificate to trust."""


def connection(about: Subject) -> Section:
    """Return where to call, with which account; behind a provincial middleware also each of its addresses."""
    tables = [table("connection", "what value note", _connection(about))]
    if doors := list(_doors(about)):
        tables.append(table("doors", "operation call mark", doors))
    return section("connection", *tables)


def _doors(about: Subject) -> Iterator[tuple[Cell, Cell, Cell]]:
    sheet, facade = about.sheet, about.catalogue.dialects[about.sheet.dialect].facade
    for door in facade.doors if facade else ():
        yield door.service, f"{door.method} {about.national_url}/{door.path_at(sheet.middleware)}", door.mark.value


def _connection(about: Subject) -> Iterator[tuple[Cell, Cell, Cell]]:
    sheet, url = about.sheet, about.national_url
    yield text("row_login"), f"{url}/mapi/login", text("row_login_is", minutes=int(LIFETIME.total_seconds() // 60))
    yield text("row_door"), f"{url}/mapi/g", text("row_door_is")
    for prefix in ADAPTER_PREFIXES:
        yield text("row_gateway"), f"{url}{prefix}/mapi/g", text("row_gateway_is")
    if sheet.dstcode:
        yield "dstcode", sheet.dstcode, text("row_dstcode_is")
    yield text("row_account"), sheet.account, text("row_account_is")
    yield text("row_password"), about.variable("account", "password") or text("secret_in_sheet"), text("row_secret_is")
    yield text("row_agency"), sheet.agency, text("row_agency_is")
    yield text("row_receiving"), sheet.receiving_agency, text("row_receiving_is")
    yield text("row_dialect"), sheet.dialect, about.catalogue.dialects[sheet.dialect].title
    yield text("row_handbook"), f"{url}/docs", text("row_handbook_is")
    if sheet.payment is not None:
        yield text("row_payment"), f"{url}/paymentplatform", text("row_payment_is")
        yield text("row_partner"), sheet.payment.partner, text("row_partner_is")
        secret = about.variable("payment", "secret") or text("secret_in_sheet")
        yield text("row_payment_secret"), secret, text("row_payment_secret_is")
    if sheet.payment is not None and sheet.payment.confirm:
        yield text("row_confirm"), f"{sheet.base_url}{sheet.payment.confirm}", text("row_confirm_is")
    if url.startswith("https"):
        yield text("row_ca"), f"{url}{CA_PATH}", text("row_ca_is")


def openid(about: Subject) -> Section:
    """Return how to log citizens in through VNeID."""
    return section(
        "openid",
        table("client", "what value note", _client(about)),
        table("openid_endpoints", "what value mark", _endpoints(about)),
        table("claims_of_login", "claim holds mark", _claims(about)),
    )


def _client(about: Subject) -> Iterator[tuple[Cell, Cell, Cell]]:
    client, profile = about.sheet.raw["openid"], about.profile
    yield text("row_issuer"), about.issuer, text("row_issuer_is")
    yield text("row_client"), about.sheet.openid_client, text("row_client_is")
    yield (
        text("row_client_secret"),
        about.variable("openid", "client_secret") or text("secret_in_sheet"),
        text("row_secret_is"),
    )
    for address in client.get("redirect_uris", ()):
        yield text("row_redirect"), address, text("row_redirect_is")
    for address in client.get("post_logout_redirect_uris", ()):
        yield text("row_post_logout"), address, text("row_redirect_is")
    if address := client.get("backchannel_logout_uri"):
        yield text("row_backchannel"), address, text("row_backchannel_is")
    yield text("row_profile"), profile.id, profile.title
    yield text("row_auth"), ", ".join(profile.client_authentication), text("row_auth_is")
    yield text("row_pkce"), "S256", known("required" if profile.pkce_required else "optional")
    yield text("row_nonce"), "nonce", known("required" if profile.nonce_required else "optional")
    yield text("row_scopes"), " ".join(SCOPES), text("row_scopes_is")
    yield text("row_alg"), client.get("id_token_signed_response_alg", "RS256"), text("row_alg_is")


def _endpoints(about: Subject) -> Iterator[tuple[Cell, Cell, Cell]]:
    for operation, path in about.profile.endpoints.items():
        if operation != "login":
            yield operation, f"{about.issuer}{path}", _mark(about, f"endpoints.{operation}")


def _claims(about: Subject) -> Iterator[tuple[Cell, Cell, Cell]]:
    for claim, holds in about.profile.claims.items():
        yield claim, holds, _mark(about, f"claims.{claim}")


def _mark(about: Subject, field: str) -> str:
    mark = about.profile.marks.get(field)
    return mark.value if mark else ""


def own_side(about: Subject) -> Section:
    """Return what the system itself has to answer: hand-over, hooks, and the pages that are asked as JSON."""
    return section("own_side", table("addresses", "what value contract state", _addresses(about)))


def _addresses(about: Subject) -> Iterator[tuple[Cell, Cell, Cell, Cell]]:
    sheet = about.sheet
    handover = about.contracts["portal/handover"]
    yield handover.title, _example(about), handover.id, text("state_needed")
    yield from _called(about)
    for contract in about.contracts:
        if contract.party != "province":
            continue
        hook = _hook_of(contract.path)
        if hook and hook not in sheet.hooks:
            yield contract.title, f"hooks.{hook}", contract.id, text("state_missing")
        elif hook:
            path = contract.path.replace("{base_url}", sheet.base_url)
            filled = path.replace(f"{{hooks.{hook}.path}}", sheet.hooks[hook].path)
            token = text("state_token") if sheet.hooks[hook].token else text("state_open")
            yield contract.title, f"{contract.method} {filled}", contract.id, token
        else:
            path = contract.path.replace("{base_url}", sheet.base_url).replace("{landing}", sheet.landing)
            yield contract.title, f"{contract.method} {path}", contract.id, text("state_api")


def _called(about: Subject) -> Iterator[tuple[Cell, Cell, Cell, Cell]]:
    """Where the portal calls the system by itself."""
    for operation, contract_id in CONTRACTS.items():
        part, contract = PARTS[operation], about.contracts[contract_id]
        path = str(getattr(about.sheet.inbound, part))
        address = f"POST {about.sheet.address_of(path)}" if path else f"inbound.{part}"
        yield contract.title, address, contract.id, text("state_open" if path else "state_missing")


def _hook_of(path: str) -> str:
    return path.partition("{hooks.")[2].partition(".path}")[0]


def _example(about: Subject) -> str:
    """Return an address by which a citizen is handed over, for the first service that has a code."""
    sheet = about.sheet
    code = next((service.codes[0].code for service, _ in about.services() if service.codes), "1.001193")
    query = handover_query(code, local_code_of(code, sheet.agency), online_code_of(code), sheet.receiving_agency)
    return f"GET {sheet.base_url}{sheet.landing}?{urlencode(query)}"


def not_there() -> Section:
    """Return what a real portal asks too and this one does not have yet."""
    rows: list[tuple[Text, Text]] = [(text(f"row_{name}"), text(f"row_{name}_is")) for name in ("files",)]
    return section("not_there", table("not_there", "what note", rows))
