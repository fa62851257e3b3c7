// name: document-facts
// title.zh: 一份文档说了什么
// title.en: What a document states
// question.zh: 题名含这些字的文档给出了哪些关系？
// question.en: Which relations do documents with these words in the title state?
// param: title string "题名中的字 / words of the title"
// param: limit int = 200 "最多几行 / rows at most"
// column: document "出处 / document"
// column: source "主体 / source"
// column: relation "关系 / relation"
// column: target "对象 / target"
// column: status "状态：existing 已有，planned 规划 / status"
// column: sentence "句子 / sentence"
// edge: source relation target
MATCH (doc:Document)<-[:IN_DOCUMENT]-(s:Sentence)
WHERE doc.name CONTAINS $title
MATCH (doc)<-[:MENTIONED_IN]-(a:Region|Strategy|Industry|Organization|Project)-[e:DEVELOPS|COVERS|PROMOTES|PART_OF|COOPERATES_WITH|LOCATED_IN|ENGAGES_IN]->(b:Region|Strategy|Industry|Organization|Project)
WHERE s.id IN e.evidence
RETURN DISTINCT doc.name AS document, a.name AS source, type(e) AS relation, b.name AS target,
       e.status AS status, s.text AS sentence
ORDER BY document, source, relation, target, sentence
LIMIT $limit
