// name: documents-about
// title.zh: 提到一个名称的文档
// title.en: Documents that mention a name
// question.zh: 哪些文档提到它，提到几次？
// question.en: Which documents mention a name, and how often?
// param: name entity = 深圳市 "名称 / name"
// param: limit int = 50 "最多几行 / rows at most"
// column: document "出处 / document"
// column: publisher "发布者 / publisher"
// column: published "发布日期 / published"
// column: mentions "提及次数 / mentions"
// edge: $name MENTIONED_IN document
MATCH (:Region|Strategy|Industry|Organization|Project {id: $name})-[m:MENTIONED_IN]->(doc:Document)
RETURN doc.name AS document, doc.publisher AS publisher, doc.published AS published,
       m.support AS mentions
ORDER BY mentions DESC, document, doc.id
LIMIT $limit
