"""A web page -> lines and grids. Tables are taken from the full tree; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from extraction.lines import Extracted, Lines
from extraction.report import UnreadableDocument, Warning

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNPRINTED = [
    "script", "style", "noscript", "template", "nav", "select", "option", "button", "iframe", "object",
    "embed", "svg", "canvas", "audio", "video", "map", "textarea",
]  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "article",
    "section", "header", "footer", "main", "aside", "table", "tbody", "thead", "tfoot", "tr", "td", "th",
    "caption", "form", "fieldset", "blockquote", "pre", "hr", "center", "address", "figure", "figcaption",
    "details", "summary", "body", "html", "legend", "ucapcontent", "ucaptitle", "publishtime",
})  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_FORM_WORDS = re.compile(
    "总体情况|主动公开政府信息|第二十条|信息内容|行政规范性文件|行政许可|行政处罚|行政强制|行政事业性收费|申请人情况"
    "|自然人|法律服务机构|上年结转|本年新收|予以公开|不予公开|无法提供|不予处理|结转下年度|结果维持|尚未审结|行政复议"
    "|行政诉讼|主要问题及改进|其他需要报告|總體情況|主動公開|第二十條|行政許可|行政處罰|申請人情況|結轉|結果維持"
    "|行政復議|行政訴訟"
)
_CONTAINERS = (
    "#zoom, #zoomcon, #Zoom, #UCAP-CONTENT, ucapcontent, .TRS_Editor, .trs_editor_view, #article-content,"
    "#content, .article-content, .article_content, .articleContent, #articleContent, #content_main, .wzcon,"
    ".zw-con, .content, .news_content, .newsContent, .content-text, .text-content, .main-content, .view,"
    ".detail-content, .xxgk_content, .pages_content, #printArea, #div_content, .bt-content, #vsb_content,"
    ".v_news_content, article, #main"
)
_META = {
    "title": ("articletitle", "og:title"),
    "published": ("pubdate", "publishdate", "article:published_time", "others"),
    "publisher": ("contentsource", "source", "author"),
    "site": ("sitename", "og:site_name"),
    "column": ("columnname",),
}
_ERROR = re.compile(
    r"\b(?:40[0-9]|50[0-9])\b|not found|forbidden|error|页面不存在|找不到|无法访问|已删除|出错", re.I
)
_PROSE = 100
_DEEPEST = 40
_DEEPEST_PAGE = 3000


def extract(page: str, source: str, warnings: Iterable[Warning] = ()) -> Extracted:
    """The text of the report in a page, its tables as grids, and what the page says of itself."""
    from selectolax.lexbor import LexborHTMLParser

    _refuse_deep(page, source)
    tree = LexborHTMLParser(page)
    body = tree.body
    hints = _hints(tree)
    lines = Lines()
    title = hints.get("page_title", "")
    lines.line(title)
    if body is not None:
        _strip(tree, body)
        _print(_content(body), lines)
    extracted = lines.extracted(hints, warnings)
    _refuse_error_page(extracted.text[len(title) :].strip(), title, source)
    return extracted


def _refuse_deep(page: str, source: str) -> None:
    """Thousands of elements inside each other are no page: parsing them takes time with the square."""
    for tag in ("div", "span", "font", "table", "ul", "section"):
        if page.count(f"<{tag}") > _DEEPEST_PAGE and _depth(page, tag) > _DEEPEST_PAGE:
            raise UnreadableDocument(
                "too_deep",
                f"{source}: more than {_DEEPEST_PAGE} <{tag}> stand inside each other, as in no report; "
                "save the page again from the browser",
                f"{source}：网页中 <{tag}> 嵌套超过 {_DEEPEST_PAGE} 层，不是正常网页，请在浏览器中重新保存",
            )


def _depth(page: str, tag: str) -> int:
    steps = (-1 if match[0][1] == "/" else 1 for match in re.finditer(f"</?{tag}", page))
    return max(accumulate(steps))


def _refuse_error_page(text: str, title: str, source: str) -> None:
    if len(text) >= 800 or _FORM_WORDS.search(text):
        return
    if len(text) < 40 or _ERROR.search(title) or _ERROR.search(text[:200]):
        shown = (title or text)[:40]
        raise UnreadableDocument(
            "error_page",
            f"{source}: the page {shown!r} holds {len(text)} characters of text, it is an error page or an "
            "empty one; save the page again from the browser",
            f"{source}：网页“{shown}”只有 {len(text)} 个字，可能是错误页或空页，请在浏览器中重新保存",
        )


def _hints(tree: LexborHTMLParser) -> dict[str, str]:
    """What `<title>` and `<meta>` say: title, published, publisher, site, column."""
    hints: dict[str, str] = {}
    named: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = (attributes.get("name") or attributes.get("property") or "").lower()
        content = (attributes.get("content") or "").strip()
        if name and content:
            named.setdefault(name, content)
    for hint, names in _META.items():
        for name in names:
            if name in named:
                hints.setdefault(hint, named[name])
    title = tree.css_first("title")
    if title is not None and title.text().strip():
        hints.setdefault("title", " ".join(title.text().split()))
        hints["page_title"] = " ".join(title.text().split())
    return hints


def _weight(node: LexborNode) -> int:
    """How much of the statutory form an element holds: each of its words counts once."""
    return len(set(_FORM_WORDS.findall(node.text(deep=True))))


def _content(body: LexborNode) -> LexborNode:
    """The element of the report: the last known container with all its words and tables, else the smallest
    of all elements with them; where the page says little of the form, the whole body.
    """
    whole = _weight(body)
    if whole < 3:
        return body
    tables = _tables(body)
    for node in reversed(body.css(_CONTAINERS)):
        if _tables(node) >= tables and _weight(node) >= whole:
            return _with_title(node, body)
    return _with_title(_smallest(body, whole, tables), body)


def _tables(node: LexborNode) -> int:
    return len(node.css("table"))


def _smallest(body: LexborNode, whole: int, tables: int) -> LexborNode:
    node = body
    for _ in range(_DEEPEST):
        for child in node.iter():
            if _weight(child) >= whole and _tables(child) >= tables:
                node = child
                break
        else:
            break
    return node


def _with_title(node: LexborNode, body: LexborNode) -> LexborNode:
    """The element with the title and byline around it: its parents as long as they add little."""
    size = _size(node)
    most = min(1500, max(400, size // 4))
    for _ in range(_DEEPEST):
        parent = node.parent
        if parent is None or node.mem_id == body.mem_id:
            break
        around = _size(parent)
        inside_table = (parent.tag or "") in ("table", "tbody", "tr", "td")
        if around - size > most and not inside_table:
            break
        node, size = parent, around
    return node


def _size(node: LexborNode) -> int:
    return len("".join(node.text(deep=True).split()))


def _strip(tree: LexborHTMLParser, body: LexborNode) -> None:
    """Take out what the page does not show. What holds words of the form stays, shown or not."""
    tree.strip_tags(_UNPRINTED)
    for node in body.css("[hidden], [style*=none], [style*=NONE], [style*=hidden]"):
        attributes = node.attributes
        hidden = "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "")
        if hidden and node.parent is not None and _weight(node) < 3:
            node.decompose()


def _print(node: LexborNode, lines: Lines, depth: int = 0) -> None:
    """The element's blocks as lines and its tables as grids, in the order of the page."""
    inline: list[str] = []
    for child, tag in _walk(node):
        if tag == "-text":
            inline.append(child.text_content or "")
        else:
            lines.line("".join(inline))
            inline.clear()
            if tag == "table" and depth < _DEEPEST:
                _print_table(child, lines, depth + 1)
            elif tag == "table":
                lines.line(child.text(deep=True, separator=" "))
    lines.line("".join(inline))


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, str]]:
    """Text nodes, tables, and where a block begins or ends, in order; a table is not entered."""
    path: list[LexborNode] = []
    node = root.first_child
    while node is not None:
        tag = node.tag or ""
        if tag == "-text" or tag in _BLOCKS:
            yield node, tag
        below = node.first_child if tag != "table" else None
        if below is not None:
            path.append(node)
            node = below
            continue
        while node.next is None and path:
            node = path.pop()
            if node.tag in _BLOCKS:
                yield node, "end"
        node = node.next


