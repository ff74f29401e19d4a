"""What is let in: the name and the bytes must say the same, and neither may say page or drawing."""

import io
import json
import zipfile

import pytest

from portal.files import uploads
from portal.files.kinds import KINDS
from portal.files.names import clean_name
from portal.files.uploads import MOST_AT_ONCE, Upload
from portal.kernel.errors import Invalid

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
SCRIPT = b"<script>alert(document.domain)</script>"


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


GOOD = {
    "screen.png": PNG,
    "Photo.JPG": b"\xff\xd8\xff\xe0" + bytes(20),
    "a.jpeg": b"\xff\xd8\xff\xe1" + bytes(20),
    "a.gif": b"GIF89a" + bytes(20),
    "a.webp": b"RIFF\x10\0\0\0WEBPVP8 " + bytes(20),
    "手順書.pdf": b"%PDF-1.7\n",
    "log.txt": "エラー 691".encode("cp932"),
    "old.txt": "接続できない".encode("euc_jp"),
    "wide.txt": "接続できない".encode("utf-16"),
    "app.log": b"\x1b[31mERROR\x1b[0m GET /<b>\r\n",
    "a.csv": "\ufeff氏名,部署\r\n".encode(),
    "a.json": json.dumps({"エラー": 691}).encode(),
    "mail.eml": b"From: a@aoba.example\r\nSubject: VPN\r\n\r\n<html><b>691</b></html>",
    "a.zip": packed("日本語.txt"),
    "empty.zip": packed(),
    "a.docx": packed("[Content_Types].xml", "word/document.xml"),
    "a.xlsx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "a.pptx": packed("[Content_Types].xml", "ppt/presentation.xml"),
    "both.png": PNG + SCRIPT,  # a picture that is also a page stays a picture: nobody may guess
}
BAD = {
    "a.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a.html": b"<!doctype html>" + SCRIPT,
    "a.htm": SCRIPT,
    "a.xhtml": SCRIPT,
    "a.js": b"alert(1)",
    "a.exe": b"MZ" + bytes(100),
    "a.docm": packed("[Content_Types].xml", "word/document.xml"),
    "a": b"text",
    "": b"text",
    ".txt": b"",
    "png": PNG,
    "svg.png": b"<svg onload='alert(1)'/>",
    "page.txt": b"\xef\xbb\xbf \r\n<!-- x --><!----><!-- y -->\n<!DOCTYPE HTML><p>",
    "drawing.txt": b"<?xml version='1.0'?><!-- <b> --><svg/>",
    "wide.txt": "<script>alert(1)</script>".encode("utf-16"),
    "page.csv": b"<HTML>" + SCRIPT,
    "page.json": SCRIPT,
    "page.eml": b"<html>From: x",
    "page.png": SCRIPT + PNG,
    "program.log": b"MZ" + bytes(100),
    "text.pdf": b" %PDF-1.7",
    "half.zip": packed("a.txt")[:-30],
    "not.zip": b"PK\x03\x04" + b"\xff" * 200,
    "zip.docx": packed("a.txt"),
    "sheet.docx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "macro.docx": packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "deep.json": b"[" * 200_000,
    "empty.png": b"",
    "a.png.html": PNG,
    "a.html\0.png": SCRIPT,
}


@pytest.mark.parametrize("name", GOOD)
def test_these_are_let_in(app, name):
    uploads.judge([Upload(name, GOOD[name])])


@pytest.mark.parametrize("name", BAD)
def test_these_are_refused_in_a_sentence(app, name):
    with pytest.raises(Invalid) as refused:
        uploads.judge([Upload(name, BAD[name])])

    assert refused.value.field == "files"
    assert refused.value.sentence.strip()


def test_many_comments_before_nothing_take_no_time(app):
    uploads.judge([Upload("a.txt", b"<!---->" * 9_000 + b"x")])


def test_too_large_and_too_many_are_refused(app):
    for given in (
        [Upload("a.txt", b"a" * (uploads.largest() + 1))],
        [Upload("a.txt", b"a")] * (MOST_AT_ONCE + 1),
        [Upload("a.txt", b"a" * (uploads.most_at_once() // 2 + 1))] * 2,
    ):
        with pytest.raises(Invalid):
            uploads.judge(given)
    uploads.judge([Upload("a.txt", b"a" * uploads.largest())])


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\森\\画面.PNG", "画面.png"),
        ("\u202egnp.exe\u202c.png", "gnp.exe.png"),
        ("a\u200fb\u061c\u200b.txt", "ab.txt"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie_ x=1.txt"),
        ('"><img src=x>.png', "___img src=x_.png"),
        ("か\u3099め.txt", "がめ.txt"),
        ("...hidden.log", "hidden.log"),
        (".txt", "txt"),
        ("..", ""),
        ("a\ud800.txt", "a_.txt"),
        ("報告書 最終版(2)・改.pdf", "報告書 最終版(2)・改.pdf"),
        ("x" * 500 + ".png", "x" * 116 + ".png"),
    ],
)
def test_names_are_cleaned(given, cleaned):
    assert clean_name(given) == cleaned


def test_nothing_that_browsers_run_is_on_the_list():
    assert not {"svg", "html", "htm", "xhtml", "xml", "js", "mht"} & set(KINDS)
