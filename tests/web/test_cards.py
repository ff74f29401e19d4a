"""Why a suggestion is shown, in sentences."""

from portal.web.search.cards import why
from search_index import Reason


def test_codes_come_first_and_plain_words_make_one_sentence(app):
    told = why(
        [
            Reason("word", "vpn", "VPN"),
            Reason("synonym", "password", "passphrase"),
            Reason("code", "691", "691"),
            Reason("word", "connect", "connect"),
            Reason("service", "vpn", "vpn"),
            Reason("language", "en", "en"),
        ]
    )

    assert told == [
        "<mark>691</mark> is exactly the same",
        "<mark>VPN</mark>・<mark>connect</mark>",
        "<mark>password</mark> is another word for passphrase",
        "Same service",
    ]


def test_what_was_typed_is_no_markup(app):
    [told] = why([Reason("word", "<b>", "<script>")])

    assert told == "<mark>&lt;script&gt;</mark>"
