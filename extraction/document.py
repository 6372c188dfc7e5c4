"""Bytes -> Document: the characters of a report as they were printed, whatever file it came in.

The kind of a file is told by its content, never by its name: a `.doc` is often a web page.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from extraction.charset import decode
from extraction.lines import Extracted
from extraction.report import Span, UnreadableDocument, Warning

MOST_BYTES = 64 << 20
MOST_CHARACTERS = 2_000_000  # the longest real ones have some 50,000
_MOST_UNPACKED = 256 << 20
_MOST_RATIO = 200


@dataclass(frozen=True, slots=True)
class Document:
    """What was read. `text` of a text file is its decoded characters, without BOM, otherwise untouched.

    `grids` are stretches of `text` that are real tables: one row a line, cells parted by a tab.
    """

    source: str
    sha256: str
    text: str
    kind: str
    grids: tuple[Span, ...] = ()
    hints: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[Warning, ...] = ()


def read(source: str | Path | bytes, *, name: str | None = None) -> Document:
    """The Document of a file or of bytes. Raises UnreadableDocument, and OSError where there is no file."""
    if isinstance(source, bytes):
        return read_bytes(source, name=name)
    path = Path(source)
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise _too_large(name or path.name, size)
    return read_bytes(path.read_bytes(), name=name or path.name)


def read_bytes(data: bytes, *, name: str | None = None) -> Document:
    """The Document of a file's bytes; `name` is only what messages and the record call it."""
    source = name or "bytes"
    if len(data) > MOST_BYTES:
        raise _too_large(source, len(data))
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise UnreadableDocument(
            "empty",
            f"{source}: the file is empty ({len(data)} bytes); download or save the report again",
            f"{source}：文件为空（{len(data)} 字节），请重新下载或保存",
        )
    kind, extracted = _extracted(data, source)
    if not extracted.text.strip():
        raise UnreadableDocument(
            "no_text",
            f"{source}: the {kind} file holds no text, perhaps only pictures; a text version is needed",
            f"{source}：{kind} 文件中没有文字（可能只有图片），需要文字版",
        )
    if len(extracted.text) > MOST_CHARACTERS:
        raise UnreadableDocument(
            "too_long",
            f"{source}: {len(extracted.text):,} characters, more than the {MOST_CHARACTERS:,} that a report can have; "
            "split the file into single reports",
            f"{source}：共 {len(extracted.text):,} 个字符，超过单份年报上限 {MOST_CHARACTERS:,}，请拆分为单份年报",
        )
    digest, got = hashlib.sha256(data).hexdigest(), extracted
    return Document(source, digest, got.text, kind, got.grids, got.hints, got.warnings)


def _extracted(data: bytes, source: str) -> tuple[str, Extracted]:
    if data.startswith(b"PK\x03\x04"):
        from extraction.word import extract

        return "docx", extract(_checked_archive(data, source), source)
    _refuse_binary(data, source)
    if data[:1024].lstrip()[:13].lower() == b"mime-version:" or b"multipart/related" in data[:1024]:
        data = _page_of_archive(data)
    decoded = decode(data, declared=_declared(data), source=source)
    if _is_markup(decoded.text):
        from extraction.markup import extract as extract_markup

        return "html", extract_markup(decoded.text, source, decoded.warnings)
    return "text", Extracted(decoded.text, warnings=decoded.warnings)


def _too_large(source: str, size: int) -> UnreadableDocument:
    return UnreadableDocument(
        "too_large",
        f"{source}: {size / 2**20:.0f} MB, more than the {MOST_BYTES >> 20} MB that a report can have; "
        "split the file into single reports",
        f"{source}：{size / 2**20:.0f} MB，超过单份年报上限 {MOST_BYTES >> 20} MB，请拆分为单份年报",
    )


