# Splats
[{ a = 1 }, { a = 2 }][*].a
[{ a = 1 }, { a = 2 }].*.a
[{ a = [1, 2] }, { a = [3] }][*].a[0]
[{ a = [1, 2] }, { a = [3] }].*.a[0]
[{ a = [{ b = 1 }] }, { a = [{ b = 2 }] }][*].a[*].b
{ a = 1 }[*].a
{ a = 1 }.*.a
null[*]
null[*].a
[][*].a
"x"[*]
(5)[*]
toset(["a", "b"])[*]
tolist(["a", "b"])[*]
[[1, 2], [3]][*][0]
[1, 2][*]
[{ a = 1 }, { b = 2 }][*].a
tolist([{ a = 1 }, { a = 2 }])[*].a
# Of everything
[][*]
{}[*]
{ a = 1 }[*]
true[*]
tomap({ a = 1 })[*]
[null][*]
[null][*].a
[{ a = null }][*].a
[{ a = null }][*].a.b
toset([{ a = 1 }, { a = 2 }])[*].a
tolist([])[*].a
toset([])[*].a
tolist([[1], [2]])[*][0]
[[1, 2], [3, 4]][*][1]
[[1, 2], [3, 4]].*.1
[{ a = { b = 1 } }, { a = { b = 2 } }][*].a.b
[{ a = { b = 1 } }, { a = { b = 2 } }].*.a.b
[{ a = [{ b = 1 }, { b = 2 }] }][*].a[*].b
[{ a = [{ b = 1 }, { b = 2 }] }].*.a.*.b
[{ a = [{ b = 1 }, { b = 2 }] }].*.a[*].b
[{ a = [1, 2] }, { a = [3, 4] }].*.a[1]
[{ a = [1, 2] }, { a = [3, 4] }][*].a[1]
[1, 2].*
[1, 2].*[0]
[1, 2][*][0]
null.*
null.*.a
"x".*
"x"[*].a
5[*]
[{ a = 1 }][*].b
[1][*].a
[[{ a = 1 }], [{ a = 2 }]][*][0].a
length([1, 2][*])
[1, 2][*] == [1, 2]
[{ "a b" = 1 }][*]["a b"]
[{ a = 1 }] [*] .a
# Of what is unknown or sensitive
terraform_data.unknown.id[*]
terraform_data.unknown.id.*
terraform_data.list.output[*]
terraform_data.list.output[*].a
terraform_data.set.output[*]
terraform_data.map.output[*]
terraform_data.number.output[*]
[terraform_data.unknown.id][*]
[{ a = terraform_data.unknown.id }, { a = "x" }][*].a
terraform_data.bool.output ? [1] : null
(terraform_data.bool.output ? "a" : null)[*]
sensitive([1, 2])[*]
sensitive(null)[*]
sensitive("a")[*]
[sensitive({ a = 1 }), { a = 2 }][*].a
sensitive([{ a = sensitive(1) }])[*].a
sensitive(terraform_data.list.output)[*]
toset([sensitive("a")])[*]
