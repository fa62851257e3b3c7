// name: common-neighbours
// title.zh: 两者的共同联系
// title.en: What two names have in common
// question.zh: 这两者都与什么有关？
// question.en: What is related to both names?
// param: a entity = 深圳市 "其一 / one"
// param: b entity = 成都市 "其二 / the other"
// column: name "名称 / name"
// column: label "类型 / type"
// column: relation_a "与前者的关系 / relation with the first"
// column: relation_b "与后者的关系 / relation with the second"
// edge: $a relation_a name
// edge: $b relation_b name
MATCH (a:Region|Strategy|Industry|Organization|Project {id: $a})-[x:DEVELOPS|COVERS|PROMOTES|PART_OF|COOPERATES_WITH|LOCATED_IN|ENGAGES_IN]-(m:Region|Strategy|Industry|Organization|Project)-[y:DEVELOPS|COVERS|PROMOTES|PART_OF|COOPERATES_WITH|LOCATED_IN|ENGAGES_IN]-(b:Region|Strategy|Industry|Organization|Project {id: $b})
WHERE a <> b AND m <> a AND m <> b
RETURN DISTINCT m.name AS name, labels(m)[0] AS label, type(x) AS relation_a,
       type(y) AS relation_b
ORDER BY label, name, relation_a, relation_b
