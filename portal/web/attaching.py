"""Files in forms, and files sent back: inert, whatever they hold."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import Response, render_template, send_file
from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import FileInput

from portal.files import store, uploads
from portal.files.kinds import KINDS, MEDIA_TYPES, PICTURES
from portal.files.models import File
from portal.files.names import clean_name
from portal.files.uploads import Upload
from portal.http.requestlog import log
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark

INERT = "sandbox; default-src 'none'"
ACCEPTED = ",".join(f".{ending}" for ending in KINDS)


class FilesField(Field):
    """Any number of files, judged before the form counts as in order; its data is a list of `Upload`.

    A browser never gives a file back into a form: `again` names those that have to be chosen anew.
    """

    widget = FileInput(multiple=True)

    def __init__(self, label: str = mark("Files"), validators: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(label, list(validators), **options)

    def _value(self) -> bool:
        return False

    def process_data(self, value: Any) -> None:
        self.data: list[Upload] = []

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = []
        for sent in valuelist:
            if name := getattr(sent, "filename", None):
                # One byte more than is let in tells that it is too large; the rest is not read.
                self.data.append(Upload(name, sent.stream.read(uploads.largest() + 1)))
                sent.close()

    def pre_validate(self, form: Any) -> None:
        try:
            uploads.judge(self.data)
        except Invalid as refused:
            raise ValidationError(refused.sentence) from None

    @property
    def again(self) -> list[str]:
        return [clean_name(upload.name) for upload in self.data or ()]


def sent(file: File) -> Response | tuple[str, int]:
    """The file as what it is and nothing else: pictures to look at, all else to be saved."""
    media_type = file.media_type if file.media_type in MEDIA_TYPES else "application/octet-stream"
    try:
        response = send_file(
            BytesIO(store.path_of(file.fingerprint).read_bytes()),
            mimetype=media_type,
            as_attachment=media_type not in PICTURES,
            download_name=file.name,
            conditional=False,
            etag=False,
        )
    except OSError:
        log.error("a file is lost", file=file.id, fingerprint=file.fingerprint)
        sentence = _("The contents of “%(name)s” are lost. Tell the administrators of the portal.", name=file.name)
        return render_template("errors/invalid.html", sentence=sentence, status=410), 410
    response.headers["Content-Type"] = media_type
    response.headers["Content-Security-Policy"] = INERT
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def limits() -> dict[str, Any]:
    """What the field of a form tells the browser: kinds, and the most bytes of one file and of all."""
    return {"accept": ACCEPTED, "largest": uploads.largest(), "most": uploads.most_at_once()}
