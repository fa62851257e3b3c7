// name: most-connected
// title.zh: 联系最多的节点
// title.en: Most connected
// question.zh: 哪些节点的关系最多？
// question.en: Which nodes have the most stated relations?
// param: label string = any "Region、Strategy、Industry、Organization、Project 或 any / a type or any"
// param: limit int = 50 "最多几行 / rows at most"
// column: name "名称 / name"
// column: label "类型 / type"
// column: kind "类别 / kind"
// column: degree "关系数 / relations"
// column: support "独立文档数 / independent documents"
MATCH (n:Region|Strategy|Industry|Organization|Project)-[e:DEVELOPS|COVERS|PROMOTES|PART_OF|COOPERATES_WITH|LOCATED_IN|ENGAGES_IN]-(:Region|Strategy|Industry|Organization|Project)
WHERE NOT e.background AND ($label = 'any' OR $label IN labels(n))
WITH n, count(e) AS degree
RETURN n.name AS name, labels(n)[0] AS label, n.kind AS kind, degree, n.support AS support
ORDER BY degree DESC, support DESC, n.id
LIMIT $limit
