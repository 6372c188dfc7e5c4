"""One report for a human reader in the terminal: tables in their printed layout, findings in red."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from extraction.export import layout, legend, listings
from extraction.export.drawing import Content, draw
from extraction.export.marks import by_cell, suspect
from extraction.report import Entity, Finding, Report, Span, Table, Zero

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

NARROWEST, WIDEST = 78, 120
STATES = {
    "zero": "dim",
    "blank": "dim",
    "lost": "bold yellow",
    "dash": "cyan",
    "none_word": "cyan",
    "text": "cyan",
}


def show(report: Report, console: Console, language: str = "zh") -> None:
    """Print the report: head, tables, figures, problems and measures, findings."""
    console.print(_head(report), soft_wrap=True)
    marked = by_cell(report.findings)
    width = max(NARROWEST, min(console.width, WIDEST))
    for name, table in report.tables.items():
        form = layout.printed(name, table)
        console.print(f"\n[bold]{form.heading}[/bold]")
        if not layout.absent(table):
            for line in draw(form, _content(table, marked), width):
                console.print(line, soft_wrap=True)
        else:
            console.print("（报告中没有这张表：不是 0）", style="dim")
    console.print("·  空白　？ 丢失　!  有问题", style="dim")
    for title, rows in (("正文中的数字", list(_figures(report))), ("存在的问题与改进措施", _clauses(report))):
        if rows:
            console.print(f"\n[bold]{title}[/bold]")
            for row in rows:
                console.print(row)
    console.print(f"\n[bold]发现的问题（{len(report.findings)}）[/bold]")
    for finding in report.findings:
        console.print(_finding(finding, language))


def _head(report: Report) -> RenderableType:
    from rich.text import Text

    meta, region = report.meta, report.meta.region
    text = Text(f"{meta.agency or '机关未识别'}　{meta.year or '年度未识别'}", style="bold")
    place = "".join(part for part in (region.province, region.city, region.county) if part)
    facts = {
        "标题": meta.title,
        "表式": meta.form,
        "落款": meta.published,
        "地区": place,
        "文件": report.source,
    }
    for name, said in facts.items():
        text.append(f"\n{name}　", style="dim").append(said or "无", style="not bold")
    return text


def _figures(report: Report) -> Iterator[RenderableType]:
    """Each sentence that has figures, once, with its figures marked; below it the cells they restate."""
    from rich.padding import Padding
    from rich.text import Text

    said: list[Entity | Zero] = [entity for entity in report.entities if entity.label == "FIGURE"]
    said += report.zeros
    by_sentence: dict[Span, list[Entity | Zero]] = {}
    for each in sorted(said, key=lambda each: each.start):
        by_sentence.setdefault(listings.bounds(report.text, each.start, each.end), []).append(each)
    for (low, high), members in by_sentence.items():
        line = Text(report.text[low:high].replace("\t", " "))
        for each in members:
            line.stylize(
                "bold cyan" if isinstance(each, Entity) else "bold magenta", each.start - low, each.end - low
            )
        yield line
        for each in members:
            cells = each.cells if isinstance(each, Zero) else (each.cell,) if each.cell else ()
            if cells:
                linked = f"{each.text} → {'、'.join(map(legend.label, cells))}"
                yield Padding(Text(linked, style="green"), (0, 0, 0, 4))


def _clauses(report: Report) -> Sequence[RenderableType]:
    from rich.text import Text

    colours = {"PROBLEM": "magenta", "MEASURE": "green"}
    return [
        Text(f"{legend.LABELS.get(c.label, c.label)} ", style=colours.get(c.label, "")).append(
            f"{c.category or '':<4}", style="dim"
        ).append(c.text, style="default")
        for c in report.clauses
    ]  # fmt: skip


def _finding(finding: Finding, language: str) -> Text:
    from rich.text import Text

    said = finding.message if language == "en" else finding.message_zh or finding.message
    style = "bold red" if finding.severity == "high" else "yellow"
    mark = finding.severity if language == "en" else legend.SEVERITIES.get(finding.severity, "")
    line = (
        Text(f"[{mark}] ", style=style)
        .append(said, style="red not bold")
        .append(f"  {finding.rule}", style="dim not bold")
    )
    if finding.proposal:
        value = legend.number(finding.proposal.value)
        line.append(f"  → {legend.label(finding.proposal.cell)} = {value}?", style="yellow not bold")
    return line


def _content(table: Table, marked: Mapping[str, list[Finding]]) -> Content:
    """What a box shows: its label, or its cell's value; red with a mark where a finding names the cell."""

    def content(box: layout.Box) -> tuple[str, str]:
        if box.path is None:
            return box.text, "bold not dim" if box.kind == "item" else "not dim"
        _, row, column = box.path.split(".")
        cell = table.cells.get(row, {}).get(column)
        said = legend.shown(cell) if cell is None or cell.state != "blank" else "·"
        if suspect(box.path, marked.get(box.path, ())):
            return f"{said}!", "bold red not dim"
        if box.path in marked:
            return said, "red not dim"
        return said, STATES.get(cell.state if cell else "absent", "bold not dim")

    return content
