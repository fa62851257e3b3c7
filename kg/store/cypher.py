"""What can be told of a Cypher statement from its text: does it write, what does it return."""

from __future__ import annotations

import re

# Strings, names in backticks and comments, in the order in which a scanner meets them.
_OPAQUE = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:``|[^`])*`|//[^\r\n]*|/\*.*?\*/""", re.DOTALL
)
# Not after a dot, colon, dollar or name: `n.set`, `:Set`, `$set` are names, not keywords.
_WRITES = re.compile(
    r"(?<![\w.:$])(CREATE|INSERT|MERGE|DELETE|DETACH|SET|REMOVE|DROP|FOREACH|LOAD\s+CSV|ALTER|GRANT"
    r"|DENY|REVOKE|RENAME|IN\s+TRANSACTIONS|START\s+DATABASE|STOP\s+DATABASE|ENABLE\s+SERVER"
    r"|DEALLOCATE|REALLOCATE|TERMINATE)(?!\w)(?!\s*:)",
    re.IGNORECASE,
)
_CALL = re.compile(r"(?<![\w.:$])CALL\s+([\w.`\s]*[\w`])", re.IGNORECASE)
# A procedure may do anything, whatever the words around it; these only look.
_LOOKING = frozenset({
    "db.labels", "db.relationshiptypes", "db.propertykeys", "db.info", "db.ping",
    "db.schema.visualization", "db.schema.nodetypeproperties", "db.schema.reltypeproperties",
    "db.index.fulltext.querynodes", "db.index.fulltext.queryrelationships",
    "db.index.fulltext.listavailableanalyzers", "dbms.components",
})  # fmt: skip
_ESCAPED = re.compile(r"\\u+([0-9a-fA-F]{4})")
_RETURN = re.compile(r"(?<![\w.:$])RETURN(?!\w)(?:\s+DISTINCT(?!\w))?", re.IGNORECASE)
_AFTER_RETURN = re.compile(r"(?<![\w.:$])(ORDER\s+BY|SKIP|LIMIT|UNION)(?!\w)|;", re.IGNORECASE)
_ALIAS = re.compile(r"(?<!\w)AS\s+(`(?:``|[^`])*`|\w+)\s*$", re.IGNORECASE)


def mask(cypher: str) -> str:
    """``cypher`` with comments and the insides of strings and backticks blanked, positions kept."""
    return _blank(cypher, "/'\"`")


def _blank(cypher: str, starts: str) -> str:
    """Blank what is opaque and begins with one of ``starts``; quotes themselves stay."""

    def blank(match: re.Match[str]) -> str:
        text = match.group()
        if text[0] not in starts:
            return text
        quote = text[0] if text[0] in "'\"`" else " "
        return quote + re.sub(r"[^\n]", " ", text[1:-1]) + quote

    return _OPAQUE.sub(blank, cypher)


def writes(cypher: str) -> str | None:
    """The first keyword by which ``cypher`` would change data, None when it only reads.

    Databases disagree on when they read ``\\u0044``: before anything else, so that it may spell a
    keyword or end a string, or inside strings only. A statement only reads when both say so.
    """
    readings = dict.fromkeys((cypher, _ESCAPED.sub(lambda m: chr(int(m[1], 16)), cypher)))
    return next(filter(None, map(_writes, readings)), None)


def _writes(cypher: str) -> str | None:
    masked = mask(cypher)
    if found := _WRITES.search(masked):
        return " ".join(found[1].upper().split())
    for call in _CALL.finditer(masked):
        name = "".join(re.split(r"\syield\b", call[1], maxsplit=1, flags=re.IGNORECASE)[0].split())
        if name.lower() not in _LOOKING:
            return f"CALL {name}"
    return None


def return_columns(cypher: str) -> list[str]:
    """Names of the columns of the first RETURN that is not inside braces; [] for ``RETURN *``."""
    masked = mask(cypher)
    for found in _RETURN.finditer(masked):
        if _depth(masked[: found.start()]) == 0:
            end = next(
                (m.start() for m in _AFTER_RETURN.finditer(masked, found.end())
                 if _depth(masked[found.end() : m.start()]) == 0),
                len(masked),
            )  # fmt: skip
            items = _split(_blank(cypher, "/"), masked, found.end(), end)
            return [] if items == ["*"] else [_column(item) for item in items]
    return []


def _depth(text: str) -> int:
    return sum(text.count(c) for c in "([{") - sum(text.count(c) for c in ")]}")


def _split(cypher: str, masked: str, start: int, end: int) -> list[str]:
    """Parts of ``cypher[start:end]`` between commas that stand outside of brackets."""
    parts, depth, begin = [], 0, start
    for at in range(start, end):
        depth += (masked[at] in "([{") - (masked[at] in ")]}")
        if masked[at] == "," and depth == 0:
            parts.append(cypher[begin:at].strip())
            begin = at + 1
    return [*parts, cypher[begin:end].strip()]


def _column(item: str) -> str:
    alias = _ALIAS.search(item)
    return alias.group(1).strip("`") if alias else item
