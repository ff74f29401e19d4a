"""Content policy and its kin, on every answer."""

from flask import Response, g, request

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FIXED = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def add_headers(response: Response) -> Response:
    """Set what every answer carries, and keep private pages out of every cache."""
    _stay_on_this_host(response)
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in response.headers:
        public = getattr(g, "public_page", False) and not g.user.is_signed_in and response.status_code == 200
        response.headers["Cache-Control"] = "no-cache" if public else "no-store"
    response.headers.add("Vary", "Cookie")
    response.headers.add("Vary", "Accept-Language")
    return response


def _stay_on_this_host(response: Response) -> None:
    # Routing leads to the right spelling by a whole address, with whatever host the request claims; a path is enough.
    target = response.headers.get("Location", "")
    if target.startswith(request.host_url):
        response.headers["Location"] = "/" + target.removeprefix(request.host_url).lstrip("/")
        response.set_data(b"")