def _print_table(table: LexborNode, lines: Lines, depth: int) -> None:
    """Row by row: rows of cells are grids; a row that holds a table or long prose is read as blocks."""
    rows: list[list[str]] = []
    trs = [tr for tr in _own(table, "tr")]
    single = all(len(_cells(tr)) < 2 for tr in trs)
    for caption in _own(table, "caption"):
        _print(caption, lines, depth)
    for tr in trs:
        cells = _cells(tr)
        texts = [_cell_text(cell) for cell in cells]
        if any(cell.css_first("table") is not None for cell in cells) or _is_prose(texts, single):
            lines.grid(rows)
            rows = []
            for cell in cells:
                _print(cell, lines, depth)
        else:
            rows.append(texts)
    lines.grid(rows)


def _own(table: LexborNode, tag: str) -> Iterator[LexborNode]:
    """The rows or captions of this table, not of one inside it."""
    for child in table.iter():
        if child.tag == tag:
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (below for below in child.iter() if below.tag == tag)


def _cells(tr: LexborNode) -> list[LexborNode]:
    return [cell for cell in tr.iter() if cell.tag in ("td", "th")]


def _is_prose(texts: list[str], single: bool) -> bool:
    return single or any(len(text) > _PROSE and "。" in text for text in texts)


def _cell_text(cell: LexborNode) -> str:
    parts = []
    for child, tag in _walk(cell):
        parts.append((child.text_content or "") if tag == "-text" else " ")
    return " ".join("".join(parts).split())
