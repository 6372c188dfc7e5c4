"""Bytes -> characters: which encoding a Chinese text is in, judged by how Chinese the outcome is."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from extraction.report import UnreadableDocument, Warning

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 1 << 14
_JUDGED = 2000
_ASCII = re.compile("[\x00-\x7f]+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_CONTROL = re.compile("[\x00-\x06\x08\x0e-\x1f]")

# The most frequent characters of these reports, simplified and traditional, and the punctuation around them.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
    "多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合"
    "还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只"
    "没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边"
    "流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处府信息请申年报政务局办"
    "收监督规范网站市县镇乡街道委室厅规章许可罚强制费诉讼复议维持纠正其他尚未审自然商业企科研机构益服务总予以部"
    "府開報關門機構問題個們來這時為與對會國學長區縣鎮鄉業產發動員圖書東萬億條項類組織結總統計經濟財稅電話應請辦處"
    "決實現進過達還環護監權責規範資訊號單據複議訴訟許級約終給網務"
    "，。、：；（）“”《》〔〕？！％　０１２３４５６７８９—…·"
)
_MOST_LOST = 0.05
_CHINESE = 0.4


class Decoded(NamedTuple):
    text: str
    encoding: str
    warnings: tuple[Warning, ...]


def decode(data: bytes, *, declared: str = "", source: str = "bytes") -> Decoded:
    """The text of a file and its encoding; what was lost or repaired on the way is a warning.

    Raises UnreadableDocument where the bytes are no text in any encoding that these reports come in.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"), encoding, source)
    sample = data[:_SAMPLE]
    if b"~{" in sample and b"~}" in sample and sample.isascii():
        return _checked(data.decode("hz", "replace"), "hz", source)
    if b"\0" not in sample:
        try:
            return _checked(data.decode("utf-8"), "utf-8", source)
        except UnicodeDecodeError:
            pass
    names = dict.fromkeys(_candidates(sample, declared))
    best = max(names, key=lambda name: _chineseness(_sample(sample, name)))
    return _checked(data.decode(best, "replace"), best, source)


def _candidates(sample: bytes, declared: str) -> Iterator[str]:
    """Encodings worth trying, the likeliest first: the first of equals wins."""
    yield from filter(None, (_codec(declared), _detected(sample)))
    yield from ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")


def _detected(sample: bytes) -> str:
    """What charset-normalizer says, or cchardet where a dirty byte makes it silent."""
    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").setLevel(logging.WARNING)
    best = from_bytes(sample[:8192]).best()
    if best is not None:
        return _codec(best.encoding)
    import cchardet

    return _codec(cchardet.detect(sample)["encoding"] or "")


def _codec(name: str) -> str:
    """Python's name of an encoding; every gb* is read as its superset gb18030, big5 as big5hkscs."""
    try:
        codec = codecs.lookup(name.strip()).name if name else ""
    except LookupError:
        return ""
    if codec in ("gb2312", "gbk", "cp936"):
        return "gb18030"
    if codec in ("big5", "cp950"):
        return "big5hkscs"
    return "utf-16-le" if codec == "utf-16" else codec


def _sample(data: bytes, encoding: str) -> str:
    """The sample decoded, without the character that its end cuts."""
    return codecs.getincrementaldecoder(encoding)("replace").decode(data)


def _chineseness(text: str) -> float:
    """How much of what is not ASCII is what Chinese reports are made of; lost characters weigh against it."""
    foreign = _ASCII.sub("", text)[:_JUDGED]
    controls = len(_CONTROL.findall(text))
    if not foreign:
        return 0.0 if controls else 0.5
    right = sum(char in _COMMON for char in foreign)
    lost = foreign.count("\ufffd") + len(_PRIVATE.findall(foreign)) + controls
    return (right - 3 * lost) / len(foreign)


