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
# Sensitivity of functions
upper(sensitive("a"))
nonsensitive(sensitive([sensitive("a")]))
nonsensitive(sensitive(null))
sensitive(sensitive("a"))
issensitive(sensitive(terraform_data.unknown.id))
# Through functions
length(sensitive("abc"))
length(sensitive([1]))
length([sensitive(1), 2])
length({ a = sensitive(1) })
length(toset([sensitive("a")]))
keys(sensitive({ a = 1 }))
keys({ a = sensitive(1) })
values({ a = sensitive(1), b = 2 })
values(sensitive({ a = 1 }))
lookup({ a = sensitive(1), b = 2 }, "b", 0)
lookup({ a = sensitive(1) }, "a", 0)
lookup({ a = 1 }, sensitive("a"), 0)
lookup({ a = 1 }, "b", sensitive(0))
lookup({ a = 1 }, "a", sensitive(0))
merge({ a = sensitive(1) }, { b = 2 })
merge(sensitive({ a = 1 }), { b = 2 })
merge({ a = sensitive(1) }, { a = 2 })
concat([sensitive(1)], [2])
concat(sensitive([1]), [2])
contains([sensitive("a")], "a")
contains(sensitive(["a"]), "a")
contains(["a"], sensitive("a"))
coalesce(sensitive("a"), "b")
coalesce("a", sensitive("b"))
coalesce(null, sensitive("b"))
coalesce(sensitive(null), "b")
coalescelist([sensitive("a")], ["b"])
coalescelist(["a"], [sensitive("b")])
coalescelist(sensitive([]), ["b"])
element([sensitive("a"), "b"], 0)
element(["a", "b"], sensitive(0))
element(sensitive(["a"]), 0)
flatten([[sensitive("a")], ["b"]])
flatten([sensitive(["a"]), ["b"]])
flatten(sensitive([["a"]]))
reverse([sensitive("a"), "b"])
reverse(sensitive(["a", "b"]))
slice([sensitive("a"), "b", "c"], 0, 1)
slice(["a", "b"], sensitive(0), 1)
slice(sensitive(["a", "b"]), 0, 1)
sort([sensitive("b"), "a"])
distinct([sensitive("a"), "a"])
compact([sensitive("a"), ""])
chunklist([sensitive("a"), "b", "c"], 2)
one([sensitive("a")])
one(sensitive(["a"]))
index([sensitive("a"), "b"], "b")
join(",", [sensitive("a"), "b"])
join(sensitive(","), ["a", "b"])
split(",", sensitive("a,b"))
zipmap(["a"], [sensitive("x")])
zipmap([sensitive("a")], ["x"])
zipmap(["a"], sensitive(["x"]))
setunion([sensitive("a")], ["b"])
setproduct([sensitive("a")], ["b", "c"])
setproduct(sensitive(["a"]), ["b"])
matchkeys([sensitive("a"), "b"], ["x", "y"], ["x"])
transpose({ a = [sensitive("x")] })
sum([sensitive(1), 2])
max(sensitive(1), 2)
range(sensitive(3))
alltrue([sensitive(true)])
anytrue([sensitive(true), false])
anytrue([sensitive(false), true])
jsonencode([sensitive("a")])
yamlencode({ a = sensitive("a") })
jsondecode(sensitive("{\"a\":1}"))
jsondecode(sensitive("{\"a\":1}")).a
yamldecode(sensitive("a: 1"))
csvdecode(sensitive("a\n1"))
format("%s", sensitive("a"))
format(sensitive("%s"), "a")
format("%v", [sensitive("a")])
formatlist("%s", [sensitive("a"), "b"])
formatlist("%s", sensitive(["a"]))
regex("(a)", sensitive("a"))
regexall(sensitive("a"), "a")
tolist(sensitive(["a"]))
tolist([sensitive("a"), "b"])
toset(sensitive(["a"]))
tomap({ a = sensitive("a"), b = "c" })
tostring(sensitive(1))
tonumber(sensitive("x"))
cidrhost(sensitive("10.0.0.0/8"), 1)
file(sensitive("files/hello.txt"))
fileexists(sensitive("files/hello.txt"))
fileset("files", sensitive("*.txt"))
templatefile("files/only.tftpl", { value = sensitive("a") })
templatefile("files/only.tftpl", sensitive({ value = "a" }))
templatefile(sensitive("files/only.tftpl"), { value = "a" })
timeadd(sensitive("2024-01-01T00:00:00Z"), "1h")
md5(sensitive("a"))
base64encode(sensitive("a"))
sensitive([sensitive("a")])
nonsensitive(sensitive({ a = sensitive(1) }))
nonsensitive([sensitive("a")])
nonsensitive(null)
nonsensitive(sensitive(null))
issensitive({ a = sensitive(1) })
issensitive(sensitive(null))
issensitive(null)
issensitive([])
issensitive(toset([sensitive("a")]))
issensitive("${sensitive("a")}")
issensitive(terraform_data.list.output)
issensitive(sensitive(terraform_data.list.output)[0])
# In expressions
[for x in [sensitive(1)] : x][0]
{ a = sensitive({ b = 1 }) }.a.b
[sensitive([1, 2])][0][1]
"${sensitive("a")}"
"${sensitive([1])}"
sensitive({ a = 1 }) == { a = 1 }
sensitive("a") == null
sensitive(true) ? sensitive(1) : 2
sensitive(true) ? [sensitive(1)] : [2]
false ? sensitive(1) : [2]
true ? { a = sensitive(1) } : { a = 2, b = 3 }
true ? [sensitive(1), "a"] : ["b"]
{ (sensitive("a")) = 1, b = 2 }
{ for k, v in { a = 1, b = 2 } : sensitive(k) => v }
try(sensitive({}).b, "x")
!sensitive(false)
sensitive(1) + sensitive(2)
sensitive(terraform_data.unknown.id)
[sensitive(terraform_data.unknown.id), terraform_data.unknown.id]
sensitive("x") == terraform_data.unknown.id
# At the ends
sensitive("")
sensitive(null)
sensitive([])
sensitive({})
sensitive(sensitive(""))
nonsensitive("")
nonsensitive([])
nonsensitive(sensitive(""))
nonsensitive({ a = sensitive("") })
issensitive("")
issensitive([])
issensitive({ a = sensitive("") })
ephemeralasnull("")
ephemeralasnull([])
ephemeralasnull({})
ephemeralasnull({ a = sensitive("") })
