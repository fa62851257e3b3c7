// name: region-organizations
// title.zh: 一地的企业与项目
// title.en: Organizations and projects of a region
// question.zh: 这个地区（含下辖）有哪些企业、机构和项目，做什么？
// question.en: Which organizations and projects are in a region or its parts, and what do they do?
// param: region region = 深圳市 "地区 / region"
// column: name "名称 / name"
// column: label "类型 / type"
// column: kind "类别 / kind"
// column: place "所在地 / where exactly"
// column: industries "从事的产业 / industries"
// column: support "独立文档数 / independent documents"
// edge: name LOCATED_IN place
// edge: name ENGAGES_IN industries
MATCH (:Region {id: $region})<-[:PART_OF*0..3]-(p:Region)<-[l:LOCATED_IN]-(o:Organization|Project)
OPTIONAL MATCH (o)-[:ENGAGES_IN]->(i:Industry)
WITH o, p, l, i ORDER BY i.name
WITH o, p, l, collect(DISTINCT i.name) AS industries
RETURN o.name AS name, labels(o)[0] AS label, o.kind AS kind, p.name AS place, industries,
       l.support AS support
ORDER BY label, support DESC, name, place, o.id
