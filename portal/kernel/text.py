"""Plain text as people type it: cleaned, folded for matching, and cut where a reader would cut."""

import re
import string
import unicodedata

ELLIPSIS = "…"

_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Direction overrides, interlinear marks, byte-order mark: they change how a text looks, not what it says.
_DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufeff\ufffe\uffff]")
_UNSEEN = re.compile("[\u00ad\u180e\u200b\u2060-\u2064]")
_SPACES = re.compile(r"\s+")
# Composing would turn these into other characters, and people's names are written with them (神 is not 神).
_COMPATIBILITY_IDEOGRAPHS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_LONE_SURROGATE_OR_NUL = re.compile("[\x00\ud800-\udfff]")

_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_TO_KATAKANA = {kana: code for code, kana in _TO_HIRAGANA.items()}
_LONG_VOWEL = re.compile("ー+|(?<=[ぁ-ゖ])[〜~―—–‐]+")
_IGNORABLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")

_SENTENCE_END = re.compile(r"(?P<stop>[。！？｡]+)[”’]*|(?P<latin>[.!?]+)[)\]\"'”’]*(?=\s|$)")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|No|Fig|Mr|Mrs|Ms|Dr|St|Inc|Ltd|Co|[A-Z])\.$")
_WORD, _LONG_WORD = string.ascii_letters + string.digits + "_'’-", 25
_OPENING, _CLOSING = "「『（【〔〈《(", "」』）】〕〉》)"


def has_lone_surrogate_or_nul(text: str) -> bool:
    """Whether *text* holds what no file, database or page can carry. Ask before cleaning: that drops NUL."""
    return _LONE_SURROGATE_OR_NUL.search(text) is not None


def _composed(text: str) -> str:
    pieces = _COMPATIBILITY_IDEOGRAPHS.split(text)
    return "".join(piece if index % 2 else unicodedata.normalize("NFC", piece) for index, piece in enumerate(pieces))


def clean_line(text: str) -> str:
    """*text* as one trimmed line: composed, runs of white space one space, nothing invisible but joiners."""
    text = _LINE_ENDS.sub(" ", text).replace("\t", " ")
    text = _UNSEEN.sub("", _DECEIVING.sub("", _CONTROLS.sub("", text)))
    return _SPACES.sub(" ", _composed(text)).strip()


def clean_text(text: str) -> str:
    """*text* with "\\n" between lines, composed, without control characters and empty lines at its ends.

    Indentation, tabs and wide spaces stay: they may mean something.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _composed(_DECEIVING.sub("", _CONTROLS.sub("", text)))
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", text).rstrip()


def fold(text: str) -> str:
    """The form in which names and readings are compared.

    One for all widths, cases, katakana and hiragana, with and without long-vowel marks
    (プリンタ = プリンター = ぷりんた); white space is one space. Folding twice changes nothing.
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = _IGNORABLE.sub("", text).translate(_TO_HIRAGANA)
    text = unicodedata.normalize("NFKC", _LONG_VOWEL.sub("", text))
    return _SPACES.sub(" ", text).strip()


def kana_spellings(text: str) -> tuple[str, str]:
    """*text* in full width, once in hiragana and once in katakana; for databases, which take the two for different."""
    full = unicodedata.normalize("NFKC", text)
    return full.translate(_TO_HIRAGANA), full.translate(_TO_KATAKANA)


def first_sentence(text: str, limit: int) -> str:
    """The first sentence of plain *text*, shortened to *limit* characters.

    It ends at 。！？ outside brackets, at a Latin stop before a space, or with the line; an English line that
    goes on in small letters on the next one is the same sentence.
    """
    text = re.sub(r"(?<=[A-Za-z0-9,;])[^\S\n]*\n[^\S\n]*(?=[a-z])", " ", text.strip())
    line = text.split("\n", 1)[0].strip()[: limit + 1]
    for end in _SENTENCE_END.finditer(line):
        so_far = line[: end.end()]
        if _ABBREVIATION.search(so_far):
            continue
        up_to_stop = line[: max(end.end("stop"), end.end("latin"))]
        if sum(map(up_to_stop.count, _OPENING)) <= sum(map(up_to_stop.count, _CLOSING)):
            return shorten(so_far, limit)
    return shorten(line, limit)


def shorten(text: str, limit: int) -> str:
    """*text* if it has at most *limit* characters; else its beginning and "…", *limit* characters at most.

    Never cuts a letter from its marks, an emoji or a flag in two, and a Latin word only when it is very long.
    """
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    cut = limit - len(ELLIPSIS)
    while cut > 0 and not _may_break(text, cut):
        cut -= 1
    tail = text[max(cut - _LONG_WORD, 0) : cut]
    word = len(tail) - len(tail.rstrip(_WORD))
    if text[cut] in _WORD and 0 < word < len(tail):
        cut -= word
    return text[:cut].rstrip() + ELLIPSIS


def _may_break(text: str, index: int) -> bool:
    """Whether a reader sees a border before *index*: UAX #29 as far as marks, emoji, flags and Hangul go."""
    before, after = text[index - 1], text[index]
    if before == "\u200d" or after in "\u200d\uff9e\uff9f" or unicodedata.category(after) in ("Mn", "Me", "Mc"):
        return False
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f" or before + after == "\r\n":
        return False
    if _is_flag_half(before) and _is_flag_half(after):
        run = index
        while run > 0 and _is_flag_half(text[run - 1]):
            run -= 1
        return (index - run) % 2 == 0
    leading = "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    return not (leading and "\u1100" <= after <= "\u11ff")


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
