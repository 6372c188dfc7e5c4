"""What the command says, in Chinese and in English: one table, one line for each message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ZH, EN = "zh", "en"

TABLE: dict[str, tuple[str, str]] = {
    # help
    "help.group": (
        "读政府信息公开工作年度报告：把格式混乱的报告读成核对过的数据。",
        "Read Chinese annual reports on government information disclosure, however badly formatted.",
    ),
    "help.extract": (
        "从报告中取出表格、数字、问题与措施，并核对勾稽关系。",
        "Extract tables, figures and clauses, and reconcile them.",
    ),
    "help.show": (
        "在终端里按印刷样式显示一份报告。",
        "Show one report in the terminal, its tables in their printed layout.",
    ),
    "help.corpus": ("标注语料：检查、生成、统计、一致性。", "The annotated corpus: check, build, describe, agreement."),
    "help.annotations": ("转换标注格式。", "Convert annotations between formats."),
    "help.evaluate": ("与金标准比较，给出分数、区间和错误。", "Compare with gold: scores, intervals, mistakes."),
    "help.benchmark": ("与其他工具在同一批报告上比较。", "Compare with other tools on the same reports."),
    "help.train": ("训练编码器、标注模型、主题模型。", "Train the encoder, the tagger, the topics."),
    "help.models": ("查看、启用、退回模型。", "List, show, promote and roll back models."),
    "error.extra": (
        "这个命令需要 {name}，尚未安装：pip install 'nianbao[train]'",
        "this command needs {name}, which is not installed: pip install 'nianbao[train]'",
    ),
    "help.schema": ("打印记录的 JSON Schema。", "Print the JSON Schema of the record."),
    "help.doctor": (
        "说明本机能读哪些格式，缺什么、怎样安装。",
        "Tell which formats can be read here, and how to get the rest.",
    ),
    "help.paths": (
        "PATH 可以是文件、文件夹（含子文件夹）、通配符，或 - 表示标准输入。",
        "PATH is a file, a folder (with its subfolders), a glob, or - for standard input.",
    ),
    "help.exit": (
        "退出码：0 完成；1 有文件读不了（其余照常完成，逐一说明原因）；2 用法有误；"
        "3 使用 --strict 时发现高级问题；130 被 Ctrl-C 中断（已完成的已写出）。",
        "Exit codes: 0 done; 1 some files could not be read (the others were done, each is named "
        "with its reason); 2 usage; 3 findings of high severity with --strict; 130 interrupted by Ctrl-C "
        "(what was finished is written).",
    ),
    "help.examples": ("例：", "Examples:"),
    "help.completion": (
        'bash 补全：eval "$(_NIANBAO_COMPLETE=bash_source nianbao)"；zsh、fish 用 zsh_source、fish_source。',
        'Completion in bash: eval "$(_NIANBAO_COMPLETE=bash_source nianbao)"; or zsh_source, fish_source.',
    ),
    "option.format": (
        "输出格式；不写时按输出文件名判断，没有输出文件则为 jsonl。",
        "Output format; by default from the output's name, else jsonl.",
    ),
    "option.output": (
        "输出文件，或文件夹（写出全部格式，文件名固定）。",
        "Output file, or a folder (all formats under fixed names).",
    ),
    "option.shape": (
        "csv 与 parquet：wide 每份报告一行，long 每个单元格一行。",
        "csv and parquet: wide, a row a report; long, a row a cell.",
    ),
    "option.only": ("只读表格（tables）或只读正文（text）。", "Read the tables only, or the prose only."),
    "option.year": ("提示：报告年度。", "Hint: the reporting year."),
    "option.agency": ("提示：报告机关。", "Hint: the reporting agency."),
    "option.strict": ("发现高级问题时退出码为 3。", "Exit 3 where there are findings of high severity."),
    "option.jobs": ("同时使用的进程数。", "Processes to use."),
    "option.timeout": ("每个文件的时限（秒），0 为不限。", "Seconds for each file; 0 for no limit."),
    "option.force": ("允许覆盖已有的输出文件。", "Overwrite existing output."),
    "option.resume": (
        "接着做：输出文件夹里已有且内容未变的报告不再重读。",
        "Go on: reports already in the output folder and unchanged are not read again.",
    ),
    "option.engine": ("读取正文的方式：rules 规则，tagger 模型，auto 两者之长。", "How the prose is read: by rules, by the tagger, or the best of both."),
    "option.model": ("模型文件夹；不给则用在用的模型。", "A model folder; without it the one in service."),
    "option.lang": ("消息语言。", "Language of the messages."),
    "option.verbose": ("多说一些：逐份列出问题与说明。", "Say more: the findings and notes of each report."),
    "option.quiet": ("只报告错误。", "Say only what failed."),
    "option.debug": ("意外错误时显示详情。", "Show the details of unforeseen errors."),
    "option.version": ("显示版本。", "Show the version."),
    "option.help": ("显示帮助。", "Show this help."),
    # usage
    "no-paths": (
        "没有给出文件。试试：nianbao extract 年报/ -o 结果/",
        "No files were given. Try: nianbao extract reports/ -o out/",
    ),
    "not-found": (
        "找不到 {path}：既不是文件或文件夹，也没有文件符合此通配符。",
        "{path}: no such file or folder, and no file matches it as a pattern.",
    ),
    "nothing-inside": (
        "{path} 里没有可读的报告（{suffixes}）。",
        "{path} holds no readable reports ({suffixes}).",
    ),
    "exists": (
        "已存在：{names}。加 --force 覆盖，或换一个输出位置。",
        "Already there: {names}. Add --force to overwrite, or choose another place.",
    ),
    "needs-output": (
        "{format} 不能写到终端：用 -o 指定文件，例如 -o 结果.{format}",
        "{format} cannot go to standard output: name a file, for example -o out.{format}",
    ),
    "unknown-suffix": (
        "不认识输出文件的后缀 {suffix}。可用：{known}；没有后缀则视为文件夹。",
        "Unknown suffix {suffix} of the output. Known: {known}; a name without a suffix is a folder.",
    ),
    "resume-folder": ("--resume 需要 -o 指定一个文件夹。", "--resume needs a folder as output (-o FOLDER)."),
    "output-is-input": (
        "输出 {path} 就是输入文件之一；换一个输出位置。",
        "The output {path} is one of the inputs; choose another place.",
    ),
    "cannot-write": (
        "不能写入 {path}：{reason}。换一个可写的位置。",
        "Cannot write {path}: {reason}. Choose a place that can be written.",
    ),
    # refusals
    "unreadable-file": (
        "不能打开：{reason}。检查权限后重试。",
        "cannot be opened: {reason}. Check its permissions and try again.",
    ),
    "timeout": (
        "超过 {seconds:g} 秒仍未读完，已放弃。用 --timeout 放宽时限，或拆分文件。",
        "not read within {seconds:g} seconds, given up. Raise --timeout, or split the file.",
    ),
    "crashed": (
        "读取时进程意外结束（可能内存不足）。请单独重试，并报告此问题。",
        "the process reading it ended (perhaps out of memory). Try it alone, and report this.",
    ),
    "internal": (
        "程序内部错误（{error}）。这是程序的缺陷，请附上文件报告；加 --debug 显示详情。",
        "an internal error ({error}). Please report it with the file; --debug shows more.",
    ),
    "duplicate": ("内容与 {other} 相同", "same content as {other}"),
    "not-a-report": ("不是报告文件的后缀 {suffix}", "{suffix} is no suffix of a report"),
    # partial
    "no-table": ("没有{tables}表", "no {tables} table"),
    "table.disclosure": ("主动公开", "disclosure"),
    "table.applications": ("依申请公开", "applications"),
    "table.disputes": ("复议诉讼", "disputes"),
    "lost-cells": ("{count} 个单元格丢失", "{count} cells lost"),
    # progress and summary
    "done-line": (
        "{agency} {year}：印出 {printed} 格，非零 {nonzero}，问题 {findings}",
        "{agency} {year}: {printed} cells printed, {nonzero} non-zero, {findings} findings",
    ),
    "skipped-line": ("跳过：{reason}", "skipped: {reason}"),
    "failed-line": ("读不了：{reason}", "not read: {reason}"),
    "other-files": (
        "另有 {count} 个文件不是报告，未读（见 -v）",
        "{count} other files are no reports and were not read (see -v)",
    ),
    "reading": ("读取", "reading"),
    "unknown": ("未识别", "unknown"),
    "totals": (
        "成功 {ok}，部分 {partial}，失败 {failed}，跳过 {skipped}；"
        "问题 {findings}（高级 {high}）；{seconds:.1f} 秒",
        "{ok} ok, {partial} partial, {failed} failed, {skipped} skipped; "
        "{findings} findings ({high} high); {seconds:.1f} s",
    ),
    "written": ("已写入 {path}：{names}", "written to {path}: {names}"),
    "interrupted": (
        "已中断；完成的 {count} 份已写出。",
        "Interrupted; the {count} finished reports are written.",
    ),
    "resumed": ("沿用上次的 {count} 份", "{count} taken from the last run"),
    "column.file": ("文件", "file"),
    "column.status": ("状态", "status"),
    "column.agency": ("机关", "agency"),
    "column.year": ("年度", "year"),
    "column.printed": ("印出", "printed"),
    "column.nonzero": ("非零", "non-zero"),
    "column.findings": ("问题", "findings"),
    "column.seconds": ("秒", "seconds"),
    "status.ok": ("成功", "ok"),
    "status.partial": ("部分", "partial"),
    "status.failed": ("失败", "failed"),
    "status.skipped": ("跳过", "skipped"),
    "more-files": ("……另有 {count} 个文件，见 files.csv", "… and {count} more files, see files.csv"),
    # doctor
    "doctor.reads": ("能读的格式", "Formats that can be read"),
    "doctor.writes": ("能写的格式", "Formats that can be written"),
    "doctor.present": ("可用", "available"),
    "doctor.missing": (
        "缺少 {package}：pip install {install}",
        "{package} is missing: pip install {install}",
    ),
    "doctor.later": ("本版尚不支持：{hint}", "not in this version: {hint}"),
    "doctor.repair": ("勾稽求解", "reconciliation by constraint solving"),
    "doctor.tagger": ("标注模型", "the tagger"),
    "doctor.pdf": ("先另存为 docx 或 txt", "save it as docx or txt first"),
    "doctor.scan": ("先用文字识别软件转为文字", "run it through character recognition first"),
    "missing-package": (
        "写 {format} 需要 {package}：pip install {install}",
        "writing {format} needs {package}: pip install {install}",
    ),
}


@dataclass(frozen=True, slots=True)
class Messages:
    """`Messages("en")("not-found", path="x")` is the message in that language."""

    language: str = ZH

    def __call__(self, key: str, **values: object) -> str:
        zh, en = TABLE[key]
        return (en if self.language == EN else zh).format(**values)

    def of(self, zh: str, en: str) -> str:
        """Of a message that exists in both languages, the one to show."""
        return (en or zh) if self.language == EN else (zh or en)


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for by `--lang`, else that of NIANBAO_LANG or of the locale, else Chinese.

    >>> chosen([], {"LANG": "en_US.UTF-8"}), chosen([], {"LANG": "C.UTF-8"}), chosen(["--lang=en"], {})
    ('en', 'zh', 'en')
    """
    for i, argument in enumerate(arguments):
        said = argument[7:] if argument.startswith("--lang=") else ""
        if argument == "--lang" and i + 1 < len(arguments):
            said = arguments[i + 1]
        if said in (ZH, EN):
            return said
    said = (
        environment.get("NIANBAO_LANG")
        or environment.get("LC_ALL")
        or environment.get("LC_MESSAGES")
        or environment.get("LANG", "")
    )
    return EN if said.lower().startswith("en") else ZH
