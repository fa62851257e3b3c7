"""Existing or planned, and the finer stage, of what a clause says.

Cues are data (``rules/status.toml``). The shipped model weighs them with the sentence's opening and
the document's manner; without it, cues of the clause count double and a report's bare imperatives
(加快发展X) are tasks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.data import rules
from kg.data.orders import IMPERATIVE
from kg.facts.frame import Frame
from kg.facts.model import logistic
from kg.model import Sentence, Stage, Status

JOINT = re.compile("”?(?:[、和与及]|以及)“?")
NUMBER = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class _Cues:
    existing: re.Pattern[str]
    planned: re.Pattern[str]
    past_heading: re.Pattern[str]
    future_heading: re.Pattern[str]
    supposing: re.Pattern[str]
    stages: tuple[tuple[Stage, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a document speaks: whether an organ does, and its shares of orders and of results.

    ``orders`` is the share of sentences that begin with a verb (加快…), ``results`` that of
    sentences with a cue of what exists; both in tenths.
    """

    report: bool
    orders: int
    results: int


@cache
def _cues() -> _Cues:
    table = rules.table("status")
    join = {k: re.compile("|".join(v)) for k, v in table.items() if isinstance(v, list)}
    stages = tuple((k, re.compile("|".join(v))) for k, v in table["stages"].items())
    return _Cues(
        join["existing"], join["planned"], join["past_heading"], join["future_heading"],
        join["supposing"], stages,
    )  # fmt: skip


def supposes(frame: Frame) -> bool:
    """Whether a sentence says what would be, not what is or will be: 如果没有港口……"""
    return _cues().supposing.search(frame.sentence.view) is not None


def manner_of(sentences: Sequence[Sentence], report: bool) -> Manner:
    """The manner of a document from its body sentences."""
    views = [s.view for s in sentences if s.kind == "body"]
    share = max(1, len(views))
    orders = sum(1 for v in views if IMPERATIVE.match(v))
    results = sum(1 for v in views if _cues().existing.search(v))
    return Manner(report, round(10 * orders / share), round(10 * results / share))


def status_of(frame: Frame, at: int, manner: Manner) -> Status:
    """Status of what stands at skeleton position ``at``: that of its list, where it has one."""
    model = logistic("status")
    if model is not None:
        key = ("listed", at)
        if key not in frame.notes:
            places = _listed(frame, at)
            score = sum(model.score(status_features(frame, place, manner)) for place in places)
            frame.notes.update(dict.fromkeys([("listed", p) for p in places], score))
        return "planned" if frame.notes[key] >= 0.0 else "existing"
    return _by_cues(frame, at, manner.report)


def _listed(frame: Frame, at: int) -> list[int]:
    """Positions of the list that the item at ``at`` is a member of: one verb governs them all."""
    run = [at]
    for item in (i for i in frame.items if i.at > at):
        if JOINT.fullmatch(frame.skeleton, run[-1] + 1, item.at):
            run.append(item.at)
    for item in (i for i in reversed(frame.items) if i.at < at):
        if JOINT.fullmatch(frame.skeleton, item.at + 1, run[0]):
            run.insert(0, item.at)
    return run


def status_features(frame: Frame, at: int, manner: Manner) -> list[str]:
    """What the model sees: cues near and far, openings, headings, the document's manner."""
    start, end = frame.clause(at)
    key = ("status", start)
    if key not in frame.notes:
        frame.notes[key] = _clause_features(frame, start, end, manner)
    shared: list[str] = frame.notes[key]
    skeleton = frame.skeleton
    return [*shared, f"l2={skeleton[max(0, at - 2) : at]}", f"r2={skeleton[at + 1 : at + 3]}"]


def _clause_features(frame: Frame, start: int, end: int, manner: Manner) -> list[str]:
    """What everything in a clause has in common."""
    cues = _cues()
    clause, sentence = frame.skeleton[start:end], frame.skeleton
    above = " ".join(frame.sentence.headings)
    imperative = IMPERATIVE.match(sentence) is not None
    out = [
        "bias",
        f"report={manner.report}",
        f"orders={manner.orders}",
        f"results={manner.results}",
        f"imperative={imperative}|report={manner.report}",
        f"imperative={imperative}|orders={manner.orders // 3}",
        f"past={bool(cues.past_heading.search(above))}",
        f"future={bool(cues.future_heading.search(above))}",
        f"open={sentence[:2]}",
        f"begin={clause[:2]}",
        f"close={sentence[-4:-1]}",
        f"last={clause[-3:]}",
        f"digits={any(map(str.isdigit, clause))}",
        f"first={frame.sentence.index < 3}",
    ]
    for name, pattern in (("e", cues.existing), ("p", cues.planned)):
        near, far = pattern.findall(clause), pattern.findall(sentence)
        out += [f"{name}:{NUMBER.sub('0', w)}" for w in near]
        out += [f"{name}~{NUMBER.sub('0', w)}" for w in far]
        out += [f"{name}#={min(len(near), 3)}", f"{name}##={min(len(far), 4)}"]
    return list(dict.fromkeys(out))


def _by_cues(frame: Frame, at: int, report: bool) -> Status:
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
    """The finer ladder: building, exploring, promoting, else by status."""
    start, end = frame.clause(at)
    clause = frame.skeleton[start:end]
    for stage, pattern in _cues().stages:
        if pattern.search(clause):
            return stage
    return "operating" if status == "existing" else "planned"
