// name: region-parts
// title.zh: 所属与下辖
// title.en: What a region is part of, and its parts
// question.zh: 这个地区属于哪里，包括哪里？
// question.en: What is a region part of, and what are its parts?
// param: region region = 深圳市 "地区 / region"
// column: direction "up 所属，down 下辖 / up or down"
// column: region "地区 / region"
// column: kind "类别 / kind"
// column: background "来自地名库而非文件 / from the gazetteer, not a document"
// column: support "独立文档数 / independent documents"
MATCH (r:Region {id: $region})-[p:PART_OF]-(o:Region)
RETURN CASE WHEN startNode(p) = r THEN 'up' ELSE 'down' END AS direction, o.name AS region,
       o.kind AS kind, p.background AS background, p.support AS support
ORDER BY direction DESC, region, o.id
