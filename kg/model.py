"""The records that flow from stage to stage. All are immutable.

Data flows one way::

    Document -> Sentence -> Mention -> Fact / IndicatorFact -> Extraction (all of a document)

Offsets: ``Document.text`` is what a reader got out of a file. A sentence is a slice of it
(``start``, ``end``), and stages match against ``Sentence.view``: the same slice in simplified
characters, with uniform punctuation and without the line breaks of hard wrapping.
``Sentence.offsets`` leads from view positions back to document positions, so that every evidence
is verbatim: ``document.text[fact.start:fact.end]``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

EntityType = Literal["Region", "Strategy", "Industry", "Organization", "Project"]
RelationType = Literal[
    "DEVELOPS",
    "COVERS",
    "PROMOTES",
    "PART_OF",
    "COOPERATES_WITH",
    "LOCATED_IN",
    "ENGAGES_IN",
]
Status = Literal["existing", "planned"]
Stage = Literal["operating", "building", "promoting", "planned", "exploring", "restricted"]
SentenceKind = Literal["heading", "body", "boilerplate"]


@dataclass(frozen=True, slots=True)
class Document:
    """One text with what is known about it.

    ``id`` is the first 16 hex digits of ``sha256`` of the source bytes (for a JSONL line: of that
    line's text), ``name`` the file name or JSONL id (unique within a folder as a rule), ``path``
    the path as given on the command line, ``published`` an ISO date that may stop at year or month
    (``2026``, ``2026-01``, ``2026-01-31``), ``region`` the home region as metadata states it.
    """

    id: str
    name: str
    path: str
    text: str
    sha256: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item or heading.

    ``document.text[start:end]`` is the verbatim sentence; ``view`` its matching form;
    ``offsets[i]`` the document position of ``view[i]`` (``len(offsets) == len(view)``).
    ``headings`` are the headings above it, outermost first, in matching form. ``paragraph`` counts
    paragraphs of the document from 0: subjects carry over within one.
    """

    index: int
    start: int
    end: int
    view: str
    offsets: Sequence[int]
    kind: SentenceKind = "body"
    headings: tuple[str, ...] = ()
    paragraph: int = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Document span of ``view[start:end]`` (``end`` exclusive, ``start < end``)."""
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Entity:
    """A node that mentions point to.

    ``id`` is stable and readable: ``region:440300``, ``region:长三角``, ``industry:新能源汽车``.
    ``name`` is canonical; ``kind`` is a kind of the schema for this type.
    """

    id: str
    type: EntityType
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of one sentence that means an entity.

    ``start`` and ``end`` are positions in ``Sentence.view`` of sentence number ``sentence``.
    ``implied`` is true for a reference resolved from context (我省, 该市, 三地). ``source`` tells
    who found it (lexicon, pattern, list, tagger, reference), ``weak`` that the word is a name only
    in some contexts, ``score`` how likely the tagger holds it (0..1; -1 when it was not asked).
    """

    sentence: int
    start: int
    end: int
    text: str
    entity: Entity
    implied: bool = False
    source: str = "lexicon"
    weak: bool = False
    score: float = -1.0


@dataclass(frozen=True, slots=True)
class Fact:
    """One relation, stated once, in one sentence.

    ``start``/``end`` are the document span of ``evidence`` (verbatim). ``implicit`` is true when
    the head region comes from the home region or a heading only. ``trigger`` is the word that
    states the relation, ``rule`` the id of the rule that read it, ``confidence`` in 0..1.
    """

    document: str
    sentence: int
    head: Entity
    type: RelationType
    tail: Entity
    status: Status
    stage: Stage
    trigger: str
    rule: str
    confidence: float
    start: int
    end: int
    evidence: str
    implicit: bool = False
    background: bool = False

    @property
    def id(self) -> str:
        """Stable id: a hash of who said what where, the same in every run."""
        span = self.start, self.end
        return fact_id(self.document, span, self.head.id, self.type, self.tail.id)


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """A numeric fact: ``subject`` has ``name`` = ``value`` ``unit`` in ``year``.

    ``unit`` is as written (万亿元, %, 万辆); ``year`` is None when the text gives none.
    """

    document: str
    sentence: int
    subject: Entity
    name: str
    value: float
    unit: str
    year: int | None
    status: Status
    rule: str
    confidence: float
    start: int
    end: int
    evidence: str
    implicit: bool = False

    @property
    def id(self) -> str:
        """Stable id of this statement."""
        figure = self.name, self.value, self.unit, self.year
        return indicator_id(self.document, (self.start, self.end), self.subject.id, figure)


@dataclass(frozen=True, slots=True)
class Home:
    """The region that 我省/全市/本市 mean in a document, and how that is known.

    ``evidence`` is a stretch of the text, or the metadata field that said so; ``how`` is one of
    ``metadata``, ``publisher``, ``title``, ``file name``, ``text``.
    """

    region: Entity
    how: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one document: the value of the pure function ``extract(document)``."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]
    indicators: tuple[IndicatorFact, ...]
    home: Home | None = None
    warnings: tuple[str, ...] = field(default=())


def fact_id(document: str, span: tuple[int, int], head: str, relation: str, tail: str) -> str:
    """Id of a fact with these values; ``head`` and ``tail`` are entity ids."""
    return _digest("fact", document, *map(str, span), head, relation, tail)


def indicator_id(
    document: str, span: tuple[int, int], subject: str, figure: tuple[str, float, str, int | None]
) -> str:
    """Id of a numeric fact; ``figure`` is name, value, unit and year."""
    name, value, unit, year = figure
    return _digest(
        "indicator", document, *map(str, span), subject, name, repr(value), unit, str(year)
    )


def _digest(*parts: str) -> str:
    """Hash of length-prefixed parts, so that no two part lists run into one another."""
    h = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        h.update(len(data).to_bytes(4, "big"))
        h.update(data)
    return h.hexdigest()[:20]
