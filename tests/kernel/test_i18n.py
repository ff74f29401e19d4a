"""Words, dates and counts in the reader's way."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import i18n

MOMENT = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 – zones are drawn


@pytest.mark.parametrize(
    ("language", "zone", "long", "short"),
    [
        ("ja", "Asia/Tokyo", "2026年11月22日(日) 14:30", "11/22 14:30"),
        ("en", "Asia/Tokyo", "Sun 22 Nov 2026, 14:30", "22 Nov 14:30"),
        ("ja", "America/New_York", "2026年11月22日(日) 00:30", "11/22 00:30"),
        ("en", "Pacific/Kiritimati", "Sun 22 Nov 2026, 19:30", "22 Nov 19:30"),
    ],
)
def test_a_moment_is_told_as_people_of_the_language_write_it(language, zone, long, short):
    with i18n.speaking(language, zone):
        assert i18n.long_moment(MOMENT) == long
        assert i18n.short_moment(MOMENT, date(2026, 12, 1)) == short


def test_another_year_is_told_in_lists_too():
    with i18n.speaking("ja", "Asia/Tokyo"):
        assert i18n.short_moment(MOMENT, date(2027, 1, 1)) == "2026/11/22 14:30"
    with i18n.speaking("en"):
        assert i18n.short_moment(MOMENT, date(2027, 1, 1)) == "22 Nov 2026 14:30"


def test_the_year_turns_at_the_reader_s_midnight():
    eve = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)

    with i18n.speaking("ja", "Asia/Tokyo"):
        assert i18n.local_day(eve) == date(2027, 1, 1)
    with i18n.speaking("ja", "UTC"):
        assert i18n.local_day(eve) == date(2026, 12, 31)


def test_weekdays_are_right_for_a_week():
    with i18n.speaking("ja"):
        told = [i18n.long_day(date(2026, 11, 23) + timedelta(days=place))[-2] for place in range(7)]
    with i18n.speaking("en"):
        english = [i18n.long_day(date(2026, 11, 23) + timedelta(days=place))[:3] for place in range(7)]

    assert "".join(told) == "月火水木金土日"
    assert english == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@given(MOMENTS, st.sampled_from(["ja", "en", "qps"]), st.sampled_from(["Asia/Tokyo", "Australia/Lord_Howe", "UTC"]))
def test_every_moment_can_be_told_and_names_its_local_day(moment, language, zone):
    with i18n.speaking(language, zone):
        local = moment.astimezone(i18n.current_zone())
        told = i18n.long_moment(moment)
        assert f"{local:%H:%M}" in told
        assert str(local.year) in told
        assert i18n.long_day(local.date()) in told


def test_counts_have_their_form(monkeypatch):
    monkeypatch.setattr(i18n, "catalogue", lambda language: {"%(num)s day": ("%(num)s日",)} if language == "ja" else {})

    with i18n.speaking("en"):
        assert [i18n.ngettext("%(num)s day", "%(num)s days", count) for count in (0, 1, 2)] == [
            "0 days",
            "1 day",
            "2 days",
        ]
    with i18n.speaking("ja"):
        assert [i18n.ngettext("%(num)s day", "%(num)s days", count) for count in (0, 1, 2)] == ["0日", "1日", "2日"]


def test_a_text_without_values_may_hold_a_percent_sign():
    with i18n.speaking("en"):
        assert i18n.gettext("100 % sure") == "100 % sure"
        assert i18n.gettext("%(share)s%% of readers", share=80) == "80% of readers"


def test_what_is_filled_in_is_never_read_as_a_text():
    with i18n.speaking("en"):
        assert i18n.gettext("Hello %(name)s", name="%(name)s %s %d") == "Hello %(name)s %s %d"


def test_the_pseudo_language_puts_every_text_in_brackets():
    with i18n.speaking(i18n.PSEUDO):
        assert i18n.gettext("Save") == "⟦Save⟧"
        assert i18n.gettext("Hello %(name)s", name="Mori") == "⟦Hello Mori⟧"
        assert i18n.ngettext("%(num)s day", "%(num)s days", 2) == "⟦2 days⟧"
        assert i18n.ngettext("%(num)s day", "%(num)s days", 1) == "⟦1 day⟧"


def test_a_text_that_nobody_has_translated_stays_as_it_is():
    with i18n.speaking("ja"):
        assert i18n.gettext("Nobody ever wrote this sentence.") == "Nobody ever wrote this sentence."


def test_an_unknown_language_is_english():
    with i18n.speaking("tlh"):
        assert i18n.current_locale() == "en"


def test_speaking_ends_even_when_it_fails():
    i18n.use("ja", "Asia/Tokyo")
    with pytest.raises(NotImplementedError), i18n.speaking("en", "UTC"):
        raise NotImplementedError

    assert (i18n.current_locale(), str(i18n.current_zone())) == ("ja", "Asia/Tokyo")


def test_one_reader_s_language_is_not_another_s():
    heard = []

    def read(language):
        i18n.use(language)
        barrier.wait(timeout=10)
        heard.append((language, i18n.current_locale()))

    barrier = threading.Barrier(2)
    threads = [threading.Thread(target=read, args=(language,)) for language in ("ja", "en")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(heard) == [("en", "en"), ("ja", "ja")]