_CONVERTIBLE = {
    "doc": ("an old Word or WPS file (.doc, .wps)", "旧版 Word 或 WPS 文件（.doc、.wps）"),
    "pdf": ("a PDF", "PDF 文件"),
    "rtf": ("a rich text file (RTF)", "RTF 文件"),
    "encrypted": ("a file with a password", "加密的文件"),
    "xls": ("an old Excel workbook (.xls, .et)", "旧版 Excel 工作簿（.xls、.et）"),
    "ppt": ("an old PowerPoint file", "旧版 PowerPoint 演示文稿"),
    "xlsx": ("an Excel workbook", "Excel 工作簿"),
    "pptx": ("a PowerPoint file", "PowerPoint 演示文稿"),
    "odt": ("an OpenDocument file", "OpenDocument 文件"),
    "ofd": ("an OFD file", "OFD 版式文件"),
    "zip": ("a ZIP archive", "ZIP 压缩包"),
    "rar": ("a RAR archive", "RAR 压缩包"),
    "7z": ("a 7z archive", "7z 压缩包"),
    "gz": ("a gzip archive", "gzip 压缩包"),
}
# Names of streams inside an OLE file, which tell what it is.
_OLE_STREAMS = (
    ("EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("Workbook".encode("utf-16-le"), "xls"),
    ("PowerPoint Document".encode("utf-16-le"), "ppt"),
)
_UNPACK = frozenset({"zip", "rar", "7z", "gz"})


def _not_read_yet(source: str, kind: str) -> UnreadableDocument:
    what, what_zh = _CONVERTIBLE[kind]
    step, step_zh = ("unpack it", "请先解压") if kind in _UNPACK else ("save it as docx", "请另存为 docx")
    if kind == "encrypted":
        step, step_zh = "remove the password", "请先取消密码"
    return UnreadableDocument(
        f"unsupported_{kind}",
        f"{source} is {what}, which is not read yet; {step} and try again",
        f"{source} 是{what_zh}，目前还不能读取；{step_zh}后重试",
    )


def _refuse_binary(data: bytes, source: str) -> None:
    """Raise for what is known to be no text: pictures, sound, old Office files, PDF, archives."""
    head = data[:4096].lstrip()
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _not_read_yet(source, next((kind for sign, kind in _OLE_STREAMS if sign in data), "doc"))
    if b"%PDF-" in head[:1024]:
        raise _not_read_yet(source, "pdf")
    if head.startswith(b"{\\rtf"):
        raise _not_read_yet(source, "rtf")
    if not any(byte < 9 for byte in head[:512]):
        return
    import filetype

    guess = filetype.guess(data[:8192])
    if guess is None:
        return
    if guess.extension in _CONVERTIBLE:
        raise _not_read_yet(source, guess.extension)
    raise UnreadableDocument(
        "binary",
        f"{source} is a {guess.mime} file, not a text; a text, HTML or docx version is needed",
        f"{source} 是 {guess.mime} 文件，不是文字；需要文本、网页或 docx 版本",
    )


def _checked_archive(data: bytes, source: str) -> bytes:
    """The bytes of a docx that is safe to open; another archive, a bomb or a truncated one is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableDocument(
            "damaged",
            f"{source}: the docx file is damaged or cut off ({error}); download or save it again",
            f"{source}：docx 文件已损坏或不完整，请重新下载或保存",
        ) from error
    unpacked = sum(entry.file_size for entry in entries.values())
    if unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * len(data):
        raise UnreadableDocument(
            "bomb",
            f"{source}: {len(data)} bytes would unpack to {unpacked / 2**20:.0f} MB, as no report does; "
            "the file is not opened, save it again from Word",
            f"{source}：解压后达 {unpacked / 2**20:.0f} MB，异常，未打开，请用 Word 另存",
        )
    if "word/document.xml" in entries:
        return data
    parts = (("xl/", "xlsx"), ("ppt/", "pptx"), ("content.xml", "odt"), ("OFD.xml", "ofd"))
    kinds = (kind for part, kind in parts if any(name.startswith(part) for name in entries))
    raise _not_read_yet(source, next(kinds, "zip"))


def _page_of_archive(data: bytes) -> bytes:
    """The page inside a web archive (MHT), which Word saves as `.doc` too; else the data itself."""
    from email import message_from_bytes

    for part in message_from_bytes(data.lstrip()).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            return page if isinstance(page, bytes) and page else data
    return data


_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w-]{2,20})""", re.I
)


def _declared(data: bytes) -> str:
    """The encoding that a web page says it is in, which is believed only where it fits."""
    match = _DECLARED.search(data[:4096])
    return match[1].decode("ascii") if match else ""


_PAGE_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,20000}?-->\s*)*"
    r"(?P<page><(?:!doctype\s+html|/?(?:html|head|body|meta|title)\b))?",
    re.I | re.S,
)
_TAG = re.compile(r"<(?:[a-z]{1,10}|h[1-6])(?=[\s>/])", re.I)
_CLOSING = re.compile(r"</(?:p|div|td|tr|table|span|body|html|font|h[1-6]|li|ucapcontent)\s*>", re.I)


def _is_markup(text: str) -> bool:
    """A page, or a piece of one: it begins with a tag and has closing tags."""
    start = _PAGE_START.match(text)
    if start is None or start["page"]:
        return start is not None
    return _TAG.match(text, start.end()) is not None and _CLOSING.search(text) is not None
