"""No text makes a pattern or a stage explode: twice the text takes about twice the time."""

from __future__ import annotations

import gc
import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import pytest

from kg.model import Document
from kg.pipeline import extract_document
from kg.read import read_here
from kg.read.limits import DEFAULT
from kg.text import sentences
from kg.text.split import MAX_SENTENCE
from tests.hostile.patterns import ROOT, attacks

MOST = 0.5  # CPU seconds for all that one pattern finds in one sentence of the greatest length
NOISE = 0.15  # CPU seconds under which a ratio means nothing
GROWTH = 2.9  # for twice the text; what grows with the square takes four times as long

TRIES = 5

# What texts are made of that keep readers, splitters and rules busy.
UNITS = (
    "一", "a", "1", " ", "\n", "。", "，", "、", "（", "“", '"', "》", ".", "|", "-", "－", "#",
    "%", "\u200b", "\ue000", "發", "1.", "一 ", "a ", "一\n", "。”", "! ", "……", "、深圳市",
    "深圳市", "2025年", "增长8.5%，", "一二三", "（一）", "第一章\n", "来源：",
    "首页>", "深圳市发展产业\n",
    "| a |\n", "  一\n", "“一带一路”", "《规划》", "<b>", "</p><p>",
)  # fmt: skip
# For the rules, sentences of a hundred characters: each is read by itself, and in a list of regions
# each two may be a pair, so that time grows with the square of a sentence, whose length is bounded.
SENTENCE = 100
BUSY = tuple(f"{unit * (SENTENCE // len(unit))}。" for unit in (
    "深圳市", "深圳市和", "新能源汽车、", "深圳市发展", "深圳市发展新能源汽车，", "该市",
    "增长8.5%，",
    "2025年", "一带一路、", "深圳市与成都市合作。", "\ue000",
))  # fmt: skip


@pytest.fixture(scope="module")
def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """All patterns of the program with the modules that have them."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.patterns"],
        cwd=ROOT, capture_output=True, check=True, timeout=250,
    )  # fmt: skip
    return [(where, re.compile(text, flags)) for where, text, flags in json.loads(done.stdout)]


def cost(pattern: re.Pattern[str], text: str) -> float:
    start = process_time()
    for _ in pattern.finditer(text):
        pass
    return process_time() - start


def test_no_pattern_explodes_on_a_sentence(patterns: list[tuple[str, re.Pattern[str]]]) -> None:
    """All lengths count, a quarter first, so that one that explodes is found before it hangs."""
    assert len(patterns) > 150 and {where.split(".")[1] for where, _ in patterns} >= {
        "read", "text", "mentions", "facts", "query",
    }  # fmt: skip
    slow = []
    for where, pattern in patterns:
        for length in (MAX_SENTENCE // 4, MAX_SENTENCE):
            worst = max(cost(pattern, text) for text in attacks(pattern, length))
            if worst > MOST:
                slow.append((where, pattern.pattern, round(worst, 2)))
                break
    assert slow == []


@pytest.mark.parametrize("text", [r"(a+)+$", r"(?:一|一一)*。", r"(\d|\d\d)*x", r"(.*,){12}y"])
def test_patterns_that_explode_are_found(text: str) -> None:
    pattern = re.compile(text)
    costs = [max(cost(pattern, text) for text in attacks(pattern, n)) for n in (8, 13, 18)]
    assert costs[-1] > 5 * costs[0]


def split(text: str) -> None:
    sentences(Document("a", "a", "a", text, "a"))


def extract(text: str) -> None:
    extract_document(Document("a", "a", "a", text, "a"))


def growth(work: Callable[[str], None], unit: str, length: int) -> list[float]:
    """CPU seconds for once, twice and four times the text; ends at the first that is fast."""
    costs = []
    for times in (4, 2, 1):
        start = process_time()
        work(unit * (length * times // len(unit)) + "。")
        costs.insert(0, process_time() - start)
        if costs[0] < NOISE:
            break
    return costs


def steep(work: Callable[[str], None], unit: str, length: int) -> list[float]:
    """The costs, when they grow too fast however often one looks; a busy machine slows some."""
    for _ in range(TRIES):
        gc.collect()
        gc.freeze()  # what other tests left is not looked through in the midst of it
        costs = growth(work, unit, length)
        gc.unfreeze()
        if costs[-1] <= NOISE or costs[-1] <= GROWTH ** (len(costs) - 1) * costs[0]:
            return []
    return costs


@pytest.mark.parametrize(
    ("work", "length", "units"), [(split, 10_000, UNITS), (extract, 300, BUSY)]
)
def test_time_grows_with_the_text(
    work: Callable[[str], None], length: int, units: Sequence[str]
) -> None:
    work("深圳市发展新能源汽车产业。")
    assert {unit: costs for unit in units if (costs := steep(work, unit, length))} == {}


@pytest.mark.parametrize(
    "unit", ["<p>", "<b>", "a<br>", "&amp;", "<!--", "<td>", '"', "<ul><li>一"]
)
def test_a_page_is_read_in_time(unit: str, tmp_path: Path) -> None:
    """Twice as much of anything, and not four times as long."""
    path = tmp_path / "a.html"

    def read(text: str) -> None:
        path.write_text(f"<html><title>{text[:20_000]}</title><body>{text}", encoding="utf-8")
        list(read_here(path, {}, DEFAULT))

    read("深圳市")
    assert steep(read, unit, 8_000) == []


def test_the_longest_sentence_ends() -> None:
    """A list of regions as long as a sentence can be is the worst of them."""
    extract("深圳市发展新能源汽车产业。")
    start = process_time()
    extract("深圳市和" * (MAX_SENTENCE // 4))
    assert process_time() - start < 20
