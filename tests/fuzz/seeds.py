"""What fuzzing begins with: the kept cases, a sound file of each format, sentences, questions."""

from __future__ import annotations

import gzip
import random

from tests.fuzz.targets import CASES, FILES, INSIDE, PIECES
from tests.read import build

SENTENCE = "深圳市大力发展新能源汽车产业，2024年产值达到1.2万亿元，同比增长8.5%。\n"


def cases(part: str) -> dict[str, bytes]:
    """Inputs that once broke a part, by name."""
    return {path.name: path.read_bytes() for path in sorted((CASES / part).glob("*"))}


def seeds(part: str) -> dict[str, bytes]:
    """First inputs of a part, by name."""
    made = _files() if part == "readers" else _texts()
    if part == "query":
        made = {
            f"{name}-{n}": bytes([16 * (n % 9 > 0), n]) + data
            for name, data in made.items()
            for n in range(35)
        }
    return {**made, **{f"case-{name}": data for name, data in cases(part).items()}}


def _texts() -> dict[str, bytes]:
    chosen = random.Random(7)
    made = {"utf-8": b"\0" + SENTENCE.encode(), "utf-16": b"\1" + SENTENCE.encode("utf-16-le")}
    for number in range(10):
        made[f"words-{number}"] = b"\2" + bytes(chosen.choices(range(len(PIECES)), k=60))
    return made


def _files() -> dict[str, bytes]:
    line = '{"id": "a", "text": "' + SENTENCE.strip() + '", "date": "2025-02-10"}\n'
    page = f"<!doctype html><title>规划</title><body><p>{SENTENCE}</p></body></html>"
    whole = (
        SENTENCE.encode("gb18030"), page.encode(), build.pdf([[SENTENCE.strip()]]),
        build.docx([("Normal", SENTENCE)], [["甲", "乙"]]), build.ofd([[SENTENCE]]), line.encode(),
        gzip.compress(line.encode()), "file,title\na.txt,规划\n".encode(),
    )  # fmt: skip
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:body><w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p></w:body>"
    inside = (
        f"<w:document {word}>{body}</w:document>", build.ofd_page([SENTENCE]),
        build.ofd_document(1), line, f"<w:styles {word}/>", "1 0 0 1 0 0 cm",
    )  # fmt: skip
    parts = [*whole, *(text.encode() for text in inside)]
    names = [*FILES, *(f"inside-{kind}" for kind in INSIDE)]
    return {
        name: bytes([n]) + data for n, (name, data) in enumerate(zip(names, parts, strict=True))
    }
