"""A letter over SMTP."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from portal.kernel.current import settings

TIMEOUT = 15.0  # seconds


def available() -> bool:
    """Whether an SMTP server is set."""
    return bool(settings().mail_host)


def send(*, to: str, subject: str, text: str) -> None:
    """Send one letter now; call it from a job. Any failure rises, so that the job is tried again."""
    chosen = settings()
    letter = EmailMessage()
    letter["From"], letter["To"] = chosen.mail_from, _one_line(to)
    letter["Subject"] = _one_line(subject)
    letter["Date"], letter["Message-ID"] = formatdate(localtime=False), make_msgid(domain="knowledge-desk.invalid")
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    opened = smtplib.SMTP_SSL if chosen.mail_tls == "tls" else smtplib.SMTP
    with opened(chosen.mail_host, chosen.mail_port, timeout=TIMEOUT) as server:
        if chosen.mail_tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        if chosen.mail_user:
            server.login(chosen.mail_user, chosen.mail_password.get_secret_value())
        server.send_message(letter)


def _one_line(text: str) -> str:
    return " ".join(text.split())
