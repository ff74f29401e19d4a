"""A picture from the clipboard goes with the ordinary form, and what is too large is said before anything is sent."""

import base64

from portal.incidents.models import Attachment, Incident
from portal.kernel.db import db
from tests.journeys.belongings import PICTURE

PASTE = """([selector, picture, text]) => {
  const all = new DataTransfer()
  const bytes = Uint8Array.from(atob(picture), one => one.charCodeAt(0))
  all.items.add(new File([bytes], 'image.png', { type: 'image/png' }))
  if (text) all.setData('text/plain', text)
  const event = new ClipboardEvent('paste', { clipboardData: all, bubbles: true, cancelable: true })
  document.querySelector(selector).dispatchEvent(event)
  return event.defaultPrevented
}"""


def _paste(reader, selector, text=""):
    return reader.page.evaluate(PASTE, [selector, base64.b64encode(PICTURE).decode(), text])


def test_a_picture_is_pasted_into_an_update_and_into_the_intake(newcomer, make, app):
    number = make.incident().number
    db.session.remove()
    mori = newcomer("mori")
    mori.go(f"/incidents/{number}")

    assert _paste(mori, "#write [data-paste]")
    assert not _paste(mori, "#write [data-paste]", "691"), "text beside the picture is pasted as ever"
    assert mori.page.locator("#write [data-file-names] li").count() == 2
    mori.page.fill("#write textarea", "画面を受け取った")
    with mori.page.expect_navigation():
        mori.page.locator("#write [type=submit][data-kind=primary]").click()

    mori.page.locator(".files img").first.wait_for()
    db.session.rollback()
    kept = db.session.query(Attachment).join(Incident).filter(Incident.number == number).all()
    assert [attachment.file.media_type for attachment in kept] == ["image/png", "image/png"]
    assert all(not attachment.is_visible for attachment in kept)
    mori.go("/incidents/new")
    _paste(mori, "#symptom")
    assert mori.page.locator("#intake [data-file-names] li").count() == 1


def test_what_is_too_large_is_not_even_sent(newcomer, make, app):
    number = make.incident().number
    db.session.remove()
    mori = newcomer("mori")
    mori.go(f"/incidents/{number}/files")
    address = mori.page.url

    mori.page.set_input_files("[name=files]", {"name": "a.log", "mimeType": "text/plain", "buffer": b"a" * 4_000_000})
    mori.page.locator("main form [type=submit][data-kind=primary]").click()

    mori.page.locator("[data-file-names] [data-wrong]").wait_for()
    assert mori.page.locator("[name=files]").evaluate("field => document.activeElement === field")
    assert mori.page.url == address
    assert not mori.page.locator("main form [type=submit][data-kind=primary]").is_disabled()
