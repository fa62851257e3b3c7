"""What the tagger looks at: attributes of each token, the same in training and at work.

Two sorts. *Word attributes* depend on a token alone. *Context columns* depend on the sentence:
brackets, the head noun to the right, the verb to the left, the lexicons' matches. Either is read on
the position itself and on some of its neighbours (:data:`OFFSETS`), so that the tagger adds up the
weights of each distinct word and value once.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kg.data import lexicons, read_tsv
from kg.mentions.matcher import Matcher

Token = tuple[str, str]
Match = tuple[int, int, str]
"""First token, token after the last, class letter of a lexicon match."""

PAD: Token = ("$", "$")
REACH = 2
"""How many tokens to the left and right a position sees."""

OFFSETS: Mapping[str, tuple[int, ...]] = {
    "w": (-2, -1, 0, 1, 2),
    "p": (-2, -1, 0, 1, 2),
    "a": (-1, 0, 1),
    "z": (-1, 0, 1),
    "zz": (0,),
    "f": (0,),
    "k": (-2, -1, 0, 1, 2),
    "m": (-1, 0, 1),
    "n": (0,),
    "b": (0,),
    "h": (0,),
    "l": (0,),
    "v": (0,),
    "t": (0,),
    "u": (0,),
    "x": (-1, 0, 1),
}
"""Neighbours on which each attribute is read. Of words: the word, part of speech, first and last
character, last two, form, three granularities of word clusters. Of context: bracket, head noun,
name of the list, verb, part of speech with the one before, with the one after, lexicon mark."""

CONTEXT = ("b", "h", "l", "v", "t", "u", "x")
"""The attributes of context among them."""

_OPEN = {"《": "》", "“": "”", '"': '"'}
_LONGEST_BRACKET = 25
_BREAKS = frozenset('，。；：！？（）()《》“”" ')
_JOINTS = frozenset(("等", "和", "及", "与", "以及"))
_LATIN = re.compile(r"[A-Za-z0-9.+\-]+")


@cache
def cues(role: str) -> frozenset[str]:
    """Words of ``models/cues.tsv`` with this role: ``head`` or ``verb``."""
    rows = read_tsv("models/cues.tsv", ("word", "role"))
    return frozenset(row["word"] for row in rows if row["role"] == role)


def split_tokens(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with a final 业 cut off (制造业 -> 制造|业): names end before or after it."""
    out: list[Token] = []
    for word, tag in tokens:
        if len(word) > 2 and word[-1] == "业" and word[-2] != "产":
            out += [(word[:-1], tag), ("业", "k")]
        else:
            out.append((word, tag))
    return out


def word_attributes(token: Token, clusters: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Attributes of one token without their offset: ``w=产业``, ``p=n``, ..."""
    word, tag = token
    yield f"w={word}"
    yield f"p={tag}"
    yield f"a={word[0]}"
    yield f"z={word[-1]}"
    yield f"f={_form(word)}"
    if len(word) > 2:
        yield f"zz={word[-2:]}"
    yield from map("{}={}".format, "kmn", clusters.get(word, ()))


def _form(word: str) -> str:
    if word.isdigit():
        return "digits"
    return "latin" if _LATIN.fullmatch(word) else str(min(len(word), 4))


def context_columns(tokens: Sequence[Token], matches: Sequence[Match]) -> dict[str, list[str]]:
    """Values of each context attribute, one per token, ``""`` where there is nothing to say."""
    words = [word for word, _ in tokens]
    tags = [tag for _, tag in tokens]
    heads, lists = _right(words)
    before, after = map(operator.add, ["$", *tags], tags), map(operator.add, tags, [*tags[1:], "$"])
    marks = _lexicon_marks(len(words), matches)
    columns = (_brackets(words), heads, lists, _left(words), list(before), list(after), marks)
    return dict(zip(CONTEXT, columns, strict=True))


def _lexicon_marks(size: int, matches: Sequence[Match]) -> list[str]:
    marks = [""] * size
    for start, end, letter in matches:
        marks[start:end] = [f"{letter}M"] * (end - start)
        marks[start], marks[end - 1] = f"{letter}B", f"{letter}E"
        if end - start == 1:
            marks[start] = f"{letter}S"
    return marks


def _brackets(words: Sequence[str]) -> list[str]:
    """Place inside 《》 or quotes, with the head noun that follows them (“东数西算”工程)."""
    out, known_heads = [""] * len(words), cues("head")
    after = 0
    for i, word in enumerate(words):
        if i < after or word not in _OPEN:
            continue
        reach = range(i + 1, min(len(words), i + _LONGEST_BRACKET))
        close = next((j for j in reach if words[j] == _OPEN[word]), None)
        if close is None:
            continue
        follower = words[close + 1] if close + 1 < len(words) else ""
        head = follower if follower in known_heads else ""
        out[i], out[close] = f"{word}0", f"{word}9{head}"
        for j in range(i + 1, close):
            out[j] = f"{word}{1 if j == i + 1 else 2}{head}"
        after = close + 1
    return out


def _right(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Next head noun of the phrase with its distance; and what a list of things is called."""
    heads, lists = [""] * len(words), [""] * len(words)
    known_heads = cues("head")
    head, distance, name = "", 0, ""
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        if word == "、":
            head = ""
        elif word in _BREAKS:
            head, name = "", ""
        elif word in _JOINTS:
            head = ""
            if word == "等":
                name = next((w for w in words[i + 1 : i + 3] if w in known_heads), "等")
        elif word in known_heads:
            head, distance = word, 0
        else:
            distance += 1
        heads[i] = f"{head}{min(distance, 4)}" if head else ""
        lists[i] = name
    return heads, lists


def _left(words: Sequence[str]) -> list[str]:
    """The last verb of doing in the clause, and whether it stands right before."""
    out = [""] * len(words)
    verbs, verb, near = cues("verb"), "", False
    for i, word in enumerate(words):
        out[i] = verb if near or not verb else f"{verb}+"
        if word in verbs:
            verb, near = word, True
        elif word in "，。；：！？":
            verb = ""
        else:
            near = False
    return out


@cache
def lexicon_forms() -> dict[str, str]:
    """Every form of the lexicons, two characters or more, and the letter of its class.

    S strategies, I industries, O organizations, F functional regions, D divisions.
    """
    forms: dict[str, str] = {}
    for letter, names in _lexicon_names():
        for name in names:
            if len(name) > 1:
                forms.setdefault(name, letter)
    return forms


def _lexicon_names() -> Iterator[tuple[str, tuple[str, ...]]]:
    for strategy in lexicons.strategies():
        yield "S", (strategy.name, *strategy.aliases)
    for industry in lexicons.industries():
        yield "I", (industry.name, *industry.aliases)
    for organization in lexicons.organizations():
        yield "O", (organization.name, *organization.aliases)
    for region in lexicons.functional_regions():
        yield "F", (region.name, *region.aliases)
    for division in lexicons.divisions():
        yield "D", (division.name, division.short, *division.aliases)


@cache
def lexicon_matcher() -> Matcher[str]:
    """Longest matches of all lexicons at once."""
    return Matcher(lexicon_forms())


def lexicon_matches(view: str, bounds: Mapping[int, int]) -> list[Match]:
    """Lexicon matches of whole tokens; ``bounds`` maps a character position to its token."""
    return [
        (bounds[start], bounds[end], letter)
        for start, end, letter in lexicon_matcher().find(view)
        if start in bounds and end in bounds
    ]
