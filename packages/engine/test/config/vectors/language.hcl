# Literals and numbers
1
1.5
1.0
-1
- 1
1e3
1.5e-3
12345678901234567890
0.1 + 0.2
1.1 * 1.1
10 / 4
10 / 5
7 % 3
-7 % 3
7.5 % 2
9007199254740993
9007199254740992 + 1
2 * 3 + 4
2 + 3 * 4
(2 + 3) * 4
10 - 2 - 3
100 / 10 / 2
1 / 0
1 % 0
-(3)
"5" + 3
"a" + 1
true + 1
null + 1
true
false
null
!true
!false
!"true"
!1
- "5"
"${1}"
"${1.50}"
"${true}"
"${null}"
"a${null}"
"a${[]}"
"a${[1]}b"
"a${{}}b"
"a${1e21}b"
"a${1e-7}b"
"a${0.000001}b"
"a${123456789.123}b"
"a${-0}b"
-0
# Comparison
1 < 2
2 <= 2
3 > 4
"10" > 9
"a" < "b"
1 == 1
1 == 1.0
1 == "1"
"1" == 1
true == "true"
null == null
1 == null
"" == null
[] == []
[1] == [1]
[1, 2] == [1, "2"]
tolist(["a"]) == ["a"]
tolist(["a"]) == tolist(["a"])
tolist([]) == []
{ a = 1 } == { a = 1 }
{ a = 1 } == tomap({ a = 1 })
toset(["a"]) == toset(["a", "a"])
{ a = null } == { a = null }
1 != 2
[1] != [2]
# Logic
true && false
true && true
false || true
true || false
"true" && true
"yes" && true
1 && true
null && true
1 < 2 && 3 < 4
true || false && false
1 == 1 && 2 == 2 || false
# Conditionals
true ? 1 : 2
false ? 1 : 2
true ? 1 : "a"
false ? 1 : "a"
true ? 1 : true
true ? "a" : true
true ? null : 1
false ? null : 1
true ? null : null
true ? [] : ["a"]
true ? ["a"] : []
true ? [1, "a"] : ["b"]
true ? [1, 2] : ["a", "b"]
true ? [1, 2] : [true, false]
true ? { a = 1 } : { b = "x" }
true ? { a = 1 } : { a = "x" }
true ? { a = 1, b = [1] } : { a = "x" }
true ? tolist(["a"]) : ["b", 1]
true ? toset(["a"]) : ["b"]
true ? tomap({ a = 1 }) : { b = "x" }
true ? { a = 1 } : [1]
true ? "a" : [1]
"true" ? 1 : 2
"maybe" ? 1 : 2
1 ? 1 : 2
null ? 1 : 2
true ? 1 : false ? 2 : 3
false ? 1 : false ? 2 : 3
true ? 1 / 1 : 1 / 0
true ? {} : { a = 1 }
true ? {} : null
# Collections
[]
[1, "a", true, null]
[1, 2,]
{}
{ a = 1, b = "x" }
{ a : 1 }
{ "a" = 1, (upper("b")) = 2 }
{ "a b" = 1 }
{ "${"k"}ey" = 1 }
{ 1 = "x" }
{ true = "x" }
{ null = 1 }
{ (null) = 1 }
{ ([]) = 1 }
{ a = 1, a = 2 }
{ b = 1, a = 2 }
{ a.b = 1 }
<<<
{
  a = 1
  b = 2
}
>>>
<<<
{
  a = 1,

  # a comment
  b = 2 // another
  /* a long
     one */
}
>>>
<<<
[
  1,
  2,
]
>>>
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
# for
[for x in [1, 2, 3] : x * 2]
[for x in [1, 2, 3] : x if x > 1]
[for i, x in ["a", "b"] : "${i}${x}"]
[for k, v in { b = 1, a = 2 } : "${k}=${v}"]
[for v in { b = 1, a = 2 } : v]
[for x in toset(["b", "a"]) : x]
[for k, v in toset(["b", "a"]) : "${k}${v}"]
[for x in [] : x]
[for x in {} : x]
[for x in null : x]
[for x in "abc" : x]
[for x in 5 : x]
[for x in [1] : x if null]
[for x in [1] : x if "true"]
[for x in [1] : x if "x"]
{for x in ["a", "b"] : x => upper(x)}
{for k, v in { a = 1 } : v => k}
{for x in ["a", "b", "a"] : x => 1}
{for x in ["a", "b", "a"] : x => 1...}
{for i, x in ["a", "b", "a"] : x => i...}
{for x in ["a", null] : x => 1}
{for x in [1, 2] : x => x if x == 2}
{for x in [] : x => x}
{for x in [[1]] : x => 1}
[for x in [1, 2] : x => x]
{for x in [1, 2] : x}
[for x in [[1, 2], [3]] : [for y in x : y + 1]]
[for x in ["a"] : { name = x }]
<<<
[
  for x in [1, 2] :
  x
  if x > 1
]
>>>
# Templates
"plain"
""
"a${"b"}c"
"${"only"}"
"${[1, 2]}"
"${{ a = 1 }}"
"$${escaped}"
"%%{escaped}"
"$$${"x"}"
"$"
"%"
"$ {"
"100%"
"tab\tnew\nquote\"back\\"
"\u00e9"
"\U0001F600"
"\q"
"\u12"
"e\u0301"
"%{if true}yes%{endif}"
"%{if false}yes%{endif}"
"%{if true}yes%{else}no%{endif}"
"%{if false}yes%{else}no%{endif}"
"%{ if true ~} yes %{~ else ~} no %{~ endif }"
"a %{ if true ~} yes %{ endif ~} b"
"a ${~ "x" ~} b"
"  ${~ "x" ~}  "
"%{for x in ["a", "b"]}${x},%{endfor}"
"%{for i, x in ["a", "b"]}${i}${x},%{endfor}"
"%{ for x in ["a", "b"] ~} ${x} %{ endfor ~}"
"%{for x in []}x%{endfor}"
"%{for k, v in { a = 1 }}${k}=${v}%{endfor}"
"%{if true}%{for x in [1]}${x}%{endfor}%{endif}"
"%{if null}x%{endif}"
"%{foo}"
"%{if true}x"
"%{endif}"
"${"
"${}"
"${1 +}"
"%{for x in [1]}${[x]}%{endfor}"
"${upper("a${"b"}")}"
<<<
<<EOT
hello
  world
