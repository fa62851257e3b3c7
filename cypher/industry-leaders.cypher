// name: industry-leaders
// title.zh: 产业的企业与机构
// title.en: Who leads an industry, and where
// question.zh: 谁在从事这个产业，在哪里？
// question.en: Which organizations engage in an industry, and where are they?
// param: industry industry = 新能源汽车 "产业 / industry"
// column: organization "机构 / organization"
// column: kind "类别 / kind"
// column: regions "所在地 / where it is"
// column: status "状态：existing 已有，planned 规划 / status"
// column: support "独立文档数 / independent documents"
// column: evidence "依据的句子 / sentence it rests on"
// column: document "出处 / document"
// edge: organization ENGAGES_IN $industry
// edge: organization LOCATED_IN regions
MATCH (o:Organization)-[e:ENGAGES_IN]->(:Industry {id: $industry})
OPTIONAL MATCH (o)-[:LOCATED_IN]->(r:Region)
WITH o, e, r ORDER BY r.name, r.id
WITH o, e, collect(r.name) AS regions
OPTIONAL MATCH (s:Sentence {id: e.evidence[0]})-[:IN_DOCUMENT]->(doc:Document)
RETURN o.name AS organization, o.kind AS kind, regions, e.status AS status,
       e.support AS support, s.text AS evidence, doc.name AS document
ORDER BY support DESC, organization
