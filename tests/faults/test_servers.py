"""What the tests themselves stand on: the database server and the browser of their own."""

import psycopg


def test_the_database_server_syncs_and_is_alone(postgres):
    name = postgres.database()

    with psycopg.connect(postgres.url(name)) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
    postgres.drop(name)


def test_the_browser_shows_a_page(chromium):
    page = chromium.new_page()

    page.set_content("<h1>Knowledge</h1>")

    assert page.inner_text("h1") == "Knowledge"
    page.close()
