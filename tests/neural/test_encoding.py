"""What a document's encoding says of names and pairs, and what is between them."""

from __future__ import annotations

import numpy as np
import rjieba

from kg.mentions.tagger import Tagger
from kg.model import Entity, Mention, Sentence
from kg.neural import Encoding, Place
from kg.neural.encoding import FARTHEST, PLANNED, RELATIONS, Surroundings

VIEWS = ["合肥市大力发展量子科技产业。", "芜湖市没有提到。", "日照充足。", "绩溪县种茶。", "完。"]


def encoding(views: list[str]) -> Encoding:
    sentences = [Sentence(i * 2, 0, len(v), v, range(len(v))) for i, v in enumerate(views)]
    found = Tagger.load().read(sentences, [rjieba.tag(v) for v in views]).encoding
    assert found is not None
    return found


def mention(sentence: int, start: int, end: int, kind: str) -> Mention:
    entity = Entity(f"x:{start}", kind, "x")  # type: ignore[arg-type]
    return Mention(sentence, start, end, "x", entity)


CITY = mention(0, 0, 3, "Region")
TECHNOLOGY = mention(0, 7, 11, "Industry")


def test_places_count_through_the_sentences_that_were_read() -> None:
    read = encoding(VIEWS)
    assert read.place(CITY) == Place(0, 3, 0)
    assert read.place(mention(2, 0, 3, "Region")) == Place(len(VIEWS[0]) + 1, len(VIEWS[0]) + 4, 0)
    assert read.place(mention(1, 0, 3, "Region")) is None  # a sentence nobody read


def test_a_stated_pair_scores_above_an_unstated_one() -> None:
    read = encoding(VIEWS)
    read.enter([CITY, TECHNOLOGY])
    here, other = read.place(CITY), read.place(mention(2, 0, 3, "Region"))
    what = read.place(TECHNOLOGY)
    assert here and other and what
    scores = read.pairs([(here, what), (other, what)])
    assert scores.shape == (2, PLANNED + 1)
    column = RELATIONS.index("DEVELOPS")
    assert scores[0, column] > scores[1, column]


def test_scores_do_not_depend_on_the_company_in_a_call() -> None:
    read = encoding(VIEWS)
    read.enter([CITY, TECHNOLOGY])
    a, b = read.place(CITY), read.place(TECHNOLOGY)
    assert a and b
    assert np.allclose(read.pairs([(a, b)])[0], read.pairs([(a, b), (b, a)])[0], atol=1e-5)
    assert np.allclose(read.singles([b])[0], read.singles([a, b])[1], atol=1e-5)


def test_near_is_a_matter_of_characters_and_of_sentences() -> None:
    around = Surroundings([], [0, 10, 20, 30, 40, 400])
    assert around.near(Place(0, 2, 0), Place(31, 33, 1))
    assert not around.near(Place(0, 2, 0), Place(41, 43, 1))  # four sentences on
    assert not around.near(Place(40, 42, 0), Place(40 + FARTHEST + 1, 200, 1))


def test_features_tell_order_nesting_and_what_stands_between() -> None:
    places = [Place(0, 2, 0), Place(3, 5, 0), Place(6, 8, 1), Place(9, 11, 1)]
    around = Surroundings(places, [0])
    first = around.features(places[0], places[3])
    assert first[9] == 1 and around.features(places[3], places[0])[9] == 0
    assert first[14] == 1  # one region between
    assert first[18] == 1  # one industry between
    assert around.features(Place(0, 8, 2), Place(2, 4, 0))[0] == 1
