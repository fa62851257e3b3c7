// name: weak-facts
// title.zh: 待核对的关系
// title.en: Facts to check first
// question.zh: 哪些关系依据最弱，最该人工核对？
// question.en: Which relations rest on the weakest evidence and should be checked first?
// param: limit int = 50 "最多几行 / rows at most"
// column: confidence "置信度 / confidence"
// column: source "主体 / source"
// column: relation "关系 / relation"
// column: target "对象 / target"
// column: status "状态：existing 已有，planned 规划 / status"
// column: evidence "依据的句子 / sentence it rests on"
// column: document "出处 / document"
// edge: source relation target
MATCH (a:Region|Strategy|Industry|Organization|Project)-[e:DEVELOPS|COVERS|PROMOTES|PART_OF|COOPERATES_WITH|LOCATED_IN|ENGAGES_IN]->(b:Region|Strategy|Industry|Organization|Project)
WHERE e.support = 1
WITH a, e, b
ORDER BY e.confidence, e.id
LIMIT $limit
OPTIONAL MATCH (s:Sentence {id: e.evidence[0]})-[:IN_DOCUMENT]->(doc:Document)
RETURN e.confidence AS confidence, a.name AS source, type(e) AS relation, b.name AS target,
       e.status AS status, s.text AS evidence, doc.name AS document
ORDER BY confidence, e.id
