// name: publisher-focus
// title.zh: 发布者关注的产业
// title.en: What publishers write about
// question.zh: 各发布者的文件最常提到哪些产业？
// question.en: Which industries do the documents of a publisher mention most?
// param: publisher string = any "发布者名称中的字或 any / words of the publisher's name or any"
// param: limit int = 50 "最多几行 / rows at most"
// column: publisher "发布者 / publisher"
// column: industry "产业 / industry"
// column: documents "文档数 / documents"
// column: mentions "提及次数 / mentions"
MATCH (i:Industry)-[m:MENTIONED_IN]->(doc:Document)
WHERE doc.publisher IS NOT NULL AND ($publisher = 'any' OR doc.publisher CONTAINS $publisher)
WITH doc.publisher AS publisher, i, count(doc) AS documents, sum(m.support) AS mentions
RETURN publisher, i.name AS industry, documents, mentions
ORDER BY mentions DESC, documents DESC, publisher, industry, i.id
LIMIT $limit
