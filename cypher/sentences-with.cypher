// name: sentences-with
// title.zh: 含有某词的依据句
// title.en: Evidence that contains words
// question.zh: 图谱依据的句子里，哪些含有这些字？
// question.en: Which of the sentences that the graph rests on contain these words?
// param: words string = 产业 "字词 / words"
// param: limit int = 50 "最多几行 / rows at most"
// column: sentence "句子 / sentence"
// column: document "出处 / document"
// column: publisher "发布者 / publisher"
// column: published "发布日期 / published"
MATCH (s:Sentence)-[:IN_DOCUMENT]->(doc:Document)
WHERE s.text CONTAINS $words
RETURN s.text AS sentence, doc.name AS document, doc.publisher AS publisher,
       doc.published AS published
ORDER BY document, s.start, s.id
LIMIT $limit
