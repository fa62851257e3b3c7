// name: mentioned-only
// title.zh: 只被提到的名称
// title.en: Mentioned but in no relation
// question.zh: 哪些名称常被提到，却没有任何关系？
// question.en: Which names are mentioned often but stand in no stated relation?
// param: limit int = 50 "最多几行 / rows at most"
// column: name "名称 / name"
// column: label "类型 / type"
// column: mentions "提及次数 / mentions"
// column: support "独立文档数 / independent documents"
MATCH (n:Region|Strategy|Industry|Organization|Project)
WHERE n.mentions > 0
  AND NOT EXISTS { MATCH (n)-[e:DEVELOPS|COVERS|PROMOTES|PART_OF|COOPERATES_WITH|LOCATED_IN|ENGAGES_IN]-() WHERE NOT e.background }
RETURN n.name AS name, labels(n)[0] AS label, n.mentions AS mentions, n.support AS support
ORDER BY mentions DESC, name, n.id
LIMIT $limit
