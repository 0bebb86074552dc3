"""What is kept of a message is readable and holds no secret."""

import pytest

from simulator.web.capture import MAX_KEPT_CHARS, kept_body, kept_headers, kept_url


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ('{"username": "demo", "password" : "geheim"}', '{"username": "demo", "password" : "***"}'),
        (r'{"password": "ge\"geheim", "x": "1"}', '{"password": "***", "x": "1"}'),
        ('{"SecurityKey":"geheim","data":{}}', '{"SecurityKey":"***","data":{}}'),
        ('{"session":"geheim"', '{"session":"***"'),
        ('{"session":"geheim', '{"session":"***'),
        ("code=geheim&code_verifier=geheim&grant_type=x", "code=***&code_verifier=***&grant_type=x"),
        ('<a href="/cb?state=s&amp;code=geheim">x</a>', '<a href="/cb?state=s&amp;code=***">x</a>'),
        ('{"url":"http://p.example/cb?code=geheim","x":1}', '{"url":"http://p.example/cb?code=***","x":1}'),
        ('{"component": {"code": "GIAY-1"}}', '{"component": {"code": "GIAY-1"}}'),
        ("dossier_code=H99-1", "dossier_code=H99-1"),
    ],
)
def test_a_body_keeps_everything_but_its_secrets(said: str, kept: str) -> None:
    assert kept_body(said) == kept


def test_a_text_inside_of_json_hides_its_secrets_too() -> None:
    assert "geheim" not in kept_body(r'{"message": "{\"error_code\":\"0\",\"session\":\"geheim\"}"}')


def test_a_secret_at_the_place_of_the_cut_is_hidden() -> None:
    body = "." * (MAX_KEPT_CHARS - 20) + '{"access_token":"' + "geheim" * 10 + '"}'
    assert "geh" not in kept_body(body)


@pytest.mark.parametrize("name", ["Location", "Referer", "Content-Location", "Refresh"])
def test_an_address_in_a_header_hides_its_secrets(name: str) -> None:
    kept = kept_headers([(name, "https://p.example/cb?code=geheim&state=s")])
    assert kept == {name: "https://p.example/cb?code=***&state=s"}


@pytest.mark.parametrize("name", ["Authorization", "COOKIE", "Set-Cookie", "X-Api-Key"])
def test_a_header_that_is_a_secret_is_hidden_whole(name: str) -> None:
    assert kept_headers({name: "geheim"}) == {name: "***"}


def test_a_url_hides_its_secrets() -> None:
    assert kept_url("http://p.example/cb?state=s&code=geheim#x") == "http://p.example/cb?state=s&code=***#x"
