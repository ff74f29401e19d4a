"""Every setting of an installation: name, type, default, meaning; read from the environment."""

import os
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "PORTAL_"
# Read by the test suite and the set-up, not by the portal.
FOREIGN = {"PORTAL_SAMPLE_DATA", "PORTAL_REQUIRE_BROWSER", "PORTAL_REQUIRE_POSTGRES", "PORTAL_FULL"}


class Settings(BaseSettings):
    """The settings; each is `PORTAL_<NAME>` in the environment or `.env`, or a file named by `PORTAL_<NAME>_FILE`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(Path("instance"), description="Folder of everything that is kept: database, index, files.")
    database_url: str = Field(
        "",
        description="Where the records are; empty: SQLite in the data folder. PostgreSQL: postgresql://user:password@host/name.",
    )
    secret_key: SecretStr = Field(
        SecretStr(""), description="Signs cookies. Empty: made once and kept in the data folder."
    )
    base_url: str = Field(
        "",
        description="Address under which people reach the portal, for links in mails; with https, cookies are secure.",
    )
    site_name_ja: str = Field("ナレッジデスク", description="Name of the portal in Japanese.")
    site_name_en: str = Field("Knowledge Desk", description="Name of the portal in English.")
    contact_ja: str = Field(
        "サービスデスク (平日 9:00〜18:00)",
        description="How to reach the service desk, shown on public pages, in Japanese.",
    )
    contact_en: str = Field("Service desk (weekdays 9:00–18:00)", description="The same in English.")
    language: Literal["ja", "en"] = Field(
        "ja", description="Language for readers whose browser asks for neither Japanese nor English."
    )
    time_zone: str = Field(
        "Asia/Tokyo", description="Time zone of the site: numbers with a date are counted by its day."
    )
    partners: bool = Field(False, description="Offer the audience 'partner' between within and customer.")
    session_days: int = Field(14, ge=1, le=365, description="Days until a sign-in ends.")
    session_idle_hours: int = Field(24, ge=1, description="Hours without a page until a sign-in ends.")
    mail_host: str = Field(
        "", description="SMTP server; empty: no mail is sent and password resets go by the command line."
    )
    mail_port: int = Field(587, description="Port of the SMTP server.")
    mail_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the way to the SMTP server is protected."
    )
    mail_user: str = Field("", description="User name at the SMTP server.")
    mail_password: SecretStr = Field(SecretStr(""), description="Password at the SMTP server.")
    mail_from: str = Field("knowledge-desk@localhost", description="Sender of mails.")
    max_request_kb: int = Field(4096, ge=64, description="Largest request in kilobytes.")
    max_file_kb: int = Field(
        3072, ge=16, description="Largest file that can be attached, in kilobytes; less than a request may have."
    )
    max_incident_files_kb: int = Field(51_200, ge=16, description="All files of one incident together, in kilobytes.")
    trusted_proxies: int = Field(0, ge=0, le=5, description="How many proxies in front may tell the reader's address.")
    threads: int = Field(8, ge=1, le=64, description="Threads of the web process.")
    markdown_cpu_seconds: float = Field(1.0, gt=0, le=10, description="CPU time that rendering one text may take.")
    testing: bool = Field(False, description="Set by the test suite.")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{name} is not a time zone; write for example Asia/Tokyo.") from error
        return name

    @property
    def database(self) -> str:
        """The database address as SQLAlchemy wants it."""
        if not self.database_url:
            return f"sqlite:///{self.data.resolve() / 'portal.sqlite3'}"
        return self.database_url.replace("postgres://", "postgresql://", 1).replace(
            "postgresql://", "postgresql+psycopg://", 1
        )

    @property
    def index_folder(self) -> Path:
        return self.data / "index"

    @property
    def files_folder(self) -> Path:
        return self.data / "files"

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")

    def site_name(self, language: str) -> str:
        return self.site_name_ja if language == "ja" else self.site_name_en

    def contact(self, language: str) -> str:
        return self.contact_ja if language == "ja" else self.contact_en


def load(**overrides: Any) -> Settings:
    """Read the settings; an unknown `PORTAL_…` name is an error, since it is most likely a slip of the pen."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name in sorted(os.environ):
        if not name.startswith(PREFIX) or name in known or name in FOREIGN:
            continue
        stem = name.removesuffix("_FILE")
        if stem == name or stem not in known:
            raise SystemExit(f"{name} is not a setting; see docs/settings.md.")
        overrides.setdefault(
            stem.removeprefix(PREFIX).lower(), Path(os.environ[name]).read_text(encoding="utf-8").strip()
        )
    return Settings(**overrides)