def _checked(text: str, encoding: str, source: str) -> Decoded:
    """The text, unscrambled if need be, with a warning for what was lost; refused where it is no text."""
    if _chineseness(text[:_SAMPLE]) > _CHINESE and "\ufffd" not in text:
        return Decoded(text, encoding, ())
    warnings: list[Warning] = []
    right = _unscrambled(text)
    if right != text:
        text = right
        warnings.append(Warning(
            "mojibake_repaired",
            "the text had been read in a wrong encoding and was set right; offsets count it as it is now",
            "原文曾被错误编码转换（乱码），已还原；位置按还原后的文本计算",
        ))  # fmt: skip
    head, lost = text[:_SAMPLE], text.count("\ufffd")
    if _is_scrambled(head):
        warnings.append(Warning(
            "mojibake",
            "the text was read in a wrong encoding before and cannot be set right; download the report again",
            "原文曾被错误编码转换（乱码），无法还原，请重新下载",
        ))  # fmt: skip
    if lost > max(3, len(text) * _MOST_LOST) or _is_noise(head):
        raise _no_text(source, lost, scrambled=_is_scrambled(head))
    if lost:
        warnings.append(Warning(
            "undecodable_bytes",
            f"{lost} characters could not be decoded as {encoding} and stand as U+FFFD",
            f"有 {lost} 个字符无法按 {encoding} 解码，已用 U+FFFD 代替",
        ))  # fmt: skip
    return Decoded(text, encoding, tuple(warnings))


def _no_text(source: str, lost: int, scrambled: bool) -> UnreadableDocument:
    if scrambled:
        return UnreadableDocument(
            "mojibake",
            f"{source}: the text was saved in a wrong encoding and {lost} characters of it are lost; "
            "download or save the report again as UTF-8",
            f"{source}：文本为乱码（曾按错误编码保存），无法还原，请重新下载或另存为 UTF-8",
        )
    return UnreadableDocument(
        "not_text",
        f"{source}: the bytes are no text in UTF-8, UTF-16, GB18030 or Big5; "
        "save the report as UTF-8 text, HTML or docx and try again",
        f"{source}：不是 UTF-8、UTF-16、GB18030 或 Big5 文本；请另存为 UTF-8 文本、网页或 docx 后重试",
    )


def _is_noise(text: str) -> bool:
    """Control characters, or rare characters side by side, as random bytes give them."""
    foreign = _ASCII.sub("", text)
    rare = len(foreign) > max(8, len(text) * 0.3) and _chineseness(text) < 0.05
    return len(_CONTROL.findall(text)) > max(3, len(text) * _MOST_LOST) or (rare and not _is_latin(text))


def _is_latin(text: str) -> bool:
    """Mostly Latin letters with accents: bytes that were once read as Latin-1, or another language."""
    foreign = _ASCII.sub("", text)[:_JUDGED]
    latin = sum(char < "\u0250" or char in _WINDOWS or char == "\ufffd" for char in foreign)
    return len(foreign) > 3 and latin > len(foreign) * 0.8


_WINDOWS = "€‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›"
# UTF-8 read as GBK: the first two bytes of frequent characters (政 开 息 的 、 ，) make these.
_UTF8_AS_GBK = re.compile("[鏀鎭鐨銆锛鍏绗骞]")


def _is_scrambled(head: str) -> bool:
    return _is_latin(head) or len(_UTF8_AS_GBK.findall(head)) > len(head) * 0.03


def _unscrambled(text: str) -> str:
    """Characters that went through a wrong encoding once, set right where the outcome is clearly Chinese."""
    head = text[:_SAMPLE]
    if head.isascii() or _chineseness(head) > _CHINESE:
        return text
    if not _is_scrambled(head):
        return text
    if _is_latin(head):
        ways = product(("latin-1", "cp1252"), ("gb18030", "utf-8"))
        attempts = [*(_recoded(text, wrong, right) for wrong, right in ways), _fixed(text)]
    else:
        attempts = [_recoded(text, "gb18030", "utf-8")]
    right = max(attempts, key=lambda attempt: _chineseness(attempt[:_SAMPLE]))
    return right if _chineseness(right[:_SAMPLE]) > max(_CHINESE, _chineseness(head) + 0.2) else text


def _recoded(text: str, wrong: str, right: str) -> str:
    """The bytes that `wrong` was given, read as `right`; what was lost on the way stays lost."""
    return text.replace("\ufffd", "?").encode(wrong, "replace").decode(right, "replace")


def _fixed(text: str) -> str:
    """ftfy for a mixture: only its repair of encodings, never its taste in punctuation."""
    import ftfy

    return ftfy.fix_encoding(text) if len(text) < 1_000_000 else text
