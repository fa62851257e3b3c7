// name: strategy-scope
// title.zh: 战略覆盖与促进
// title.en: What a strategy covers and promotes
// question.zh: 这个战略覆盖哪些地区，促进哪些产业？
// question.en: Which regions does a strategy cover and which industries does it promote?
// param: strategy strategy = 京津冀协同发展 "战略或规划 / strategy or plan"
// column: relation "关系 / relation"
// column: name "名称 / name"
// column: kind "类别 / kind"
// column: status "状态：existing 已有，planned 规划 / status"
// column: since "最早见于（发布日期） / first published"
// column: support "独立文档数 / independent documents"
// column: evidence "依据的句子 / sentence it rests on"
// column: document "出处 / document"
// edge: $strategy relation name
MATCH (:Strategy {id: $strategy})-[e:COVERS|PROMOTES]->(t:Region|Industry)
OPTIONAL MATCH (s:Sentence {id: e.evidence[0]})-[:IN_DOCUMENT]->(doc:Document)
RETURN type(e) AS relation, t.name AS name, t.kind AS kind, e.status AS status,
       e.first_seen AS since, e.support AS support, s.text AS evidence, doc.name AS document
ORDER BY relation, support DESC, name, t.id
