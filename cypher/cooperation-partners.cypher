// name: cooperation-partners
// title.zh: 合作伙伴
// title.en: Cooperation partners
// question.zh: 这个地区与哪些地区合作？
// question.en: With which regions does a region cooperate?
// param: region region = 深圳市 "地区 / region"
// column: partner "合作方 / partner"
// column: status "状态：existing 已有，planned 规划 / status"
// column: since "最早见于（发布日期） / first published"
// column: support "独立文档数 / independent documents"
// column: evidence "依据的句子 / sentence it rests on"
// column: document "出处 / document"
// edge: $region COOPERATES_WITH partner
MATCH (:Region {id: $region})-[c:COOPERATES_WITH]-(o:Region)
OPTIONAL MATCH (s:Sentence {id: c.evidence[0]})-[:IN_DOCUMENT]->(doc:Document)
RETURN o.name AS partner, c.status AS status, c.first_seen AS since, c.support AS support,
       s.text AS evidence, doc.name AS document
ORDER BY support DESC, partner, o.id
