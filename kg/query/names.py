"""Finding the node that a name means, as people write names."""

from __future__ import annotations

import difflib
import heapq
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.data.schema import node_types
from kg.errors import NotFoundError
from kg.query.tables import rows, tables
from kg.store import Store
from kg.tables import Build

if TYPE_CHECKING:
    import opencc

ENTITIES = ("Region", "Strategy", "Industry", "Organization", "Project")
# What people leave off the names of divisions.
_SUFFIXES = ("省", "市", "县", "区", "州", "盟", "旗", "地区", "自治区", "自治州", "自治县", "新区",
             "特别行政区")  # fmt: skip
_QUOTES = str.maketrans("", "", "《》〈〉「」『』“”‘’\"' \t\n\r\u3000")
_MOST_SUGGESTIONS = 5
# Comparing letter by letter is slow: only so many of the names that share most letters are.
_MOST_COMPARED = 1000

# The same of a database; the labels are put in, since they cannot be a parameter.
_STORED = """
MATCH (n:{labels})
WHERE $called IS NULL OR n.id = $called OR n.name = $called OR $called IN n.aliases
RETURN n.id AS id, labels(n)[0] AS label, n.name AS name, n.kind AS kind, n.aliases AS aliases,
  n.mentions AS mentions
ORDER BY id
"""

_NODES = """
SELECT id, label, name, kind, aliases, mentions
FROM nodes
WHERE list_contains(?, label)
  AND (?::VARCHAR IS NULL OR id = ? OR name = ? OR list_contains(aliases, ?))
ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Node:
    """A node that can be asked for by name."""

    id: str
    label: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    mentions: int = 0


# Nodes by what they can be called, each with how directly: 0 id, 1 name, 2 alias.
Forms = dict[str, list[tuple[int, Node]]]


def resolve_name(source: Build | Store, text: str, label: str | None = None) -> Node:
    """The node that ``text`` means: an id, a name, an alias, a name less its 市 or 省, or the
    beginning of one name only.

    ``source`` is a build, or an open database when there is no build at hand.
    Traditional characters, full-width letters, quotes and spaces make no difference. ``label``
    restricts to one node type. Of several nodes of one name the most general wins (吉林 is the
    province). Raises :class:`kg.errors.NotFoundError` with suggestions when nothing or too much
    fits.
    """
    called = _forms(_nodes(source, label, called=text))
    if found := _exact(called, _plain(text)):
        return _best(text, found)
    nodes = _nodes(source, label)
    forms = _forms(nodes)
    simple = _plain(_simplified(text))
    for form in dict.fromkeys((_plain(text), simple)):
        found = _exact(forms, form) or _shortened(forms, form) or _beginning(forms, form)
        if found:
            return _best(text, found)
    what = f"no {label} is called {text!r}" if label else f"nothing is called {text!r}"
    raise NotFoundError(what, _suggestion(_near(simple, forms), nodes))


def _nodes(source: Build | Store, label: str | None, called: str | None = None) -> list[Node]:
    """All entities of ``label``, or those whose id, name or alias is ``called`` to the letter."""
    labels = [label] if label else list(ENTITIES)
    if isinstance(source, Build):
        with tables(source) as connection:
            found = rows(connection, _NODES, [labels, called, called, called, called])
    else:
        statement = _STORED.format(labels="|".join(labels))
        columns, stored = source.query(statement, {"called": called})
        found = [dict(zip(columns, row, strict=True)) for row in stored]
    return [
        Node(row["id"], row["label"], row["name"], row["kind"] or "", tuple(row["aliases"] or ()),
             row["mentions"] or 0)
        for row in found
    ]  # fmt: skip


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()


def _simplified(text: str) -> str:
    simple: str = _converter().convert(text)
    return simple


@cache
def _converter() -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC("t2s")


def _forms(nodes: Iterable[Node]) -> Forms:
    forms: Forms = defaultdict(list)
    for node in nodes:
        for how, form in enumerate((node.id, node.name, *node.aliases)):
            forms[_plain(form)].append((min(how, 2), node))
    return forms


def _exact(forms: Forms, form: str) -> list[Node]:
    found = forms.get(form, [])
    how = min((how for how, _ in found), default=0)
    return [node for h, node in found if h == how]


def _shortened(forms: Forms, form: str) -> list[Node]:
    return [
        node
        for suffix in _SUFFIXES
        for how, node in forms.get(form + suffix, [])
        if how == 1 and node.label == "Region"
    ]


def _beginning(forms: Forms, form: str) -> list[Node]:
    found = _named(forms, lambda name: name.startswith(form)) if len(form) > 1 else []
    return found if len(found) == 1 else []


def _named(forms: Forms, test: Callable[[str], bool]) -> list[Node]:
    """Nodes whose name, not id or alias, passes ``test``."""
    chosen = (found for form, found in forms.items() if test(form))
    return [node for found in chosen for how, node in found if how == 1]


def _general(node: Node) -> tuple[int, int]:
    kinds = node_types()[node.label].kinds
    return ENTITIES.index(node.label), kinds.index(node.kind) if node.kind in kinds else len(kinds)


def _best(text: str, found: list[Node]) -> Node:
    top = min(_general(node) for node in found)
    best = sorted({n.id: n for n in found if _general(n) == top}.values(), key=lambda n: n.id)
    if len(best) == 1:
        return best[0]
    raise NotFoundError(
        f"{text!r} means several nodes",
        "say which: " + ", ".join(f"{n.id} ({n.name})" for n in best[:_MOST_SUGGESTIONS]),
    )


def _suggestion(near: list[str], nodes: list[Node]) -> str:
    if near:
        return f"did you mean {', '.join(near)}?"
    common = heapq.nsmallest(_MOST_SUGGESTIONS, nodes, key=lambda n: (-n.mentions, n.id))
    there = ", ".join(node.name for node in common)
    return f"there are for example: {there}" if there else "this build has no such nodes"


def _near(form: str, forms: Forms) -> list[str]:
    """Names that contain ``form``, then names or aliases that look like it."""
    inside = _named(forms, lambda name: form in name) if form else []
    inside.sort(key=lambda node: (-node.mentions, node.id))
    letters = set(form)

    def shared(other: str) -> int:
        return 2 * len(letters.intersection(other)) - abs(len(form) - len(other))

    alike = heapq.nlargest(_MOST_COMPARED, (f for f in forms if ":" not in f), key=shared)
    close = difflib.get_close_matches(form, alike, n=_MOST_SUGGESTIONS, cutoff=0.5)
    names = [node.name for node in inside] + [forms[f][0][1].name for f in close]
    return list(dict.fromkeys(names))[:_MOST_SUGGESTIONS]
