"""Bytes to characters: any encoding, any name, and a refusal that says what to do."""

from __future__ import annotations

import io
import json
import os
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.document import MOST_BYTES, Document, read, read_bytes
from extraction.report import UnreadableDocument

REPORT = (
    "临川县水务局2021年政府信息公开工作年度报告\r\n一、总体情况\n本年收到申请9件，均已办结，公开信息１２条。\r\n\n"
    "\t行政许可\t57\n\t行政处罚\t12\n五、存在的主要问题及改进情况\n公开不够及时，下一步将加强培训。\n"
)
TRADITIONAL = "臨川縣水務局2021年政府資訊公開工作年度報告\n一、總體情況\n本年收到申請9件，均已辦結。\n"
REPORTS = Path(os.environ.get("NIANBAO_REPORTS") or Path(__file__).parents[1] / "../shared/reports")
BMP = b"BM" + bytes(52) + bytes(range(256)) * 4
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1" + bytes(64)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)


def archive(**parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


@pytest.mark.parametrize("encoding", [
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030", "hz",
])  # fmt: skip
@pytest.mark.parametrize("length", [12, 40, len(REPORT), 50 * len(REPORT)])
def test_a_text_is_decoded_as_it_was_written(encoding: str, length: int) -> None:
    printed = (REPORT * 50)[:length]
    document = read_bytes(printed.encode(encoding))
    assert (document.text, document.kind, document.warnings) == (printed, "text", ())


@pytest.mark.parametrize("length", [12, 40, len(TRADITIONAL)])
def test_a_text_in_big5_is_not_called_gbk(length: int) -> None:
    assert read_bytes(TRADITIONAL[:length].encode("big5")).text == TRADITIONAL[:length]


def test_a_gb18030_text_with_a_byte_order_mark_begins_after_it() -> None:
    assert read_bytes("\ufeff".encode("gb18030") + REPORT.encode("gb18030")).text == REPORT


@settings(deadline=None)
@given(st.text(alphabet="政府信息公开年报，。一二0123件条\n\t\r ", min_size=30))
def test_offsets_of_a_utf8_text_are_those_of_its_characters(printed: str) -> None:
    if printed.strip():
        assert read_bytes(printed.encode()).text == printed


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16-le"])
def test_a_few_bad_bytes_are_replaced_and_told(encoding: str) -> None:
    raw = bytearray((REPORT * 5).encode(encoding))
    at = raw.index("9件".encode(encoding))
    raw[at : at + 1] = b"\xff" if encoding != "utf-16-le" else b"\x39"
    if encoding == "utf-16-le":
        raw[at + 1 : at + 2] = b"\xdc"  # half of a surrogate pair
    document = read_bytes(bytes(raw))
    assert "\ufffd" in document.text and "公开不够及时" in document.text
    assert [warning.code for warning in document.warnings] == ["undecodable_bytes"]


@pytest.mark.parametrize(("right", "wrong"), [("gbk", "latin-1"), ("utf-8", "latin-1"), ("gbk", "cp1252")])
def test_a_text_that_went_through_a_wrong_encoding_is_set_right(right: str, wrong: str) -> None:
    printed = REPORT.replace("\r\n", "\n")
    scrambled = printed.encode(right).decode(wrong, "ignore" if wrong == "cp1252" else "strict")
    document = read_bytes(scrambled.encode())
    assert document.text.count("政府信息公开") == 1
    assert "mojibake_repaired" in [warning.code for warning in document.warnings]


def test_french_is_left_as_it_is() -> None:
    printed = "Règlement général : créé à l'été, déjà façonné, où l'élève a été reçu.\n" * 3
    assert read_bytes(printed.encode()).text == printed


@pytest.mark.parametrize(("data", "code"), [
    (b"", "empty"), (b" \r\n\t\n", "empty"), (b"\xef\xbb\xbf", "empty"),
    (PNG, "binary"), (JPEG, "binary"), (BMP, "binary"), (b"ID3\x03\0\0\0" + bytes(200), "binary"),
    (OLE, "unsupported_doc"), (OLE + "Workbook".encode("utf-16-le"), "unsupported_xls"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "unsupported_encrypted"),
    (b"%PDF-1.7\n%\xe2\xe3", "unsupported_pdf"), (b"{\\rtf1\\ansi", "unsupported_rtf"),
    (archive(xl__workbook_xml="<x/>"), "unsupported_xlsx"), (archive(a_xml="x"), "unsupported_zip"),
    (archive(word__document_xml="<w/>")[:60], "damaged"), (archive(word__document_xml="<w/>"), "damaged"),
    (archive(word__document_xml="0" * 3_000_000), "bomb"),
    (b"<html><body></body></html>", "error_page"),
])  # fmt: skip
@pytest.mark.parametrize("name", ["年报.doc", "年报.txt"])
def test_what_is_no_readable_report_is_refused_with_the_next_step(data: bytes, code: str, name: str) -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        read_bytes(data, name=name)
    assert refusal.value.code == code
    assert refusal.value.message.startswith(name) and refusal.value.message_zh.startswith(name)


@pytest.mark.parametrize("seed", range(8))
def test_random_bytes_are_refused(seed: int) -> None:
    with pytest.raises(UnreadableDocument):
        read_bytes(random.Random(seed).randbytes(3000))


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(read_bytes(data), Document)
    except UnreadableDocument as refusal:
        assert refusal.code and refusal.message and refusal.message_zh


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "all.txt"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(UnreadableDocument) as refusal:
        read(path)
    assert refusal.value.code == "too_large"


@pytest.mark.parametrize("name", ["年报.doc", "年报.docx", "年报.pdf", "年报"])
def test_the_kind_is_told_by_content_not_by_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    page = "<html><head><meta charset=gb2312></head><body><p>一、总体情况</p><p>行政许可、行政处罚</p>"
    path.write_bytes(page.encode("gbk"))
    document = read(path)
    assert (document.kind, document.source) == ("html", name)
    assert document.text == "一、总体情况\n行政许可、行政处罚"
    path.write_bytes(REPORT.encode())
    assert (read(str(path)).kind, read(path).text) == ("text", REPORT)


def test_a_page_is_decoded_by_what_it_is_not_by_what_it_declares() -> None:
    page = "<html><head><meta charset='gb2312'></head><body><p>一、总体情况</p><p>行政许可、行政处罚</p>"
    assert read_bytes(page.encode("utf-8")).text == "一、总体情况\n行政许可、行政处罚"


def test_a_web_archive_is_read_as_its_page() -> None:
    import base64

    page = base64.b64encode("<html><body><p>一、总体情况</p><p>行政许可</p></body></html>".encode("gbk"))
    mail = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
    mail += b"Content-Transfer-Encoding: base64\n\n" + page + b"\n--b--\n"
    document = read_bytes(mail, name="年报.doc")
    assert (document.kind, document.text) == ("html", "一、总体情况\n行政许可")


def test_an_xml_page_fetches_no_entity() -> None:
    page = (
        "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
        "<html><body><p>一、总体情况 &x; 行政许可、行政处罚、行政强制均为零</p></body></html>"
    )
    assert "&x;" in read_bytes(page.encode()).text


def test_a_text_with_angle_brackets_is_no_page() -> None:
    printed = "<临川县水务局>2021年年度报告\n<p>一、总体情况\n"
    assert read_bytes(printed.encode()).kind == "text"


def gold_texts() -> list[Path]:
    return sorted((*REPORTS.glob("*.txt"), *REPORTS.glob("*_source.md"))) if REPORTS.is_dir() else []


@pytest.mark.skipif(not gold_texts(), reason="no real reports: set NIANBAO_REPORTS to their folder")
@pytest.mark.parametrize("path", gold_texts(), ids=lambda path: path.stem)
def test_gold_offsets_quote_the_text(path: Path) -> None:
    gold = json.loads(path.with_name(f"{path.stem}.gold.json").read_text(encoding="utf-8"))
    text = read(path).text
    for layer in ("entities", "clauses", "zeros"):
        for span in gold.get(layer, ()):
            assert text[span["start"] : span["end"]] == span["text"]


def test_a_text_longer_than_any_report_is_refused_at_once() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read("一、总体情况\n".encode() * 400_000)
    assert refused.value.code == "too_long"
