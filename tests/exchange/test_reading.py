"""Files become records; what cannot be read says where and why."""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.exchange import markdown_files, records
from portal.kernel.errors import Invalid

ARTICLE = """---
title: VPN does not connect
language: en
keywords: [VPN, error 691]
---
# VPN

It is slow as well.

## Symptoms

"Error 691" is shown.

## Environment

Windows 11

## Workaround

1. Restart.

```
## Cause
```

## See also

Nothing.
"""


def _read(path: Path, source: str = "") -> dict[str, Any]:
    [(_number, found)] = markdown_files.read(path, source)
    assert isinstance(found, dict), found
    return found


def test_sections_become_fields_whatever_their_source_calls_them(tmp_path: Path) -> None:
    path = tmp_path / "vpn.md"
    path.write_text(ARTICLE, encoding="utf-8")

    found = _read(path, "wiki")

    assert found["id"] == "wiki:vpn:en"
    assert found["title"] == "VPN does not connect"
    assert found["summary"] == "It is slow as well."
    assert found["issue"] == '"Error 691" is shown.'
    assert found["environment"] == "Windows 11"
    assert found["resolution"] == "1. Restart.\n\n```\n## Cause\n```"
    assert found["more"] == "### See also\n\nNothing."


def test_a_text_without_sections_is_the_resolution(tmp_path: Path) -> None:
    path = tmp_path / "hide.md"
    path.write_text("# チャットを非表示にする\n\n左側のメニューから**チャット**を選びます。\n", encoding="utf-8")

    found = _read(path)

    assert (found["title"], found["lang"]) == ("チャットを非表示にする", "ja")
    assert found["resolution"] == "左側のメニューから**チャット**を選びます。"


def test_the_key_does_not_depend_on_how_the_file_was_named_on_the_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "wiki"
    folder.mkdir()
    (folder / "vpn.md").write_text(ARTICLE, encoding="utf-8")

    by_file = [record.fields["id"] for record in records.read(records.files_of([folder / "vpn.md"]))]
    by_folder = [record.fields["id"] for record in records.read(records.files_of([tmp_path]))]

    assert by_file == by_folder == ["wiki:vpn:en"]


def test_a_head_that_is_no_yaml_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "odd.md"
    path.write_text('---\ntitle: He said: "no" [x\nlang: en\n---\nText.\n', encoding="utf-8")

    assert _read(path)["title"].startswith("He said")


def test_lines_that_hold_no_record_say_so_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    lines = [
        b'\xef\xbb\xbf{"id": "a"}',
        b"",
        b"{no",
        b"[1]",
        b"\xff",
        b'{"id": "b", "x": "' + b"y" * 2_000_000 + b'"}',
        b'{"id": "c"}',
    ]
    path.write_bytes(b"\n".join(lines))

    found = list(records.read([path]))

    assert [record.fields.get("id") for record in found if not record.trouble] == ["a", "c"]
    assert [record.place for record in found if record.trouble] == [f"all.jsonl:{number}" for number in (3, 4, 5, 6)]


def test_a_folder_gives_what_can_be_read_and_a_wrong_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"")

    assert records.files_of([tmp_path]) == [tmp_path / "a.md"]
    with pytest.raises(Invalid, match="neither"):
        records.files_of([tmp_path / "picture.png"])
    with pytest.raises(Invalid, match="no file or folder"):
        records.files_of([tmp_path / "absent.md"])


def test_real_files_give_the_fields_that_are_expected_of_them(sample_data: Path) -> None:
    compared = 0
    for expected in sorted((sample_data / "formats" / "knowledge_markdown").glob("*/expected.jsonl")):
        for line in expected.read_text(encoding="utf-8").splitlines():
            fields = json.loads(line)
            file, key = fields.pop("file"), fields["id"]
            found = _read(expected.parent / file, key.split(":")[0])
            assert {name: found.get(name) for name in fields} == fields, file
            compared += 1
    assert compared >= 12


def test_articles_of_another_shape_agree_with_the_same_articles_as_json_lines(sample_data: Path) -> None:
    lines = (sample_data / "articles" / "articles_en.jsonl").read_text(encoding="utf-8").splitlines()
    known = {record["id"]: record for record in map(json.loads, lines)}
    for path in sorted((sample_data / "formats" / "knowledge_markdown" / "adobe_kcs" / "en").glob("*.md")):
        found = _read(path, "adobe-kcs")
        for name in ("environment", "cause"):
            assert found.get(name, "") == known[found["id"]][name], (path.name, name)
