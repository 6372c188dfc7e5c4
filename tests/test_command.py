"""The command: what goes where, what is refused and how, and that no input stops the others."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import finding, report

import extraction
from extraction import batch, messages
from extraction.command import nianbao
from extraction.export.folder import FILES, NAMES, RUN
from extraction.inputs import Input, found
from extraction.messages import Messages, chosen
from extraction.outcome import Request
from extraction.report import Report, UnreadableDocument

ROOT = Path(__file__).parent.parent
Invoke = Callable[..., Result]


@pytest.fixture
def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """The command in an empty folder, with an `extract` that reads what `reading` makes of a file's name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(extraction, "extract", reading)

    def run(*arguments: str, **options: Any) -> Result:
        return CliRunner().invoke(nianbao, ["extract", *arguments], **options)

    return run


def reading(source: str | bytes, *, name: str | None = None, **hints: Any) -> Report:
    """A report for `good…`, a refusal for `bad…`, a fault of the program for `fault…`, no end for `slow…`."""
    text = source.decode() if isinstance(source, bytes) else Path(source).read_text("utf-8")
    if text.startswith("bad"):
        raise UnreadableDocument(
            "empty", f"{name}: the file is empty; save it again", f"{name}：文件为空，请重新保存"
        )
    if text.startswith("fault"):
        raise KeyError("unforeseen")
    if text.startswith("slow"):
        time.sleep(30)
    if text.startswith("interrupt"):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(30)
    wrong = (finding(),) if text.startswith("wrong") else ()
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return report(agency=text.strip(), findings=wrong, source=name or "", sha256=sha256)


def files(**contents: str) -> list[str]:
    """Files by these names, each with its content."""
    for name, content in contents.items():
        Path(f"{name}.txt").write_text(content, encoding="utf-8")
    return [f"{name}.txt" for name in contents]


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def statuses(folder: str = "out") -> dict[str, str]:
    rows = csv.DictReader(io.StringIO((Path(folder) / FILES).read_text("utf-8-sig")))
    return {Path(row["input"]).name: row["status"] for row in rows}


def test_json_lines_go_to_standard_output_and_progress_to_standard_error(invoke: Invoke) -> None:
    result = invoke(*files(a="good a", b="good b"))
    assert result.exit_code == 0
    assert [record["meta"]["agency"] for record in records(result)] == ["good a", "good b"]
    assert "a.txt" in result.stderr


def test_one_file_as_json_is_the_record_itself_and_several_are_an_array(invoke: Invoke) -> None:
    names = files(a="good a", b="good b")
    assert json.loads(invoke(names[0], "-f", "json").stdout)["schema"] == "nianbao.report/1"
    assert len(json.loads(invoke(*names, "-f", "json").stdout)) == 2


def test_a_refused_file_is_named_with_its_reason_and_the_others_are_done(invoke: Invoke) -> None:
    result = invoke(*files(a="good a", b="bad", c="good c"), "--lang", "en")
    assert result.exit_code == 1
    assert len(records(result)) == 2
    assert "b.txt: not read: the file is empty; save it again" in result.stderr
    assert "文件为空，请重新保存" in invoke("b.txt", "--lang", "zh").stderr


def test_an_unforeseen_fault_is_told_without_a_traceback(invoke: Invoke) -> None:
    names = files(a="fault", b="good b")
    result = invoke(*names, "--lang", "en")
    assert result.exit_code == 1
    assert len(records(result)) == 1
    assert "an internal error (KeyError: 'unforeseen')" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in invoke(*names, "--debug").stderr


def test_a_file_that_takes_too_long_is_given_up(invoke: Invoke) -> None:
    result = invoke(*files(a="slow", b="good b"), "--timeout", "0.2", "--lang", "en")
    assert result.exit_code == 1
    assert "a.txt: not read: not read within 0.2 seconds" in result.stderr
    assert len(records(result)) == 1


