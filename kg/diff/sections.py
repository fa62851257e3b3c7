"""What is compared: the sections of a comparison, by what their rows are paired and compared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of row.

    ``steps`` are the columns by which rows of both builds are paired, one list after another for
    what is left; ``shown`` name a row to people; ``compared`` are the columns that say whether a
    pair is equal. ``zh`` and ``en`` are the section's headings.
    """

    name: str
    zh: str
    en: str
    steps: tuple[tuple[str, ...], ...]
    shown: tuple[str, ...]
    compared: tuple[str, ...]

    @property
    def quoted(self) -> bool:
        """Whether its rows have sentences as evidence."""
        return "texts" in self.compared


_SEEN = ("status", "support", "confidence", "first_seen", "last_seen")
_FIGURE = ("subject_key", "name", "unit", "year")

SECTIONS: tuple[Section, ...] = (
    Section(
        "documents", "文档", "documents",
        (("sha256",), ("path", "name"), ("name",)),
        ("path", "title", "published"),
        ("path", "name", "title", "publisher", "published", "home", "original", "sha256",
         "text"),
    ),
    Section(
        "nodes", "节点", "nodes",
        (("label", "name", "adcode"),),
        ("label", "name", "adcode"),
        ("kind", "aliases", "code", "lat", "lon", "support", "mentions"),
    ),
    Section(
        "edges", "关系", "edges",
        (("type", "source_key", "target_key"),),
        ("type", "source", "target"),
        (*_SEEN, "stages", "background", "texts"),
    ),
    Section(
        "indicators", "指标", "indicators",
        ((*_FIGURE, "value"), _FIGURE),
        ("subject", "name", "value", "unit", "year"),
        ("value", *_SEEN, "texts"),
    ),
    Section(
        "mentions", "提及", "mentions",
        (("node_key", "document_key"),),
        ("node", "document"),
        ("support",),
    ),
)  # fmt: skip
