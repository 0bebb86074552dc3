import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.report.disclosure import shown, shown_headers, shown_text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ('{"password":"a\\"b","x":1}', '{"password":"***","x":1}'),
        ('{"access_token" : "abc"}', '{"access_token" : "***"}'),
        ("grant_type=x&client_secret=s%20t&code=1", "grant_type=x&client_secret=***&code=1"),
        ("http://h/p?id_token=abc.def&x=1", "http://h/p?id_token=***&x=1"),
        ("password=rất kín", "password=*** kín"),
        ('{"MaHoSo": "H99"}', '{"MaHoSo": "H99"}'),
    ],
)
def test_secrets_in_bodies_and_addresses_are_hidden(text, safe):
    assert shown_text(text) == safe


def test_secret_headers_keep_only_their_scheme():
    headers = {"authorization": "Bearer abc", "COOKIE": "a=b; c=d", "Set-Cookie": "x", "Accept": "application/json"}
    assert shown_headers(headers) == {
        "authorization": "Bearer ***", "COOKIE": "***", "Set-Cookie": "***", "Accept": "application/json",
    }  # fmt: skip


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_a_document_keeps_its_shape(document):
    assert shown(shown(document)) == shown(document)
    assert type(shown(document)) is type(document)
