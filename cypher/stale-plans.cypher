// name: stale-plans
// title.zh: 久无下文的规划
// title.en: Plans without follow-up
// question.zh: 哪些规划中的产业在这个日期之后再没有文件提到？
// question.en: Which planned industries does no document speak of after a date?
// param: before date = 2025 "此日之前最后见于文件 / last seen before"
// param: limit int = 100 "最多几行 / rows at most"
// column: region "地区 / region"
// column: industry "产业 / industry"
// column: since "最早见于（发布日期） / first published"
// column: last_seen "最近见于 / last published"
// column: support "独立文档数 / independent documents"
// column: evidence "依据的句子 / sentence it rests on"
// column: document "出处 / document"
// edge: region DEVELOPS industry
MATCH (r:Region)-[d:DEVELOPS]->(i:Industry)
WHERE d.status = 'planned' AND d.last_seen < $before
OPTIONAL MATCH (s:Sentence {id: d.evidence[0]})-[:IN_DOCUMENT]->(doc:Document)
RETURN r.name AS region, i.name AS industry, d.first_seen AS since, d.last_seen AS last_seen,
       d.support AS support, s.text AS evidence, doc.name AS document
ORDER BY last_seen, region, industry, d.id
LIMIT $limit
