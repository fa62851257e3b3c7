"""What a document speaks of, as a whole and paragraph by paragraph, and who is quoted where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.facts.speakers import speakers
from kg.model import Entity, Mention, Sentence


@dataclass(frozen=True, slots=True)
class Discourse:
    """Mentions of regions by their ids, and the places that quoted officials speak for.

    ``paragraphs`` counts them in each paragraph, ``speakers`` is by the index of a sentence.
    """

    regions: Counter[str] = field(default_factory=Counter)
    paragraphs: Mapping[int, Counter[str]] = field(default_factory=dict)
    speakers: Mapping[int, Entity] = field(default_factory=dict)
    most: int = 1

    @classmethod
    def of(
        cls, sentences: Sequence[Sentence], mentions: Mapping[int, Sequence[Mention]]
    ) -> Discourse:
        """Read off the mentions of each sentence, by its index."""
        paragraphs: dict[int, Counter[str]] = defaultdict(Counter)
        regions: Counter[str] = Counter()
        for sentence in sentences:
            for m in mentions.get(sentence.index, ()):
                if m.entity.type == "Region":
                    paragraphs[sentence.paragraph][m.entity.id] += 1
                    regions[m.entity.id] += 1
        most = max(regions.values(), default=1)
        return cls(regions, paragraphs, speakers(sentences, mentions), most)

    def share(self, region: str) -> int:
        """How often the document speaks of a region: 0 (never) to 4 (most often)."""
        number = self.regions[region]
        return 0 if not number else 4 if number == self.most else 1 + 3 * number // self.most

    def local(self, paragraph: int, region: str) -> str:
        """How often a paragraph speaks of a region, and whether of none more often."""
        counts = self.paragraphs.get(paragraph)
        if not counts:
            return "0"
        number = counts[region]
        return f"{min(number, 3)}{'m' if number == max(counts.values()) else ''}"
