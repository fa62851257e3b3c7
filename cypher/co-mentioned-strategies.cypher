// name: co-mentioned-strategies
// title.zh: 同时提到的战略
// title.en: Strategies mentioned together
// question.zh: 哪些战略常与这个战略出现在同一份文件里？
// question.en: Which strategies are mentioned in the same documents?
// param: strategy strategy = 京津冀协同发展 "战略或规划 / strategy or plan"
// column: strategy "战略 / strategy"
// column: kind "类别 / kind"
// column: documents "共同文档数 / documents in common"
// column: titles "文档 / documents"
MATCH (a:Strategy {id: $strategy})-[:MENTIONED_IN]->(doc:Document)<-[:MENTIONED_IN]-(b:Strategy)
WHERE a <> b
WITH b, doc ORDER BY doc.name, doc.id
WITH b, collect(doc.name) AS titles
RETURN b.name AS strategy, b.kind AS kind, size(titles) AS documents, titles
ORDER BY documents DESC, strategy, b.id
