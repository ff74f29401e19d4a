"""Words that mean the same at a service desk: the house list, shipped with the product."""

from functools import cache

from search_index import Synonyms

# Each group in both languages; words of other meanings elsewhere stay out of it.
GROUPS: tuple[tuple[str, ...], ...] = (
    ("PC", "パソコン", "端末", "computer", "laptop", "ノートパソコン"),
    ("プリンター", "印刷機", "複合機", "printer"),
    ("印刷", "プリント", "print"),
    ("メール", "電子メール", "email", "mail"),
    ("パスワード", "暗証番号", "password", "passcode"),
    ("ログイン", "サインイン", "ログオン", "login", "sign in", "log on"),
    ("ネットワーク", "回線", "network"),
    ("無線LAN", "Wi-Fi", "ワイファイ"),
    ("インターネット", "ネット", "internet"),
    ("再起動", "リブート", "restart", "reboot"),
    ("接続", "繋がる", "connect", "connection"),
    ("固まる", "フリーズ", "freeze", "hang"),
    ("遅い", "重い", "slow"),
    ("画面", "モニター", "ディスプレイ", "monitor", "display", "screen"),
    ("共有フォルダー", "ファイルサーバー", "shared folder", "file server"),
    ("アカウント", "account"),
    ("エラー", "error"),
    ("証明書", "certificate"),
    ("更新", "アップデート", "update"),
    ("勤怠", "打刻", "attendance", "time card"),
    ("会議室", "meeting room"),
    ("予定表", "カレンダー", "calendar"),
    ("二段階認証", "多要素認証", "MFA", "2FA"),
    ("ソフト", "アプリ", "アプリケーション", "software", "application", "app"),
)


@cache
def house_list() -> Synonyms:
    """The list, read once."""
    return Synonyms(GROUPS)
