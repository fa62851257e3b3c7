"""What is fuzzed: for each part a function of bytes that raises when a promise is broken.

Hypothesis calls these in the normal run, atheris for as long as one likes (``make fuzz``), and
every input that once broke one stays under ``cases`` and is tried in every run.
"""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

from kg.errors import KgError, ReadError, shown
from kg.model import Document, Extraction

HERE = Path(__file__).parent
CASES = HERE / "cases"
_PIECES = (HERE / "pieces.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
PIECES = [piece.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r") for piece in _PIECES]
# How the bytes of a case become a file: its name, and whether they are the whole of it.
FILES = ("a.txt", "a.html", "a.pdf", "a.docx", "a.ofd", "a.jsonl", "a.jsonl.gz", "metadata.csv")
INSIDE = ("docx", "ofd", "ofd-list", "gz", "docx-styles", "pdf-page")


def text_of(data: bytes) -> str:
    """Any text: the first byte says whether the others are words of ours or characters."""
    if not data:
        return ""
    kind, rest = data[0] % 4, data[1:]
    if kind == 0:
        return rest.decode("utf-8", "replace")
    if kind == 1:
        return rest[: len(rest) // 2 * 2].decode("utf-16-le", "surrogatepass")
    return "".join(map(_word, rest))


def _word(byte: int) -> str:
    return PIECES[byte] if byte < len(PIECES) else chr(0x1FF0 + byte)


def document_of(text: str) -> Document:
    return Document("a", "a", "a", text, "a")


def readers(data: bytes) -> None:
    """A file gives documents and reading errors of one line each, and nothing is raised."""
    from kg.read import load_metadata, read_here
    from kg.read.limits import DEFAULT

    if not data:
        return
    with tempfile.TemporaryDirectory(prefix="kg-fuzz-") as folder:
        path = _file(Path(folder), data)
        if path.name == "metadata.csv":
            try:
                load_metadata(path.parent)
            except ReadError as error:
                _one_line(error)
            return
        for result in read_here(path, {}, DEFAULT):
            if isinstance(result, ReadError):
                _one_line(result)
            else:
                assert result.text.strip()
                for text in (result.text, result.name, result.path, result.title, result.publisher):
                    (text or "").encode("utf-8")


def _one_line(error: KgError) -> None:
    assert str(error).strip() and len(str(error)) < 1000
    assert shown(str(error)) == str(error), ascii(str(error))


def _file(folder: Path, data: bytes) -> Path:
    """The file that a case is: bytes as they are, or as one part of a sound archive."""
    from tests.read import build

    number, rest = data[0] % (len(FILES) + len(INSIDE)), data[1:]
    if number < len(FILES):
        path = folder / FILES[number]
        path.write_bytes(rest)
        return path
    kind = INSIDE[number - len(FILES)]
    path = folder / f"a.{'jsonl.gz' if kind == 'gz' else kind.partition('-')[0]}"
    if kind == "gz":
        path.write_bytes(gzip.compress(rest, 1))
    elif kind == "pdf-page":
        path.write_bytes(_sound()[kind].replace(b"@@@", rest))
    else:
        part = {
            "docx": "word/document.xml",
            "docx-styles": "word/styles.xml",
            "ofd": "Doc_0/Pages/Page_0/Content.xml",
            "ofd-list": "Doc_0/Document.xml",
        }[kind]
        path.write_bytes(build.replaced(_sound()[path.suffix[1:]], part, rest))
    return path


@cache
def _sound() -> dict[str, bytes]:
    from tests.read import build

    return {
        "docx": build.docx([("Normal", "深圳市发展新能源汽车产业。")], [["甲", "乙"]]),
        "ofd": build.ofd([["深圳市发展新能源汽车产业。"]]),
        "pdf-page": build.pdf([["深圳市"]]).replace(b"BT /F1", b"@@@ BT /F1"),
    }


def cleaner(data: bytes) -> None:
    """Cleaning and normalizing keep every position, and leave nothing that breaks an output."""
    from kg.read.source import clean
    from kg.text.normalize import normalize, view

    raw = text_of(data)
    text = clean(raw)
    text.encode("utf-8")
    assert "\0" not in text and "\r" not in text
    assert clean(text) == text.removeprefix("\ufeff")
    norm = normalize(text)
    assert len(norm) == len(text)
    if norm:
        seen, offsets = view(norm, [(0, len(norm))])
        assert len(seen) == len(offsets)
        assert all(a < b for a, b in pairwise(offsets))
        assert all(norm[at].isspace() or norm[at] == c for at, c in zip(offsets, seen, strict=True))


def splitter(data: bytes) -> None:
    """Sentences stand in order and apart, and lead back to the text."""
    from kg.text import sentences

    text = text_of(data)
    position = 0
    for number, sentence in enumerate(sentences(document_of(text))):
        assert sentence.index == number
        assert position <= sentence.start < sentence.end <= len(text)
        position = sentence.end
        assert sentence.view and len(sentence.offsets) == len(sentence.view)
        assert sentence.span(0, len(sentence.view)) == (sentence.start, sentence.end)


def rules(data: bytes) -> None:
    """Extraction never raises, and everything it gives stands in the text."""
    from kg.pipeline import extract_document
    from kg.read.source import clean

    document = document_of(clean(text_of(data)))
    found = extract_document(document)
    _verbatim(found)


def _verbatim(found: Extraction) -> None:
    text, sentences = found.document.text, found.sentences
    for mention in found.mentions:
        view = sentences[mention.sentence].view
        assert 0 <= mention.start < mention.end <= len(view)
    for fact in (*found.facts, *found.indicators):
        assert text[fact.start : fact.end] == fact.evidence and fact.evidence
        sentence = sentences[fact.sentence]
        assert sentence.start <= fact.start < fact.end <= sentence.end
        assert 0.0 <= fact.confidence <= 1.0


def query(data: bytes) -> None:
    """A question answers or says what is wrong; no value changes its statement or the graph.

    One input in sixteen goes through to the database, which takes its time; the others show what
    it would be asked.
    """
    from kg.query import library, run
    from tests.fuzz.world import graph, listener

    if len(data) < 3:
        return
    questions = list(library().values()) if data[0] < 16 else listener().questions
    question = questions[data[1] % len(questions)]
    text = text_of(data[2:])
    values = text.split("\n", max(0, len(question.params) - 1))
    given = {p.name: v for p, v in zip(question.params, values, strict=False)}
    store = graph()[1] if data[0] < 16 else listener()
    try:
        result = run(store, question, given)
        assert all(len(row) == len(result.columns) for row in result.rows)
    except KgError as error:
        assert shown(str(error)) == str(error), ascii(str(error))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "readers": readers,
    "cleaner": cleaner,
    "splitter": splitter,
    "rules": rules,
    "query": query,
}
