"""Somebody at a browser, as plain as can be: one connection that is kept, one cookie, forms that are filled in."""

import http.client
from html.parser import HTMLParser
from urllib.parse import urlencode


class Visitor:
    """Asks one page after the other."""

    def __init__(self, port: int, cookie: str = "", language: str = "ja") -> None:
        self._port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Accept-Language": language, "Host": f"127.0.0.1:{port}"}
        self._cookies = dict([cookie.split("=", 1)]) if cookie else {}
        self._after_last_page = dict(self._cookies)

    def get(self, address: str) -> tuple[int, str]:
        """Status and text of a page."""
        try:
            answer = self._ask("GET", address, "", {})
        except http.client.RemoteDisconnected:
            # The server has closed what was kept too long; a browser asks again too.
            answer = self._ask("GET", address, "", {})
        self._after_last_page = dict(self._cookies)
        return answer

    def post(self, address: str, values: list[tuple[str, str]], *, fragment: bool = False) -> tuple[int, str]:
        """Send a form as the page of this address would; a *fragment* as htmx does."""
        place = f"http://127.0.0.1:{self._port}"
        extra = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": place,
            "Referer": f"{place}{address}",
            "Sec-Fetch-Site": "same-origin",
        } | ({"HX-Request": "true"} if fragment else {})
        return self._ask("POST", address, urlencode(values), extra)

    def forget_messages(self) -> None:
        """Leave behind what the next page would have said, for somebody who does not go there."""
        self._cookies = dict(self._after_last_page)

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, address: str, body: str, extra: dict[str, str]) -> tuple[int, str]:
        if self._cookies:
            extra = extra | {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        try:
            self._connection.request(method, address, body or None, {**self._headers, **extra})
            answer = self._connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _equals, value = line.partition(";")[0].partition("=")
                self._cookies[name.strip()] = value.strip()
            return answer.status, answer.read().decode("utf-8", "replace")
        except (http.client.HTTPException, OSError):
            self._connection.close()
            raise


def filled(page: str, action: str, **values: str) -> list[tuple[str, str]]:
    """What the form of *page* that is sent to *action* would send, with *values* in place of what stands in it."""
    found = _Forms(action)
    found.feed(page)
    found.close()
    return [(name, values.get(name, value)) for name, value in found.pairs]


class _Forms(HTMLParser):
    """Collects the fields of one form, as a browser would send them."""

    def __init__(self, action: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: list[tuple[str, str]] = []
        self._action = action
        self._inside = False
        self._text: str | None = None
        self._select = ""
        self._first = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("method", "").lower() == "post" and given.get("action", "") in ("", self._action)
        elif not self._inside:
            return
        elif tag == "textarea":
            self._text = given.get("name", "")
            self.pairs.append((self._text, ""))
        elif tag == "select":
            self._select, self._first = given.get("name", ""), True
        elif tag == "option" and self._select:
            self._option(given)
        elif tag == "input" and given.get("name") and _is_sent(given):
            self.pairs.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._text is not None and self.pairs:
            name, value = self.pairs[-1]
            # A browser does not send the line end that follows the tag.
            self.pairs[-1] = (name, value + (data.removeprefix("\r").removeprefix("\n") if not value else data))

    def _option(self, given: dict[str, str]) -> None:
        if self._first:
            self.pairs.append((self._select, given.get("value", "")))
            self._first = False
        elif "selected" in given:
            self.pairs[-1] = (self._select, given.get("value", ""))


def _is_sent(field: dict[str, str]) -> bool:
    kind = field.get("type")
    return kind not in ("submit", "button", "file") and (kind not in ("checkbox", "radio") or "checked" in field)
