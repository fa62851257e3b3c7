// name: industry-regions
// title.zh: 发展一个产业的地区
// title.en: Regions that develop an industry
// question.zh: 哪些地区发展这个产业？
// question.en: Which regions develop an industry?
// param: industry industry = 新能源汽车 "产业 / industry"
// param: status string = any "existing、planned 或 any / existing, planned or any"
// column: region "地区 / region"
// column: kind "类别 / kind"
// column: status "状态：existing 已有，planned 规划 / status"
// column: stages "阶段，由实到虚 / stages, most real first"
// column: since "最早见于（发布日期） / first published"
// column: support "独立文档数 / independent documents"
// column: evidence "依据的句子 / sentence it rests on"
// column: document "出处 / document"
// edge: region DEVELOPS $industry
MATCH (r:Region)-[d:DEVELOPS]->(i:Industry {id: $industry})
WHERE $status = 'any' OR d.status = $status
OPTIONAL MATCH (s:Sentence {id: d.evidence[0]})-[:IN_DOCUMENT]->(doc:Document)
RETURN r.name AS region, r.kind AS kind, d.status AS status, d.stages AS stages,
       d.first_seen AS since, d.support AS support, s.text AS evidence, doc.name AS document
ORDER BY support DESC, region, r.id
