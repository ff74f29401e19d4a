"""Documents that the tests of the search engine share."""

from collections.abc import Mapping

from search_index import Answer, Document, Index, Question


def document(
    key: str,
    title: str = "",
    *,
    kind: str = "article",
    language: str = "en",
    service: str = "",
    version: int = 1,
    updated: float = 0.0,
    boosts: Mapping[str, float] | None = None,
    **fields: str,
) -> Document:
    """A document with little ceremony."""
    return Document(
        key,
        kind,
        language,
        {"title": title, **fields},
        {"service": service} if service else {},
        boosts or {},
        version,
        updated,
    )


DESK = (
    document(
        "KB-1",
        "Printer on the third floor prints blank pages",
        issue="Every page comes out empty.",
        resolution="Replace the toner and restart the print spooler. See KB5001330.",
        service="print",
        updated=100,
    ),
    document(
        "KB-2",
        "VPN cannot connect after the update",
        issue="The client shows error 0x80070035 and gives up.",
        resolution="Reinstall the network adapter, then sign in again from outlook.exe.",
        service="network",
        updated=200,
    ),
    document(
        "KB-3",
        "プリンターで印刷できない",
        language="ja",
        issue="印刷ジョブが途中で止まる。",
        resolution="ドライバーを入れ直してから再起動します。",
        service="print",
        updated=300,
    ),
    document(
        "KB-4",
        "社外からVPNに繋がらない",
        language="ja",
        issue="接続ボタンを押すとエラーコード E-1042 が出る。",
        resolution="サーバーの証明書を更新し、パスワードを変更します。",
        service="network",
        updated=400,
    ),
    document(
        "INC-1",
        "Mail server was down for an hour",
        kind="incident",
        issue="Nobody could send mail.",
        cause="The disk of the mail server was full.",
        service="mail",
        updated=500,
    ),
    document(
        "INC-2",
        "メールサーバーが停止した",
        kind="incident",
        language="ja",
        issue="送信したメールが届かない。",
        cause="ディスクの空き容量が無くなった。",
        service="mail",
        updated=600,
    ),
)


def keys(answer: Answer) -> list[str]:
    """The keys of the hits, in order."""
    return [hit.key for hit in answer.hits]


def ask(index: Index, text: str, **more: object) -> list[str]:
    """The keys found for a question in words."""
    return keys(index.search(Question(text, **more)))  # type: ignore[arg-type]  # a test's shorthand