def test_the_same_content_twice_is_read_once(invoke: Invoke) -> None:
    files(a="good a", b="good a")
    invoke("a.txt", "b.txt", "-o", "out")
    assert statuses() == {"a.txt": "ok", "b.txt": "skipped"}


def test_folders_are_read_with_their_subfolders_and_globs_are_expanded(invoke: Invoke) -> None:
    Path("in/deep").mkdir(parents=True)
    for name in ("in/a.txt", "in/deep/b.html", "in/.hidden.txt", "in/~$lock.docx", "in/picture.png"):
        Path(name).write_text(f"good {name}", encoding="utf-8")
    assert len(records(invoke("in"))) == 2
    assert len(records(invoke("in/**/*.html"))) == 1
    assert len(records(invoke("in", "in/a.txt"))) == 2
    invoke("in", "-o", "out")
    assert statuses() == {"a.txt": "ok", "b.html": "ok", "picture.png": "skipped"}


def test_standard_input_is_read(invoke: Invoke) -> None:
    (record,) = records(invoke("-", input="good stdin"))
    assert (record["meta"]["agency"], record["source"]) == ("good stdin", "stdin")


def test_a_folder_gets_everything_under_fixed_names(invoke: Invoke) -> None:
    files(a="good a", b="bad", c="wrong c")
    result = invoke(".", "-o", "out/")
    assert result.exit_code == 1
    assert {path.name for path in Path("out").iterdir()} == {*NAMES, FILES, RUN}
    assert statuses() == {"a.txt": "ok", "b.txt": "failed", "c.txt": "ok"}
    run = json.loads(Path("out/run.json").read_text("utf-8"))
    assert (run["files"], run["findings_high"]) == (
        {"ok": 2, "partial": 0, "failed": 1, "skipped": 0, "other": 0},
        1,
    )


def test_a_folder_of_one_format_gets_only_that(invoke: Invoke) -> None:
    invoke(*files(a="good a"), "-o", "out/", "-f", "csv")
    assert {path.suffix for path in Path("out").iterdir()} == {".csv", ".json"}


@pytest.mark.parametrize("name", ["o.jsonl", "o.json", "o.csv", "o.xlsx", "o.parquet", "o.html"])
def test_the_name_of_the_output_tells_the_format(invoke: Invoke, name: str) -> None:
    assert invoke(*files(a="good a"), "-o", name).exit_code == 0
    starts = {"o.xlsx": b"PK", "o.parquet": b"PAR1", "o.csv": b"\xef\xbb\xbfagency", "o.html": b"<!doctype"}
    assert Path(name).read_bytes().startswith(starts.get(name, b"{"))


