"""Web pages: main text by trafilatura, own line extraction where that finds too little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from kg.errors import ReadError
from kg.read.decode import decode, decode_lenient
from kg.read.limits import Limits
from kg.read.source import Draft, Source
from kg.read.stated import Stated, iso_date, looks_like_title, stated_in

MAX_SEARCHED_TAGS = 30_000
"""Pages with more tags skip the search for the main text, which is slow on long lists."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NO_LEVEL = re.compile(
    "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dd|dt|tr|td|th"
    "|option|thead|tbody|tfoot|colgroup"
)
_DROPPED = re.compile("script|style|noscript|template|svg|iframe|select|button|head|textarea")
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|big|cite|code|em|font|i|ins|label|mark|q|s|small|span|strike|strong|sub|sup"
    "|time|tt|u|var"
)
_PARAGRAPH = 40
_ROOTS = 2  # html and body, which a page need not write
_ENOUGH = 0.5
_SAMPLE = 20
_LONGEST_TITLE = 300
_META_TITLE = ("articletitle", "og:title", "dc.title")
_META_DATE = ("pubdate", "publishdate", "article:published_time", "dc.date")
_META_PUBLISHER = ("contentsource", "source", "og:site_name", "sitename")
_SITE_SUFFIX = re.compile(r"(?<=\S{8})\s*[-_|][^-_|]{1,20}$")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def read(source: Source) -> Iterator[Draft | ReadError]:
    """Main text, one paragraph a block, with title, publisher and date of the page."""
    from lxml import etree, html

    page = _XML_DECLARATION.sub("", _decode(source))
    tags = _check(page, source)
    try:
        tree = html.document_fromstring(page)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{source.path}: no readable HTML", "open it and save its text") from error
    metas = _metas(tree)
    page_title = (tree.findtext(".//title") or "").strip()[:_LONGEST_TITLE]
    lines = _lines(tree, source)
    text = _main_text(tree, lines) if tags <= MAX_SEARCHED_TAGS else "\n\n".join(_once(lines))
    top = _above(lines, text)
    said = stated_in(top)
    yield Draft(
        text,
        title=_title(metas, page_title, top, tree),
        publisher=_publisher(metas, said),
        published=_first(metas, _META_DATE) or said.published,
    )


def _decode(source: Source) -> str:
    """By the charset the page states, else by trial; a few bad bytes do not lose a page."""
    match = _CHARSET.search(source.data[:4096])
    charset = match[1].decode("ascii").lower() if match else ""
    if charset in ("gb2312", "gbk", "x-gbk"):
        charset = "gb18030"
    text = decode_lenient(source.data, charset) if charset else None
    return text if text is not None else decode(source.data, str(source.path))


def _check(page: str, source: Source) -> int:
    """Number of tags; raises :class:`kg.errors.ReadError` for a page that is too big or deep."""
    limits = source.limits
    if len(page) > limits.page_characters:
        what = f"a page of {len(page):,} characters, the limit is {limits.page_characters:,}"
        raise _too_much(source, what)
    tags = depth = 0
    for tag in _TAG.finditer(page):
        tags += 1
        if not _NO_LEVEL.fullmatch(tag[2].lower()):
            depth += -1 if tag[1] else 1
        if depth > limits.depth:
            raise _too_much(source, _deep(limits))
        if tags > limits.elements:
            raise _too_much(source, f"more than {limits.elements:,} elements, the limit")
    return tags


def _deep(limits: Limits) -> str:
    return f"elements nested over {limits.depth:,} deep, the limit"


def _too_much(source: Source, what: str) -> ReadError:
    return ReadError(f"{source.path}: {what}", "save its text as .txt")


def _main_text(tree: Any, lines: list[str]) -> str:
    """Text by trafilatura, or all visible lines when it misses most of the long paragraphs."""
    from copy import deepcopy

    import trafilatura

    try:
        found = trafilatura.bare_extraction(deepcopy(tree), include_comments=False)
    except (RecursionError, ValueError, TypeError):
        found = None
    main = (getattr(found, "text", None) or "").strip()
    paragraphs = dict.fromkeys(line for line in lines if _is_paragraph(line))
    missed = sum(len(line) for line in paragraphs if line[:_SAMPLE] not in main)
    if not main or missed > _ENOUGH * sum(map(len, paragraphs)):
        return "\n\n".join(_once(lines))
    return re.sub(r"\n+", "\n\n", main)


def _once(lines: list[str]) -> Iterator[str]:
    """Lines without paragraphs that came before: many pages hold a second copy for phones."""
    seen: set[str] = set()
    for line in lines:
        if not _is_paragraph(line) or line not in seen:
            seen.add(line)
            yield line


def _lines(tree: Any, source: Source) -> list[str]:
    """Visible text of the page, one block element a line, walked without recursion.

    Counts the depth as it was understood, which a page can hide from :func:`_check`.
    """
    from lxml import etree

    parts: list[str] = []
    hidden = depth = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            parts.append("" if hidden else element.tail or "")
            continue
        edge, drops = _role(element.tag)
        depth += 1 if event == "start" else -1
        if depth > source.limits.depth + _ROOTS:
            raise _too_much(source, _deep(source.limits))
        if event == "start":
            hidden += drops
            parts += [edge, "" if hidden else element.text or ""]
        else:
            hidden -= drops
            parts += [edge, "" if hidden else element.tail or ""]
    return _joined(parts)


@lru_cache(maxsize=1024)
def _role(tag: str) -> tuple[str, bool]:
    """The line end that an element makes at its edges, and whether its text is not shown."""
    return "" if _INLINE.fullmatch(tag) else "\n", _DROPPED.fullmatch(tag) is not None


def _joined(parts: list[str]) -> list[str]:
    """Lines of collected pieces; a line end in the source of a page is only a space."""
    text = "".join(part if part == "\n" else part.replace("\n", " ") for part in parts)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if line]


def _is_paragraph(line: str) -> bool:
    return len(line) >= _PARAGRAPH and "。" in line


def _above(lines: list[str], text: str) -> list[str]:
    """The lines around the title: up to the first paragraph of the text, at most forty."""
    first = next(
        (n for n, line in enumerate(lines) if _is_paragraph(line) and line[:_SAMPLE] in text), 0
    )
    return lines[max(0, first - 40) : first]


def _metas(tree: Any) -> dict[str, str]:
    """Contents of the page's meta elements by lower-case name."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    values = (metas.get(name) for name in names)
    return next((v for v in values if v and (names is not _META_DATE or iso_date(v))), None)


def _title(metas: dict[str, str], page_title: str, top: list[str], tree: Any) -> str | None:
    """What the page states as title, else the line above the text that looks most like one."""
    heading = " ".join((tree.xpath("string((//h1)[1])") or "")[:_LONGEST_TITLE].split())
    near = [line for line in top[-8:] if looks_like_title(line)]
    head = page_title
    while (shorter := _SITE_SUFFIX.sub("", head)) != head:
        head = shorter
    stated = [_first(metas, _META_TITLE), heading, max(near, key=len, default=None), head]
    return next((text for text in stated if text and len(_CHINESE.findall(text)) >= 4), None)


def _publisher(metas: dict[str, str], said: Stated) -> str | None:
    named = _first(metas, _META_PUBLISHER)
    return said.publisher or (named if named and _CHINESE.search(named) else None)
