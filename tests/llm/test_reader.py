"""The language model as a reader, against a stub server: what is kept, dropped, refused, asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import AnswerError, BudgetError, LlmError, UsageError
from kg.llm import KEY_VARIABLE, Reader, Settings
from kg.llm import chunks as pieces
from kg.llm.facts import CONFIDENCE, NO_ENTITY, NOT_THERE, NOT_VERBATIM, WRONG_ENDS
from kg.llm.merge import AGREED, SILENT, shifted
from kg.llm.prompt import RELATION_TYPES, answer_schema, system
from kg.model import Document, Extraction, Fact
from kg.records import to_record
from tests.llm.conftest import MakeReader
from tests.llm.stub import Say, dumps, refusal, relation, said, serving

CITY = said("Region", "宁德市", "宁德市", "我市", sub="city")
BATTERY = said("Industry", "锂电池", sub="product")
FOG = said("Industry", "海雾利用", sub="technology")
FIRM = said("Organization", "岚谷集团", sub="enterprise")
GOOD = {
    "entities": [CITY, BATTERY, FOG, FIRM],
    "relations": [
        relation("宁德市", "DEVELOPS", "锂电池", 1, "宁德市大力发展锂电池产业"),
        relation("岚谷集团", "ENGAGES_IN", "海雾利用", 2, "岚谷集团从事海雾利用", trigger="从事"),
        relation("宁德市", "DEVELOPS", "海雾利用", 3, "我市计划发展海雾利用",
                 status="planned", stage="planned"),
    ],
}  # fmt: skip
NOTHING: dict[str, Any] = {"entities": [], "relations": []}


def keys(extraction: Extraction) -> set[tuple[str, str, str]]:
    return {(f.head.name, f.type, f.tail.name) for f in extraction.facts}


def with_relation(**changed: Any) -> dict[str, Any]:
    first = GOOD["relations"][0]
    return {**GOOD, "relations": [{**first, **changed}]}  # type: ignore[dict-item]


def test_facts_of_a_good_answer(extraction: Extraction, make: MakeReader) -> None:
    with serving(Say(GOOD)) as stub:
        reader = make(stub.url)
        found = reader.read(extraction)
    assert keys(found) == {
        ("宁德市", "DEVELOPS", "锂电池"),
        ("岚谷集团", "ENGAGES_IN", "海雾利用"),
        ("宁德市", "DEVELOPS", "海雾利用"),
    }
    text = extraction.document.text
    for fact in found.facts:
        assert text[fact.start : fact.end] == fact.evidence
        assert (fact.rule, fact.confidence) == ("llm", CONFIDENCE)
    planned = found.facts[2]
    assert (planned.status, planned.stage, planned.trigger) == ("planned", "planned", "发展")
    assert found.facts[0].head.id == "region:350900"
    assert found.indicators == extraction.indicators
    assert found.sentences == extraction.sentences
    assert reader.usage.summary() == {
        "requests": 1, "cached": 0, "tokens": 100, "documents": 1, "failed": 0, "kept": 3,
        "dropped": {},
    }  # fmt: skip


def test_mentions_stand_where_they_say(extraction: Extraction, make: MakeReader) -> None:
    with serving(Say(GOOD)) as stub:
        found = make(stub.url).read(extraction)
    views = {s.index: s.view for s in found.sentences}
    assert all(views[m.sentence][m.start : m.end] == m.text for m in found.mentions)
    seen = {(m.text, m.entity.name, m.implied) for m in found.mentions}
    assert seen == {
        ("宁德市", "宁德市", False), ("我市", "宁德市", True), ("锂电池", "锂电池", False),
        ("海雾利用", "海雾利用", False), ("岚谷集团", "岚谷集团", False),
    }  # fmt: skip
    assert {e["name"] for e in to_record(found)["entities"]} >= {"岚谷集团", "海雾利用"}


def test_request_holds_prompt_schema_and_text(extraction: Extraction, make: MakeReader) -> None:
    with serving(Say(NOTHING)) as stub:
        make(stub.url, extra={"enable_thinking": False}).read(extraction)
    (request,) = stub.requests
    assert request["model"] == "stub-model"
    assert request["enable_thinking"] is False
    form = request["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["strict"] is True
    assert form["json_schema"]["schema"] == answer_schema()
    system, user = (m["content"] for m in request["messages"])
    assert "COOPERATES_WITH（合作）：Region → Region，不分方向" in system
    assert "PART_OF（属于）：Region → Region，或 Strategy → Strategy" in system
    assert "[1] 宁德市大力发展锂电池产业。\n[2] 岚谷集团" in user
    assert "所指的地区：宁德市" in user
    assert "$" not in system.replace("$schema", "") + user


DROPPED = {
    "evidence of another text": ({"evidence": "宁德市全力发展锂电池产业"}, NOT_VERBATIM),
    "evidence with a gap": ({"evidence": "宁德市…锂电池产业"}, NOT_VERBATIM),
    "no evidence": ({"evidence": ""}, NOT_VERBATIM),
    "evidence across two sentences": ({"evidence": "产业。岚谷集团从事"}, NOT_VERBATIM),
    "head that no entity is": ({"head": "上海市"}, NO_ENTITY),
    "ends the wrong way round": ({"head": "锂电池", "tail": "宁德市"}, WRONG_ENDS),
    "type that these ends cannot have": ({"type": "COVERS"}, WRONG_ENDS),
    "a region and itself": ({"type": "PART_OF", "tail": "宁德市"}, WRONG_ENDS),
    "sentence that names neither": (
        {"type": "DEVELOPS", "sentence": 2, "evidence": "岚谷集团从事"}, NOT_THERE,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "reason"), DROPPED.values(), ids=DROPPED)
def test_what_the_text_does_not_bear_out_is_dropped_and_counted(
    changed: dict[str, Any], reason: str, extraction: Extraction, make: MakeReader
) -> None:
    with serving(Say(with_relation(**changed))) as stub:
        reader = make(stub.url)
        found = reader.read(extraction)
    assert found.facts == ()
    assert reader.usage.dropped == {reason: 1}
    assert reader.usage.line().endswith(f"0 relations kept, 1 dropped (1 {reason})")


def test_an_entity_that_the_text_does_not_name_is_none(
    extraction: Extraction, make: MakeReader
) -> None:
    answer = {
        "entities": [CITY, said("Industry", "远洋采矿", "远洋矿产")],
        "relations": [relation("宁德市", "DEVELOPS", "远洋采矿", 1, "宁德市大力发展")],
    }
    with serving(Say(answer)) as stub:
        reader = make(stub.url)
        found = reader.read(extraction)
    assert found.facts == ()
    assert reader.usage.dropped == {NO_ENTITY: 1}
    assert "远洋采矿" not in {m.entity.name for m in found.mentions}


def test_a_miscounted_sentence_is_found_by_its_words(
    extraction: Extraction, make: MakeReader
) -> None:
    with serving(Say(with_relation(sentence=99))) as stub:
        (fact,) = make(stub.url).read(extraction).facts
    assert fact.sentence == 1
    # 发展 alone stands in two sentences, and 99 says neither.
    with serving(Say(with_relation(sentence=99, evidence="发展"))) as stub:
        assert make(stub.url, cache=None).read(extraction).facts == ()


def test_long_evidence_is_cut_around_the_tail(make: MakeReader) -> None:
    words = "宁德市" + "坚持稳中求进的工作总基调" * 8 + "大力发展锂电池产业。"
    long = plain(words)
    answer = with_relation(sentence=0, evidence=words)
    with serving(Say(answer)) as stub:
        (fact,) = make(stub.url).read(long).facts
    assert len(fact.evidence) <= 60
    assert "锂电池" in fact.evidence
    assert fact.evidence == long.document.text[fact.start : fact.end]


def plain(words: str) -> Extraction:
    from kg import pipeline

    return pipeline.extract_document(Document("1" * 16, "b.txt", "in/b.txt", words, "1" * 64))


def test_evidence_across_a_line_break_leads_back_to_the_document(make: MakeReader) -> None:
    broken = plain(
        "二〇二四年以來，在各方面的共同努力之下，寧德市大力發展\n"
        "鋰電池產業，並積極培育新材料產業和先進裝備製造業，有關\n"
        "部門認真落實各項工作任務，各縣區也結合實際細化了措施，\n"
        "取得了明顯成效。\n"
    )
    answer = {
        "entities": [said("Region", "宁德市"), said("Industry", "锂电池")],
        "relations": [relation("宁德市", "DEVELOPS", "锂电池", 0, "宁德市大力发展锂电池产业")],
    }
    with serving(Say(answer)) as stub:
        (fact,) = make(stub.url).read(broken).facts
    assert fact.evidence == "寧德市大力發展\n鋰電池產業"
    assert fact.evidence == broken.document.text[fact.start : fact.end]


def test_a_region_only_known_from_context_is_implicit(make: MakeReader) -> None:
    document = Document("2" * 16, "c.txt", "in/c.txt", "大力发展锂电池产业。\n", "2" * 64,
                        region="宁德市")  # fmt: skip
    from kg import pipeline

    answer = {
        "entities": [said("Region", "宁德市", "全市"), BATTERY],
        "relations": [relation("宁德市", "DEVELOPS", "锂电池", 0, "大力发展锂电池")],
    }
    with serving(Say(answer)) as stub:
        (fact,) = make(stub.url).read(pipeline.extract_document(document)).facts
    assert fact.implicit
    assert fact.head.id == "region:350900"


WRONG_ANSWERS = {
    "no JSON": ("抱歉，我不能回答。", "no JSON in the answer"),
    "cut JSON": (dumps(GOOD)[:80], "no JSON in the answer"),
    "no object": ("[]", "no JSON object"),
    "missing key": ({"entities": []}, "relations is null, expected a list"),
    "entity type": ({**NOTHING, "entities": [said("Person", "张三")]},
                    "unknown entity type 'Person' (allowed: Region, Strategy"),
    "relation type": (with_relation(type="OWNS"), "unknown relation type 'OWNS' (allowed: DEV"),
    "status": (with_relation(status="done"), "unknown status 'done'"),
    "stage": (with_relation(stage="later"), "unknown stage 'later'"),
    "number": (with_relation(sentence="1"), "sentence is '1', expected a number"),
    "text": (with_relation(evidence=None), "evidence is null, expected text"),
    "row": ({**NOTHING, "entities": ["宁德市"]}, "'宁德市' stands where an object is expected"),
    "empty": ("  ", "an empty answer"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "told"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_unusable_answers_fail_after_a_second_try(
    content: Any, told: str, extraction: Extraction, make: MakeReader, tmp_path: Path
) -> None:
    with serving(Say(content)) as stub:
        reader = make(stub.url)
        with pytest.raises(AnswerError) as caught:
            reader.read(extraction)
    assert str(caught.value).startswith("in/a.txt: ")
    assert told in str(caught.value)
    assert len(stub.requests) == 2
    assert (reader.usage.failed, reader.usage.documents) == (1, 0)
    assert list((tmp_path / "cache").rglob("*.json")) == []


def test_a_better_second_answer_counts(extraction: Extraction, make: MakeReader) -> None:
    with serving(Say("no"), Say(GOOD)) as stub:
        assert len(make(stub.url).read(extraction).facts) == 3


@pytest.mark.parametrize("around", ["```json\n{}\n```", "<think>它是…</think>\n{}", " {} "])
def test_what_models_put_around_an_answer(
    around: str, extraction: Extraction, make: MakeReader
) -> None:
    with serving(Say(around.replace("{}", dumps(GOOD)))) as stub:
        assert len(make(stub.url).read(extraction).facts) == 3


def test_both_keeps_the_rules_fact_and_says_who_agreed(
    extraction: Extraction, make: MakeReader
) -> None:
    assert keys(extraction) >= {("宁德市", "DEVELOPS", "锂电池")}
    own = {f.id: f for f in extraction.facts}
    # What no rule would say of this sentence.
    more = relation("岚谷集团", "ENGAGES_IN", "锂电池", 1, "宁德市大力发展锂电池产业")
    relations: list[Any] = [*GOOD["relations"], more]
    with serving(Say({**GOOD, "relations": relations})) as stub:
        found = make(stub.url, mode="both").read(extraction)
    shared = [f for f in found.facts if f.id in own]
    assert len(shared) == len(own)
    by_key = {(f.head.name, f.tail.name): f for f in found.facts}
    agreed = by_key["宁德市", "锂电池"]
    before = own[agreed.id]
    assert agreed == replace(
        before, rule=f"{before.rule}+llm", confidence=shifted(before.confidence, AGREED)
    )
    assert agreed.confidence > before.confidence
    alone = [f for f in found.facts if f.id not in own]
    assert alone
    assert {f.rule for f in alone} == {"llm"}
    assert set(extraction.mentions) <= set(found.mentions)
    order = [(m.sentence, m.start) for m in found.mentions]
    assert order == sorted(order)


def test_what_the_model_read_and_does_not_state_is_less_sure(
    extraction: Extraction, make: MakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Say(NOTHING)) as stub:
        found = make(stub.url, mode="both").read(extraction)
        lower = [shifted(f.confidence, SILENT) for f in extraction.facts]
        assert [f.confidence for f in found.facts] == lower
        assert [f.rule for f in found.facts] == [f.rule for f in extraction.facts]
        # A sentence too long to be sent is none that the model was silent about.
        monkeypatch.setattr(pieces, "LONGEST", 1)
        assert make(stub.url, mode="both").read(extraction).facts == extraction.facts


@given(st.floats(0, 1), st.floats(0.01, 100))
def test_odds_that_shift_stay_probabilities_in_order(probability: float, factor: float) -> None:
    there = shifted(probability, factor)
    assert 0 <= there <= 1
    assert (there - probability) * (factor - 1) >= -1e-4
    assert shifted(there, 1.0) == there


def test_both_keeps_the_rules_reading_when_the_answer_is_unusable(
    extraction: Extraction, make: MakeReader
) -> None:
    with serving(Say("no")) as stub:
        reader = make(stub.url, mode="both")
        found = reader.read(extraction)
    assert found.facts == extraction.facts
    assert "no JSON in the answer" in found.warnings[0]
    assert reader.usage.failed == 1


def test_cooperation_in_either_order_is_one_relation(make: MakeReader) -> None:
    text = plain("宁德市与福州市合作共建产业园。")
    entities = [said("Region", "宁德市"), said("Region", "福州市")]
    one = relation("福州市", "COOPERATES_WITH", "宁德市", 0, "宁德市与福州市合作")
    two = {**one, "head": "宁德市", "tail": "福州市"}
    with serving(Say({"entities": entities, "relations": [one, two]})) as stub:
        model = make(stub.url).read(text)
        both = make(stub.url, mode="both").read(text)
    assert len(model.facts) == 1
    assert [f.rule[-4:] for f in both.facts if f.type == "COOPERATES_WITH"] == ["+llm"]


def test_cache_spares_the_request(extraction: Extraction, make: MakeReader) -> None:
    with serving(Say(GOOD)) as stub:
        first = make(stub.url).read(extraction)
        again = make(stub.url)
        assert again.read(extraction) == first
        assert (len(stub.requests), again.usage.requests, again.usage.cached) == (1, 0, 1)
        # Another model, other parameters or another text are other questions.
        Reader(replace(again._settings, model="other"), "llm").read(extraction)
        make(stub.url, extra={"seed": 1}).read(extraction)
        make(stub.url).read(plain("宁德市大力发展锂电池产业。"))
        assert len(stub.requests) == 4


def test_a_broken_cache_file_is_asked_for_again(
    extraction: Extraction, make: MakeReader, tmp_path: Path
) -> None:
    with serving(Say(GOOD)) as stub:
        make(stub.url).read(extraction)
        (kept,) = (tmp_path / "cache").rglob("*.json")
        for broken in ("", "[]", '{"answer": 1}', '{"answer": "no"}'):
            kept.write_text(broken, encoding="utf-8")
            assert len(make(stub.url).read(extraction).facts) == 3
        assert len(stub.requests) == 5
    assert json.loads(kept.read_text(encoding="utf-8"))["model"] == "stub-model"


def test_cache_holds_no_key(
    extraction: Extraction, make: MakeReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Say(GOOD)) as stub:
        monkeypatch.setenv(KEY_VARIABLE, "sk-secret-1")
        reader = Reader(Settings(stub.url, "m", cache=tmp_path / "cache"), "llm")
        reader.read(extraction)
    assert stub.headers[0]["Authorization"] == "Bearer sk-secret-1"
    written = [p.read_text(encoding="utf-8") for p in (tmp_path / "cache").rglob("*.json")]
    assert written
    assert not any("sk-secret-1" in text for text in written)
    assert "sk-secret-1" not in repr(reader._settings) + json.dumps(reader.summary())


@pytest.mark.parametrize("parallel", [1, 3])
def test_long_documents_are_asked_in_pieces_and_read_in_order(
    parallel: int, make: MakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "SIZE", 60)
    long = plain("".join(f"宁德市大力发展锂电池产业第{n}期。\n\n" for n in range(12)))

    def answer(request: dict[str, Any]) -> Say:
        lines = request["messages"][1]["content"].split("编号句子：\n")[1].splitlines()
        numbers = [int(line[1 : line.index("]")]) for line in lines if line]
        relations = [relation("宁德市", "DEVELOPS", "锂电池", n, "大力发展锂电池") for n in numbers]
        return Say({"entities": [CITY, BATTERY], "relations": relations})

    with serving(answer) as stub:
        found = make(stub.url, parallel=parallel).read(long)
    assert len(stub.requests) > 3
    bodies = [s.index for s in long.sentences if s.kind != "boilerplate"]
    assert [f.sentence for f in found.facts] == bodies
    users = sorted(
        (r["messages"][1]["content"] for r in stub.requests), key=lambda u: "[0]" not in u
    )
    assert "不要从中抽取）：（无）" in users[0]
    assert "不要从中抽取）：宁德市大力发展" in users[1]


def test_what_is_too_long_to_send_is_told(
    make: MakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "LONGEST", 20)
    text = plain("宁德市大力发展锂电池产业。宁德市坚持稳中求进的工作总基调并大力发展海雾利用。")
    with serving(Say(NOTHING)) as stub:
        for mode in ("llm", "both"):
            (warning,) = make(stub.url, mode=mode).read(text).warnings
            assert warning.startswith("in/b.txt: 1 stretches")
    assert "稳中求进" not in stub.requests[0]["messages"][1]["content"]


def test_an_answer_cut_off_is_asked_for_in_halves(extraction: Extraction, make: MakeReader) -> None:
    half = [with_relation(), {**GOOD, "relations": GOOD["relations"][1:]}]
    with serving(Say("{", finish="length"), *map(Say, half)) as stub:
        found = make(stub.url, parallel=1).read(extraction)
    assert len(stub.requests) == 3
    assert len(found.facts) == 3


def test_budget_of_requests(extraction: Extraction, make: MakeReader) -> None:
    other = plain("宁德市大力发展锂电池产业。")
    with serving(Say(GOOD)) as stub:
        reader = make(stub.url, max_requests=1)
        assert reader.read(extraction).facts
        with pytest.raises(BudgetError, match=r"budget of 1 requests is used up after 1 documents"):
            reader.read(other)
        assert len(stub.requests) == 1
        # What was answered costs nothing more.
        assert make(stub.url, max_requests=1).read(extraction).facts
        assert len(stub.requests) == 1


@pytest.mark.parametrize("counted", [100, None])
def test_budget_of_tokens(counted: int | None, extraction: Extraction, make: MakeReader) -> None:
    with serving(Say(GOOD, tokens=counted)) as stub:
        reader = make(stub.url, max_tokens=100)
        reader.read(extraction)
        assert reader.usage.tokens >= 100
        with pytest.raises(BudgetError, match="100 tokens"):
            reader.read(plain("宁德市大力发展锂电池产业。"))


def test_facts_keep_the_contract(extraction: Extraction, make: MakeReader) -> None:
    with serving(Say(GOOD)) as stub:
        found = make(stub.url).read(extraction)
    assert all(isinstance(f, Fact) and f.document == extraction.document.id for f in found.facts)
    record = to_record(found)
    assert {r["rule"] for r in record["relations"]} == {"llm"}
    json.dumps(record)


BAD_SETTINGS = {
    "no url": ({"url": ""}, "KG_LLM_URL"),
    "no model": ({"model": ""}, "KG_LLM_MODEL"),
    "no scheme": ({"url": "localhost:8000"}, "is no URL"),
    "other scheme": ({"url": "file:///etc/passwd"}, "is no URL"),
    "password in it": ({"url": "https://me:pw@host/v1"}, KEY_VARIABLE),
    "key of two lines": ({"key": "sk-1\nX-Other: 2"}, KEY_VARIABLE),
}


@pytest.mark.parametrize(("changed", "told"), BAD_SETTINGS.values(), ids=BAD_SETTINGS)
def test_unusable_settings(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        Settings(**{"url": "http://localhost/v1", "model": "m", **changed})
    assert told in str(caught.value)
    assert "pw" not in str(caught.value)
    assert "sk-1" not in str(caught.value)


def test_unknown_mode() -> None:
    with pytest.raises(UsageError, match="one of: llm, both"):
        Reader(Settings("http://localhost/v1", "m"), "rules")


def test_error_of_the_server_ends_it(extraction: Extraction, make: MakeReader) -> None:
    with serving(refusal(401, "wrong key")) as stub, pytest.raises(LlmError) as caught:
        make(stub.url).read(extraction)
    assert not isinstance(caught.value, AnswerError)
    assert KEY_VARIABLE in str(caught.value)


@pytest.mark.parametrize("name", RELATION_TYPES)
def test_the_prompt_says_when_a_relation_is_stated(name: str) -> None:
    """A relation that the schema gains needs a line of its own in ``prompts/system.md``."""
    assert f"\n- {name}：" in system()
