// name: edge-evidence
// title.zh: 一条关系的依据
// title.en: Evidence of an edge
// question.zh: 图谱凭哪些句子说这两者有关？
// question.en: Which sentences say that these two are related?
// param: from entity = 深圳市 "一端 / one end"
// param: to entity = 新能源汽车 "另一端 / the other end"
// column: relation "关系 / relation"
// column: status "状态：existing 已有，planned 规划 / status"
// column: sentence "句子 / sentence"
// column: document "出处 / document"
// column: publisher "发布者 / publisher"
// column: published "发布日期 / published"
// column: background "来自地名库而非文件 / from the gazetteer, not a document"
// edge: $from relation $to
MATCH (a:Region|Strategy|Industry|Organization|Project {id: $from})-[e:DEVELOPS|COVERS|PROMOTES|PART_OF|COOPERATES_WITH|LOCATED_IN|ENGAGES_IN]-(b:Region|Strategy|Industry|Organization|Project {id: $to})
UNWIND CASE WHEN size(e.evidence) = 0 THEN [null] ELSE e.evidence END AS key
OPTIONAL MATCH (s:Sentence {id: key})-[:IN_DOCUMENT]->(doc:Document)
RETURN type(e) AS relation, e.status AS status, s.text AS sentence, doc.name AS document,
       doc.publisher AS publisher, doc.published AS published, e.background AS background
ORDER BY relation, coalesce(published, ''), coalesce(document, ''), coalesce(key, '')
