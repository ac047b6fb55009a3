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
# Typed
terraform_data.number.output
terraform_data.bool.output
terraform_data.list.output
terraform_data.set.output
terraform_data.map.output
terraform_data.number.output + 1
terraform_data.number.output < 1
-terraform_data.number.output
!terraform_data.bool.output
terraform_data.bool.output && false
false && terraform_data.bool.output
terraform_data.bool.output || true
true || terraform_data.bool.output
terraform_data.number.output + "x"
terraform_data.list.output + 1
terraform_data.unknown.id + 1
tonumber(terraform_data.unknown.id)
tostring(terraform_data.number.output)
tobool(terraform_data.number.output)
tonumber(terraform_data.list.output)
tolist(terraform_data.set.output)
toset(terraform_data.list.output)
tomap(terraform_data.map.output)
tolist(terraform_data.map.output)
tolist([terraform_data.unknown.id, 1])
tolist([terraform_data.number.output, "a"])
toset([terraform_data.unknown.id])
tomap({ a = terraform_data.unknown.id, b = 1 })
length(terraform_data.list.output)
length([terraform_data.unknown.id, terraform_data.unknown.id])
length(toset([terraform_data.unknown.id]))
length({ a = terraform_data.unknown.id })
length(terraform_data.map.output)
length("a${terraform_data.unknown.id}")
length(terraform_data.list.output) >= 0
keys({ a = terraform_data.unknown.id, b = 2 })
keys(terraform_data.map.output)
values({ a = terraform_data.unknown.id, b = 2 })
contains(["a", terraform_data.unknown.id], "a")
contains(["b", terraform_data.unknown.id], "a")
contains(terraform_data.list.output, "a")
lookup({ a = terraform_data.unknown.id }, "a", "x")
lookup({ a = terraform_data.unknown.id }, "b", "x")
lookup(terraform_data.map.output, "a", "x")
lookup(terraform_data.map.output, "a")
merge({ a = 1 }, terraform_data.map.output)
merge({ a = terraform_data.unknown.id }, { b = 1 })
concat(["a"], terraform_data.list.output)
concat([terraform_data.unknown.id], ["b"])
coalesce(terraform_data.unknown.id, "a")
coalesce(null, terraform_data.unknown.id)
coalesce("a", terraform_data.unknown.id)
coalesce("", terraform_data.unknown.id)
coalesce(1, terraform_data.unknown.id)
coalescelist(terraform_data.list.output, ["a"])
coalescelist(["a"], terraform_data.list.output)
coalescelist([], terraform_data.list.output)
coalescelist([terraform_data.unknown.id], ["a"])
compact(["", terraform_data.unknown.id])
distinct([terraform_data.unknown.id, "a"])
distinct(["a", "a", terraform_data.unknown.id])
element([terraform_data.unknown.id, "b"], 1)
element(terraform_data.list.output, 0)
element(["a", "b"], terraform_data.number.output)
flatten([["a"], [terraform_data.unknown.id]])
flatten([["a"], terraform_data.list.output])
index([terraform_data.unknown.id, "b"], "b")
join(",", ["a", terraform_data.unknown.id])
join(",", terraform_data.list.output)
jsonencode({ a = terraform_data.unknown.id })
one([terraform_data.unknown.id])
one(terraform_data.list.output)
reverse([terraform_data.unknown.id, "b"])
reverse(terraform_data.list.output)
slice([terraform_data.unknown.id, "b"], 1, 2)
slice(["a", "b"], 0, terraform_data.number.output)
slice(terraform_data.list.output, 0, 1)
sort([terraform_data.unknown.id, "b"])
sum([1, terraform_data.number.output])
max(1, terraform_data.number.output)
range(terraform_data.number.output)
range(0, 3, terraform_data.number.output)
zipmap(["a", "b"], [terraform_data.unknown.id, 1])
zipmap([terraform_data.unknown.id], [1])
setunion(["a"], [terraform_data.unknown.id])
setintersection(["a"], [terraform_data.unknown.id])
setsubtract(["a"], [terraform_data.unknown.id])
setproduct(["a"], [terraform_data.unknown.id])
setproduct(["a"], terraform_data.list.output)
matchkeys(["a", "b"], ["x", terraform_data.unknown.id], ["x"])
chunklist([terraform_data.unknown.id, "b", "c"], 2)
transpose({ a = [terraform_data.unknown.id] })
format("%s-%d", terraform_data.unknown.id, 1)
format("fixed", terraform_data.unknown.id)
format(terraform_data.unknown.id, 1)
format("a-%s", terraform_data.unknown.id)
formatlist("%s-%s", ["a", "b"], [terraform_data.unknown.id, "x"])
formatlist("%s", terraform_data.list.output)
startswith("a${terraform_data.unknown.id}", "a")
startswith("a${terraform_data.unknown.id}", "b")
endswith(terraform_data.unknown.id, "b")
strcontains("a${terraform_data.unknown.id}", "a")
"a-${terraform_data.unknown.id}" == "b"
"a-${terraform_data.unknown.id}" == null
upper(terraform_data.unknown.id)
split(",", terraform_data.unknown.id)
regex("(a)(b)", terraform_data.unknown.id)
regexall("a", terraform_data.unknown.id)
regex("(?P<x>a)", terraform_data.unknown.id).x
jsondecode(terraform_data.unknown.id)
jsondecode(terraform_data.unknown.id).a
yamldecode(terraform_data.unknown.id)
csvdecode(terraform_data.unknown.id)
cidrhost(terraform_data.unknown.id, 1)
cidrsubnets("10.0.0.0/8", terraform_data.number.output)
alltrue([terraform_data.bool.output])
anytrue([true, terraform_data.bool.output])
alltrue([false, terraform_data.bool.output])
anytrue([terraform_data.bool.output, null])
file(terraform_data.unknown.id)
templatefile("files/only.tftpl", { value = terraform_data.unknown.id })
nonsensitive(terraform_data.unknown.id)
issensitive([terraform_data.unknown.id])
issensitive(sensitive([terraform_data.unknown.id]))
can(upper(terraform_data.unknown.id))
{ for x in [terraform_data.unknown.id] : "k" => x }
[terraform_data.unknown.id, 1][1]
{ a = terraform_data.unknown.id, b = 1 }.b
{ "${terraform_data.unknown.id}" = 1 }
timeadd("2024-01-01T00:00:00Z", terraform_data.unknown.id)
# What is known of it all the same
"a-${terraform_data.unknown.id}" != null
"a-${terraform_data.unknown.id}" == ""
"a-${terraform_data.unknown.id}" == "a-b"
"a-${terraform_data.unknown.id}" == "a"
"${terraform_data.unknown.id}-a" == null
"${terraform_data.unknown.id}-a" == ""
"${terraform_data.unknown.id}-a" == "b"
"é${terraform_data.unknown.id}" == "f"
"ab${terraform_data.unknown.id}c" == "ax"
"ab${terraform_data.number.output}" == "ac1"
"a${sensitive("b")}${terraform_data.unknown.id}" == "x"
"%{ if terraform_data.bool.output }a%{ endif }" == null
"a-%{ if terraform_data.bool.output }a%{ endif }" == "b"
"a-${terraform_data.unknown.id}" == null ? 1 : 2
"a-${terraform_data.unknown.id}" != null && "a-${terraform_data.unknown.id}" != ""
["a-${terraform_data.unknown.id}"] == [null]
["a-${terraform_data.unknown.id}"] == ["b"]
{ a = "a-${terraform_data.unknown.id}" } == { a = "b" }
[for x in ["a-${terraform_data.unknown.id}"] : x if x != null]
tostring("a-${terraform_data.unknown.id}") == null
tolist(["a-${terraform_data.unknown.id}"])[0] == null
contains(["a-${terraform_data.unknown.id}"], "b")
index(["a-${terraform_data.unknown.id}", "b"], "b")
upper("a-${terraform_data.unknown.id}") == null
upper(terraform_data.unknown.id) == null
length(terraform_data.list.output) == null
split(",", terraform_data.unknown.id) == null
(terraform_data.number.output + 1) == null
!terraform_data.bool.output == null
(terraform_data.unknown.id == "a") == null
startswith("abc-${terraform_data.unknown.id}", "a")
startswith("abc-${terraform_data.unknown.id}", "b")
