"""Where in a piece of evidence the two names and the trigger stand.

Positions count UTF-16 units, as JavaScript does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from kg.graph import GraphTables, Row

Span = tuple[int, int, str]


class Marker:
    """Knows where each document mentions which node."""

    def __init__(self, graph: GraphTables) -> None:
        """Index the mentions and the names of the graph."""
        self._mentions: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for row in graph.rows("mentions", ["document", "node", "start", "end"]):
            self._mentions[row["document"], row["node"]].append((row["start"], row["end"]))
        for spans in self._mentions.values():
            spans.sort()
        self._names = {
            row["id"]: [row["name"], *(row["aliases"] or ())]
            for row in graph.rows("nodes", ["id", "name", "aliases"])
        }

    def marks(self, statement: Row, ends: dict[str, str], trigger: str) -> list[list[int | str]]:
        """Spans ``[start, end, role]`` in ``statement``'s evidence, in order, not overlapping.

        ``ends`` maps a role (``head``, ``tail``) to a node id; the trigger's role is ``trigger``.
        """
        evidence: str = statement["evidence"]
        spans = [
            (start, end, role)
            for role, node in ends.items()
            for start, end in self._places(statement, node)
        ]
        spans += _trigger_span(evidence, trigger, spans)
        return [
            [_utf16(evidence, start), _utf16(evidence, end), role]
            for start, end, role in _apart(spans)
        ]

    def _places(self, statement: Row, node: str) -> list[tuple[int, int]]:
        """Where the evidence names ``node``: by its mentions, else by a name it has."""
        first, last = statement["start"], statement["end"]
        spans = self._mentions.get((statement["document"], node), [])
        inside = spans[bisect_left(spans, (first, 0)) : bisect_left(spans, (last, 0))]
        found = [(start - first, end - first) for start, end in inside if end <= last]
        return found or _named(statement["evidence"], self._names.get(node, []))


def _named(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """The first place of the longest of ``names`` that occurs."""
    for name in sorted(names, key=len, reverse=True):
        if name and (at := text.find(name)) >= 0:
            return [(at, at + len(name))]
    return []


def _trigger_span(text: str, trigger: str, taken: list[Span]) -> list[Span]:
    """The first place of the trigger outside the names."""
    at = text.find(trigger) if trigger else -1
    while at >= 0:
        end = at + len(trigger)
        if all(end <= start or stop <= at for start, stop, _ in taken):
            return [(at, end, "trigger")]
        at = text.find(trigger, at + 1)
    return []


def _apart(spans: list[Span]) -> list[Span]:
    """Spans in order, of two that overlap the earlier and longer one."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s[0], -s[1], s[2])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _utf16(text: str, position: int) -> int:
    return len(text[:position].encode("utf-16-le")) // 2
