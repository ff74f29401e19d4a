"""One line for each request, with its number; the error page shows the same number."""

import logging
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("portal.request")


def configure(*, json: bool, quiet: bool = False) -> None:
    """Write log lines as JSON, or readable at a terminal; to standard error. *quiet* leaves out what went well."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if json else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    # What is said by Python's own logging, by libraries and by rules that know no structlog, looks the same.
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[lines], level=logging.WARNING, force=True)


def watch(app: Flask) -> None:
    """Number every request and write its line; static files are left out."""

    @app.before_request
    def _begin() -> None:
        g.request_number = secrets.token_hex(6)
        g.began = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        response.headers["X-Request-Id"] = getattr(g, "request_number", "")
        if request.endpoint != "static" and not app.testing:
            spent = round((time.perf_counter() - getattr(g, "began", time.perf_counter())) * 1000, 1)
            # The query string may hold what somebody searched for; the path says enough.
            log.info(
                "request",
                id=response.headers["X-Request-Id"],
                method=request.method,
                path=_shown_path(),
                status=response.status_code,
                ms=spent,
            )
        return response


def _shown_path() -> str:
    # A token in an address opens an account for as long as it is unused; it stands in no log.
    return str(request.url_rule) if "token" in (request.view_args or {}) else request.path
