"""Existing or planned, and the finer stage, of what a clause says.

Cues are data (``rules/status.toml``): each has a weight for one side; the nearer clause speaks
louder than the sentence, and a document's manner (report or story) decides where nothing else
does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.data import rules
from kg.facts.frame import Frame
from kg.facts.subjects import IMPERATIVE
from kg.model import Stage, Status


@dataclass(frozen=True, slots=True)
class _Cues:
    existing: re.Pattern[str]
    planned: re.Pattern[str]
    past_heading: re.Pattern[str]
    future_heading: re.Pattern[str]
    stages: tuple[tuple[Stage, re.Pattern[str]], ...]


@cache
def _cues() -> _Cues:
    table = rules.table("status")
    join = {k: re.compile("|".join(v)) for k, v in table.items() if isinstance(v, list)}
    stages = tuple((k, re.compile("|".join(v))) for k, v in table["stages"].items())
    return _Cues(
        join["existing"], join["planned"], join["past_heading"], join["future_heading"], stages
    )


def status_of(frame: Frame, at: int, report: bool) -> Status:
    """Status of what stands at skeleton position ``at``.

    ``report`` says that the document is an organ's own report or plan, whose bare imperatives
    (加快发展X) are tasks.
    """
    cues = _cues()
    start, end = frame.clause(at)
    clause, sentence = frame.skeleton[start:end], frame.skeleton
    score = 2.0 * (len(cues.existing.findall(clause)) - len(cues.planned.findall(clause)))
    score += len(cues.existing.findall(sentence)) - len(cues.planned.findall(sentence))
    above = " ".join(frame.sentence.headings)
    score += 1.5 * bool(cues.past_heading.search(above))
    score -= 1.5 * bool(cues.future_heading.search(above))
    if report and IMPERATIVE.match(sentence):
        score -= 2.0
    if score == 0:
        return "planned" if report else "existing"
    return "existing" if score > 0 else "planned"


def stage_of(frame: Frame, at: int, status: Status) -> Stage:
    """The finer ladder: restricted, building, exploring, promoting, else by status."""
    start, end = frame.clause(at)
    clause = frame.skeleton[start:end]
    for stage, pattern in _cues().stages:
        if pattern.search(clause):
            return stage
    return "operating" if status == "existing" else "planned"
