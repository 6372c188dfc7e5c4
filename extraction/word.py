"""A Word file (docx) -> lines and grids, in the order of the document. The only import of docx."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from extraction.lines import Extracted, Lines
from extraction.numbering import Numbering, W, style_lists
from extraction.report import UnreadableDocument, Warning

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_V = "{urn:schemas-microsoft-com:vml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Deleted revisions, field codes, the second form of a drawing and ruby text are not what the page shows.
_UNPRINTED = frozenset({
    f"{W}del", f"{W}moveFrom", f"{W}delText", f"{W}instrText", f"{W}delInstrText", f"{_MC}Fallback", f"{W}rt",
    f"{W}pPr", f"{W}rPr", f"{W}sectPr", f"{W}tblPr", f"{W}tblGrid", f"{W}trPr", f"{W}tcPr", f"{W}sdtPr",
})  # fmt: skip
_SIGNS = {
    f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}  # fmt: skip
_TEXT = frozenset({f"{W}t", f"{_M}t"})
_WRAPPERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_PROSE = 100
_DEEPEST = 40


def extract(data: bytes, source: str) -> Extracted:
    """The paragraphs of a docx as lines and its tables as grids; what could not be shown is a warning."""
    document = _opened(data, source)
    related = {
        rel.reltype.rsplit("/", 1)[-1]: rel.target_part
        for rel in document.part.rels.values()
        if not rel.is_external
    }
    reader = _Reader(_tree(related.get("numbering")), _tree(related.get("styles")))
    reader.blocks(document.element.find(f"{W}body"))
    return reader.lines.extracted(_hints(document), reader.warnings())


def _opened(data: bytes, source: str) -> WordDocument:
    import zipfile
    import zlib

    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.find(f"{W}body") is None:
            raise ValueError("document.xml has no body")
        return document
    except (
        OpcError, LxmlError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, AttributeError, OSError,
        NotImplementedError, RuntimeError, EOFError,
    ) as error:  # fmt: skip
        raise UnreadableDocument(
            "damaged",
            f"{source}: the docx file is damaged or not complete; save it again from Word or WPS and retry",
            f"{source}：docx 文件已损坏或不完整，请用 Word 或 WPS 打开后另存再试",
        ) from error


def _tree(part: Any | None) -> Any | None:
    """The XML of a part, parsed as python-docx does: no entity is resolved, nothing is fetched."""
    if part is None:
        return None
    from docx.opc.oxml import parse_xml

    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _hints(document: WordDocument) -> dict[str, str]:
    """Title, publisher and date of the file's own properties. Many are those of a template: hints only."""
    properties = document.core_properties
    hints = {"title": properties.title, "publisher": properties.author, "subject": properties.subject}
    return {key: value.strip() for key, value in hints.items() if value and value.strip()}


class _Reader:
    """Walks the body once; what it has read lies in `lines`."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self.lines = Lines()
        self._numbering = Numbering(numbering, style_lists(styles))
        self._deleted = 0

    def warnings(self) -> Iterator[Warning]:
        if self._numbering.unknown:
            formats = ", ".join(sorted(self._numbering.unknown))
            yield Warning(
                "numbering_lost",
                f"automatic numbers of the format {formats} are not shown; headings are told by their words",
                f"自动编号格式 {formats} 无法显示，标题按文字识别",
            )
        if self._deleted:
            yield Warning(
                "revisions",
                f"the file has tracked changes: {self._deleted} deletions were left out, insertions kept",
                f"文件含修订记录：已略去 {self._deleted} 处删除内容，保留插入内容",
            )

    def blocks(self, parent: Any, depth: int = 0) -> None:
        """Paragraphs and tables, also those inside content controls and tracked insertions."""
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                self._table(child, depth)
            elif child.tag in _UNPRINTED or not isinstance(child.tag, str):
                self._deleted += child.tag == f"{W}del"
            elif depth < _DEEPEST:
                self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> None:
        mark = self._numbering.mark(paragraph)
        for line in (mark + self._printed(paragraph)).split("\n"):
            self.lines.line(line)
        for box in _boxes(paragraph):
            if depth < _DEEPEST:
                self.blocks(box, depth + 1)

    def _printed(self, element: Any) -> str:
        """The characters of a paragraph without those of its text boxes."""
        parts: list[str] = []
        stack = list(reversed(element))
        while stack:
            node = stack.pop()
            tag = node.tag
            if tag in _TEXT:
                parts.append(node.text or "")
            elif tag in _SIGNS:
                parts.append(_SIGNS[tag])
            elif tag == f"{W}sym":
                parts.append(_symbol(node))
            elif tag in _UNPRINTED or not isinstance(tag, str):
                self._deleted += tag == f"{W}del"
            elif tag != f"{W}txbxContent":
                stack.extend(reversed(node))
        return "".join(parts)

    def _table(self, table: Any, depth: int) -> None:
        """Row by row; a row that holds a table or long prose is read as blocks, as in a web page."""
        rows: list[list[str]] = []
        trs = [(tr, _cells(tr)) for tr in _children(table, f"{W}tr")]
        single = all(len(cells) < 2 for _, cells in trs)
        for _, cells in trs:
            texts = [self._cell(cell) for cell in cells if not _covered(cell)]
            nested = any(next(cell.iter(f"{W}tbl"), None) is not None for cell in cells)
            if nested or single or any(len(text) > _PROSE and "。" in text for text in texts):
                self.lines.grid(rows)
                rows = []
                for cell in cells:
                    if depth < _DEEPEST:
                        self.blocks(cell, depth + 1)
            else:
                rows.append(texts)
        self.lines.grid(rows)

    def _cell(self, cell: Any) -> str:
        paragraphs = [p for p in cell.iter(f"{W}p") if not _deleted(p, cell)]
        lines = ((self._numbering.mark(p) + self._printed(p)).strip() for p in paragraphs)
        return " ".join(filter(None, lines))


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Children of that kind, also those in content controls, custom XML and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _cells(tr: Any) -> list[Any]:
    """The cells of a row; a row that a tracked change deletes has none."""
    if tr.find(f"{W}trPr/{W}del") is not None:
        return []
    return list(_children(tr, f"{W}tc"))


def _covered(cell: Any) -> bool:
    """A cell under a merged one: printed once, at the top."""
    merges = (cell.find(f"{W}tcPr/{W}{tag}") for tag in ("vMerge", "hMerge"))
    return any(merge is not None and merge.get(f"{W}val", "continue") == "continue" for merge in merges)


def _deleted(paragraph: Any, cell: Any) -> bool:
    return any(node.tag in _UNPRINTED for node in paragraph.iterancestors() if node is not cell)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes of a paragraph, once each: Word writes every drawing twice."""
    for box in paragraph.iter(f"{W}txbxContent"):
        ancestors = {node.tag for node in box.iterancestors()}
        if not ancestors & _UNPRINTED:
            inner = next(node for node in box.iterancestors() if node.tag == f"{W}p")
            if inner is paragraph:
                yield box


def _symbol(node: Any) -> str:
    """A character of a symbol font: the ticks and boxes that reports print are named, others are left out."""
    code = node.get(f"{W}char", "").upper()
    return {"F0FE": "☑", "F052": "☑", "F0A8": "□", "F0A3": "□", "F0FC": "√"}.get(code, "")
