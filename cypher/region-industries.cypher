// name: region-industries
// title.zh: 一地发展的产业
// title.en: Industries of a region
// question.zh: 这个地区发展哪些产业，从什么时候开始见于文件？
// question.en: Which industries does a region develop, and since when do documents say so?
// param: region region = 深圳市 "地区 / region"
// param: status string = any "existing、planned 或 any / existing, planned or any"
// column: industry "产业 / industry"
// column: status "状态：existing 已有，planned 规划 / status"
// column: stages "阶段，由实到虚 / stages, most real first"
// column: since "最早见于（发布日期） / first published"
// column: last_seen "最近见于 / last published"
// column: support "独立文档数 / independent documents"
// column: evidence "依据的句子 / sentence it rests on"
// column: document "出处 / document"
// edge: $region DEVELOPS industry
MATCH (r:Region {id: $region})-[d:DEVELOPS]->(i:Industry)
WHERE $status = 'any' OR d.status = $status
OPTIONAL MATCH (s:Sentence {id: d.evidence[0]})-[:IN_DOCUMENT]->(doc:Document)
RETURN i.name AS industry, d.status AS status, d.stages AS stages, d.first_seen AS since,
       d.last_seen AS last_seen, d.support AS support, s.text AS evidence, doc.name AS document
ORDER BY support DESC, industry