def test_nothing_existing_is_overwritten_without_force(invoke: Invoke) -> None:
    names = files(a="good a", b="good b")
    Path("o.jsonl").write_text("mine", encoding="utf-8")
    result = invoke(*names, "-o", "o.jsonl", "--lang", "en")
    assert (result.exit_code, Path("o.jsonl").read_text("utf-8")) == (2, "mine")
    assert "--force" in result.stderr
    assert invoke(*names, "-o", "o.jsonl", "--force").exit_code == 0
    assert len(Path("o.jsonl").read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "No files were given"),
        (("nowhere.txt",), "no such file"),
        (("empty",), "holds no readable reports"),
        (("a.txt", "-f", "xlsx"), "cannot go to standard output"),
        (("a.txt", "-o", "o.doc"), "Unknown suffix .doc"),
        (("a.txt", "--resume"), "--resume needs a folder"),
        (("a.txt", "-o", "a.txt", "--force", "-f", "jsonl"), "is one of the inputs"),
        (("a.txt", "-o", "a.txt/deep.jsonl"), "Cannot write"),
        (("a.txt", "-f", "doc"), "Invalid value"),
    ],
)
def test_wrong_usage_is_told_and_exits_with_2(invoke: Invoke, arguments: tuple[str, ...], said: str) -> None:
    files(a="good a")
    Path("empty").mkdir()
    result = invoke(*arguments, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_strict_exits_with_3_where_findings_are_severe(invoke: Invoke) -> None:
    assert invoke(*files(a="wrong a"), "--strict").exit_code == 3
    assert invoke(*files(b="good b"), "--strict").exit_code == 0
    assert invoke(*files(c="bad", a="wrong a"), "--strict").exit_code == 1


def test_quiet_says_only_what_failed_and_verbose_says_the_findings(invoke: Invoke) -> None:
    names = files(a="wrong a", b="bad")
    quiet = invoke(*names, "-q", "--lang", "en").stderr.splitlines()
    assert len(quiet) == 1
    assert "b.txt" in quiet[0]
    assert "applications.balance" in invoke(*names, "-v").stderr


def test_resume_takes_unchanged_reports_from_the_last_run(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(a="good a", b="good b")
    invoke(".", "-o", "out")
    Path("b.txt").write_text("good new", encoding="utf-8")
    asked: list[str] = []

    def counted(source: str, **options: Any) -> Report:
        asked.append(str(source))
        return reading(source, **options)

    monkeypatch.setattr(extraction, "extract", counted)
    result = invoke("a.txt", "b.txt", "-o", "out", "--resume")
    assert (result.exit_code, asked) == (0, ["b.txt"])
    written = [
        json.loads(line)["meta"]["agency"]
        for line in Path("out/reports.jsonl").read_text("utf-8").splitlines()
    ]
    assert written == ["good a", "good new"]
    invoke("a.txt", "b.txt", "-o", "out", "--resume", "--year", "2021")
    assert asked == ["b.txt", "a.txt", "b.txt"]


def test_ctrl_c_leaves_finished_work_and_no_partial_file(invoke: Invoke) -> None:
    files(a="good a", b="interrupt", c="good c")
    result = invoke("a.txt", "b.txt", "c.txt", "-o", "out")
    assert result.exit_code == 130
    assert {path.name for path in Path("out").iterdir()} == {*NAMES, FILES, RUN}
    assert len(Path("out/reports.jsonl").read_text("utf-8").splitlines()) == 1
    assert json.loads(Path("out/run.json").read_text("utf-8"))["interrupted"] is True


def test_a_fault_in_writing_leaves_nothing_behind(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    from extraction.export import workbook

    def full(self: Any, report: Report) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workbook.Workbook, "add", full)
    result = invoke(*files(a="good a"), "-o", "out", "--lang", "en")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert list(Path("out").iterdir()) == []


def test_a_pipe_that_closes_is_no_error(tmp_path: Path) -> None:
    example = ROOT / "examples"
    command = f"{sys.executable} -m extraction extract {example} -q | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, timeout=60
    )
    assert (done.returncode, len(done.stdout)) == (0, 10)
    assert done.stderr == b""


def test_several_processes_give_the_same_in_the_same_order() -> None:
    inputs = [str(path) for path in sorted((ROOT / "examples").glob("*.txt"))]
    one, two = (
        CliRunner().invoke(nianbao, ["extract", *inputs, "--jobs", jobs, "-q"]) for jobs in ("1", "2")
    )
    assert one.exit_code == two.exit_code == 0
    assert one.stdout == two.stdout


def crashing(each: Input, sha256: str, content: bytes | None, request: Request) -> batch.Worked:
    """A worker that dies over a file called crash."""
    if each.name == "crash.txt":
        os._exit(9)
    return batch._worked(each, sha256, content, request)


def test_a_crash_costs_one_file_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = (ROOT / "examples" / "huaiyin_street_2023.txt").read_text("utf-8")
    for i, name in enumerate(("a", "crash", "c")):
        (tmp_path / f"{name}.txt").write_text(text + "\n" * i, encoding="utf-8")
    inputs = list(found([str(tmp_path)]))
    monkeypatch.setattr(batch, "_worked", crashing)
    outcomes = list(batch.run(inputs, Request(), 2, batch.Interrupt()))
    assert {outcome.input.name: outcome.code for outcome in outcomes} == {
        "a.txt": "",
        "c.txt": "",
        "crash.txt": "crashed",
    }


def test_the_record_of_an_example_validates_and_its_spans_hold() -> None:
    import jsonschema

    schema = json.loads(CliRunner().invoke(nianbao, ["schema"]).stdout)
    result = CliRunner().invoke(nianbao, ["extract", str(ROOT / "examples"), "-q"])
    written = records(result)
    assert len(written) >= 12
    for record in written:
        jsonschema.validate(record, schema)
        made = Report.from_dict(record)
        assert made.to_dict() == record
        for each in (*made.entities, *made.zeros, *made.clauses):
            assert made.text[each.start : each.end] == each.text
        for row in made.cells():
            assert row.start is None or made.text[row.start : row.end] == row.raw


def test_show_prints_the_tables_with_the_finding_beside_the_cell() -> None:
    result = CliRunner().invoke(nianbao, ["show", str(ROOT / "examples" / "yulan_agriculture_2023.md")])
    assert result.exit_code == 0
    assert "榆澜县农业农村局" in result.stdout
    total = next(line for line in result.stdout.splitlines() if "（七）总计" in line and "│" in line)
    assert "25!" in total
    edges = {
        len(line.encode("gb18030")) for line in result.stdout.splitlines() if line.startswith(("┌", "└", "├"))
    }
    assert len(edges) <= 3  # each table is one width


def test_show_refuses_as_extract_does(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    result = CliRunner().invoke(nianbao, ["show", str(tmp_path / "empty.txt"), "--lang", "en"])
    assert result.exit_code == 1
    assert "the file is empty" in result.stderr
    assert CliRunner().invoke(nianbao, ["show", str(tmp_path / "nowhere.txt")]).exit_code == 2


@pytest.mark.parametrize("command", ["extract", "show", "schema", "doctor"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_has_help_with_an_example(command: str, language: str) -> None:
    environment = os.environ | {"NIANBAO_LANG": language}
    asked = [sys.executable, "-m", "extraction", command, "--help"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, env=environment, timeout=60)
    assert done.returncode == 0
    assert f"nianbao {command}" in done.stdout.decode()
    assert ("例：" if language == "zh" else "Examples:") in done.stdout.decode()


def test_help_imports_nothing_heavy() -> None:
    heavy = {"rich", "pandas", "numpy", "ortools", "lxml", "docx", "selectolax"}
    code = f"import sys, extraction.command; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60)
    assert done.stdout.strip() == b"[]"


def test_doctor_and_version_answer() -> None:
    assert "docx" in CliRunner().invoke(nianbao, ["doctor"]).stdout
    assert CliRunner().invoke(nianbao, ["--version"]).stdout.startswith("nianbao ")


def test_every_message_exists_in_both_languages_with_the_same_gaps() -> None:
    import string

    for key, (zh, en) in messages.TABLE.items():
        gaps = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (zh, en)]
        assert zh and en and gaps[0] == gaps[1], key


def test_the_language_is_the_option_then_the_environment_then_chinese() -> None:
    assert chosen(["--lang", "en"], {"LANG": "zh_CN.UTF-8"}) == "en"
    assert chosen([], {"LANG": "en_GB.UTF-8"}) == "en"
    assert chosen([], {"LANG": "en_GB.UTF-8", "NIANBAO_LANG": "zh"}) == "zh"
    assert chosen([], {"LANG": "C.UTF-8"}) == chosen([], {}) == "zh"
    assert Messages("en").of("只有中文", "") == "只有中文"


def test_a_damaged_model_is_told_once_before_any_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "manifest.json").write_text('{"sha256": {"model.onnx": "00"}}', encoding="utf-8")
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "b.txt").write_text("y", encoding="utf-8")
    done = CliRunner().invoke(
        nianbao, ["extract", str(tmp_path), "-o", str(tmp_path / "out"), "--model", str(tmp_path / "model"), "--lang", "en"]
    )
    assert done.exit_code == 2
    assert done.stderr.strip() == f"{tmp_path}/model/model.onnx is missing; install the weights anew"
    assert not (tmp_path / "out").exists()
