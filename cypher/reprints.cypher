// name: reprints
// title.zh: 转载与重复的文档
// title.en: Reprints
// question.zh: 哪些文档转载或重复了更早的文档？
// question.en: Which documents have their text from an earlier one?
// param: limit int = 50 "最多几行 / rows at most"
// column: document "最早的文档 / earliest document"
// column: publisher "其发布者 / its publisher"
// column: published "其发布日期 / its date"
// column: copies "转载数 / copies"
// column: reprints "转载的文档 / documents that copy it"
// column: publishers "转载者 / who published them"
MATCH (d:Document)
WHERE d.cluster IS NOT NULL AND d.cluster <> d.id
MATCH (o:Document {id: d.cluster})
WITH o, d ORDER BY d.name, d.id
WITH o, collect(d.name) AS reprints, collect(DISTINCT d.publisher) AS publishers
RETURN o.name AS document, o.publisher AS publisher, o.published AS published,
       size(reprints) AS copies, reprints, publishers
ORDER BY copies DESC, document, o.id
LIMIT $limit