EOT
>>>
<<<
<<-EOT
    hello
      world
    EOT
>>>
<<<
<<-EOT
    a
  b

      c
EOT
>>>
<<<
<<-EOT
    name: ${"x"}
      %{ if true }
      inner
      %{ endif }
    end
    EOT
>>>
<<<
<<EOT
  %{ for x in ["a", "b"] ~}
  - ${x}
  %{ endfor ~}
EOT
>>>
<<<
<<EOT
a\nb $${x} %%{y}
"quoted"
EOT
>>>
<<<
<<EOT
${"only"}
EOT
>>>
<<<
<<EOT
EOT
>>>
<<<
<<-EOT
	tab
		two
	EOT
>>>
# Functions as syntax
upper("a",)
upper("a" "b")
upper()
upper("a", "b")
nosuch("a")
max([1, 2, 3]...)
max(1, [2, 3]...)
max([]...)
upper(["a"]...)
max("a"...)
max(null...)
core::upper("a")
provider::x::y("a")
upper(null)
upper(5)
upper([])
concat(["a"], null)
# try and can
try(1, 2)
try({}.a, "fallback")
try([][0], {}.b, 3)
try({}.a, [][0])
try()
try(null, 1)
can(1)
can({}.a)
can([1][5])
can(tonumber("x"))
can()
# Unknown
terraform_data.unknown.id
"a${terraform_data.unknown.id}b"
terraform_data.unknown.id == "x"
terraform_data.unknown.id == null
!(terraform_data.unknown.id == "x")
[terraform_data.unknown.id, "x"]
{ a = terraform_data.unknown.id }
{ (terraform_data.unknown.id) = 1 }
[for x in [terraform_data.unknown.id] : upper(x)]
[for x in split(",", terraform_data.unknown.id) : x]
split(",", terraform_data.unknown.id)[*]
[for x in ["a"] : x if terraform_data.unknown.id == "a"]
{for x in [terraform_data.unknown.id] : x => 1}
terraform_data.unknown.id == "x" ? 1 : 2
terraform_data.unknown.id == "x" ? "a" : null
terraform_data.unknown.id == "x" ? ["a"] : ["b"]
true ? terraform_data.unknown.id : "x"
false ? terraform_data.unknown.id : "x"
terraform_data.unknown.id == "x" && false
terraform_data.unknown.id == "x" || true
terraform_data.unknown.id == "x" && true
false && terraform_data.unknown.id == "x"
length(terraform_data.unknown.id) > 1
length(terraform_data.unknown.id) + 1
-length(terraform_data.unknown.id)
["a", "b"][length(terraform_data.unknown.id)]
{ a = 1 }[terraform_data.unknown.id]
split(",", terraform_data.unknown.id)[0]
try(terraform_data.unknown.id, "x")
can(terraform_data.unknown.id)
[terraform_data.unknown.id] == ["x"]
[terraform_data.unknown.id, "a"] == ["x", "b"]
[terraform_data.unknown.id] == ["x", "y"]
{ a = terraform_data.unknown.id }.a
"%{ if terraform_data.unknown.id == "x" }a%{ else }b%{ endif }"
"%{ for x in [terraform_data.unknown.id] }${x}%{ endfor }"
toset([terraform_data.unknown.id, "x"])
tolist([terraform_data.unknown.id])
# Sensitive
sensitive("a")
"x${sensitive("a")}"
[sensitive("a"), "b"]
{ a = sensitive("a"), b = "b" }
{ (sensitive("a")) = 1 }
sensitive([1, 2])[0]
sensitive({ a = 1 }).a
sensitive(1) + 1
sensitive(1) == 1
sensitive(true) ? 1 : 2
true ? sensitive(1) : 2
false ? sensitive(1) : 2
[for x in sensitive([1, 2]) : x]
[for x in [sensitive(1), 2] : x]
[for x in [1, 2] : x if x == sensitive(1)]
{for x in [sensitive("a")] : x => 1}
{for x in ["a"] : x => sensitive(1)}
sensitive([{ a = 1 }])[*].a
[{ a = sensitive(1) }, { a = 2 }][*].a
[1, 2][sensitive(0)]
nonsensitive(sensitive("a"))
nonsensitive("a")
issensitive(sensitive("a"))
issensitive("a")
issensitive([sensitive("a")])
issensitive(terraform_data.unknown.id)
toset([sensitive("a"), "b"])
tolist([sensitive("a"), "b"])
upper(sensitive("a"))
upper(sensitive(terraform_data.unknown.id))
try(sensitive("a"), "b")
can(sensitive("a"))
"%{ for x in [sensitive("a")] }${x}%{ endfor }"
"%{ if sensitive(true) }a%{ endif }"
!sensitive(true)
sensitive(true) && false
sensitive({ a = { b = 1 } }).a.b
sensitive(null)
false ? [sensitive(1)] : [2]
false ? { a = sensitive(1) } : { a = 2 }
true ? { a = sensitive(1), b = 1 } : { a = 2, b = 3 }
sensitive(true) ? [1] : [2]
false ? terraform_data.unknown.id : sensitive("x")
false ? sensitive([1]) : [2]
false ? sensitive("a") : "b"
true ? "a" : sensitive("b")
true ? "a" : sensitive(null)
