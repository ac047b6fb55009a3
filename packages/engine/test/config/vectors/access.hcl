# Access
[1, 2, 3][0]
[1, 2, 3][2]
[1, 2, 3][3]
[1, 2, 3][-1]
[1, 2, 3][1.5]
[1, 2, 3]["1"]
[1, 2, 3]["a"]
[1, 2, 3].0
[[1, 2], [3, 4]].1.0
[1][null]
null[0]
tolist([])[0]
{ a = 1 }.a
{ a = 1 }["a"]
{ a = 1 }.b
{ a = 1 }["b"]
{ "1" = "x" }[1]
{ a = { b = { c = 1 } } }.a.b.c
tomap({ a = 1 }).a
tomap({ a = 1 })["b"]
tomap({ a = 1 }).b
toset(["a"])[0]
"abc"[0]
(1).a
"abc".length
[{ a = 1 }].a
null.a
# Indexes
[1, 2, 3][1 + 1]
[1, 2, 3][true]
[1, 2, 3][-0]
[1, 2, 3]["0"]
[1, 2, 3]["x"]
[1, 2, 3]["1.5"]
[1, 2, 3][1.0]
[1, 2, 3][null]
[1, 2, 3][1e0]
[1, 2, 3][[0]]
[1, 2, 3][99999999999999999999]
tolist([1, 2])[1]
tolist([1, 2])["1"]
tolist([1, 2])[2]
tolist([1, 2]).0
[[1, 2]][0][1]
[[1, 2]].0[1]
[[1, 2]][0].1
[{ a = [1, 2] }].0.a.1
[[[1]]].0.0.0
split(",", "a,b")[1]
(split(",", "a,b"))[0]
"${[1, 2]}"[0]
{ a = 1 }[upper("a")]
{ A = 1 }[upper("a")]
{ "a b" = 1 }["a b"]
{ a-b = 1 }.a-b
{ a = null }.a
{ a = null }.a.b
{ a = null }["a"]["b"]
{ "0" = "x" }[0]
{ "0" = "x" }.0
{ "true" = 1 }[true]
tomap({ "1" = 1 })[1]
tomap({ "1.5" = 1 })[1.5]
tomap({ a = 1 })[null]
tomap({ a = 1 }).b
toset(["a"])["a"]
toset(["a"]).a
true[0]
5[0]
"abc".0
"abc"["a"]
[1].a
[{ a = 1 }].a
tolist([{ a = 1 }]).a
{ a = 1 }.a.b
{ a = 1 }.0
{}["a"]
[][0]
[1, 2,][0]
[1][0]
[1] [0]
{ a = 1 } .a
upper("a").b
# Of what is unknown
terraform_data.unknown.id.a
terraform_data.unknown.id[0]
terraform_data.unknown.id["a"]
terraform_data.number.output.a
terraform_data.list.output[0]
terraform_data.list.output["0"]
terraform_data.list.output["a"]
terraform_data.list.output.a
terraform_data.list.output.0
terraform_data.list.output[-1]
terraform_data.map.output.a
terraform_data.map.output["a"]
terraform_data.map.output[0]
terraform_data.set.output[0]
terraform_data.set.output.a
["a", "b"][terraform_data.number.output]
["a", 1][terraform_data.number.output]
tolist(["a"])[terraform_data.unknown.id]
{ a = 1, b = "x" }[terraform_data.unknown.id]
tomap({ a = 1 })[terraform_data.unknown.id]
{ a = 1 }[terraform_data.bool.output]
[][terraform_data.number.output]
terraform_data.unknown.nothing
terraform_data.nothing.id
# Of what is sensitive
sensitive([1, 2])[1]
sensitive([1, 2])[5]
sensitive({ a = { b = 1 } })["a"].b
{ a = sensitive("x") }.a
{ a = 1 }[sensitive("a")]
{ a = 1 }[sensitive("b")]
[sensitive(1), 2][1]
sensitive(tomap({ a = 1 })).a
sensitive(terraform_data.list.output)[0]
