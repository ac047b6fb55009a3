# Names that JavaScript has a meaning for are names like others
{ "__proto__" = 1 }
{ __proto__ = 1 }
{ (upper("__PROTO__")) = 1, ("__proto__") = 2 }
{ "__proto__" = { a = 1 } }.a
{ "__proto__" = { a = 1 } }["a"]
{ "__proto__" = { a = 1 } }.__proto__
{ "__proto__" = { a = 1 } }["__proto__"].a
{}.__proto__
{}["__proto__"]
{}.constructor
{}["constructor"]
{ a = 1 }.toString
{ a = 1 }.hasOwnProperty
{ a = 1 }["valueOf"]
[].length
[1].constructor
["a"]["length"]
["a"].map
"a".length
"a"["length"]
"a".constructor
(5).constructor
true.constructor
tomap({ a = 1 }).constructor
tomap({ a = 1 })["__proto__"]
toset(["a"]).size
lookup({}, "__proto__", "none")
lookup({}, "constructor", "none")
lookup({ a = 1 }, "toString", "none")
lookup({ "__proto__" = 1 }, "__proto__", 2)
lookup(tomap({ a = "x" }), "hasOwnProperty", "none")
contains(keys({ a = 1 }), "__proto__")
keys({ "__proto__" = 1, constructor = 2, toString = 3 })
values({ "__proto__" = 1, constructor = 2, toString = 3 })
length({ "__proto__" = 1 })
merge({ "__proto__" = 1 }, { "__proto__" = 2 })
merge({ a = 1 }, { "__proto__" = { b = 2 } })
merge({ a = 1 }, { "__proto__" = { b = 2 } }).b
zipmap(["__proto__", "constructor"], [1, 2])
zipmap(["__proto__"], [{ a = 1 }]).a
transpose({ "__proto__" = ["a"], a = ["__proto__"] })
tomap({ "__proto__" = "x" })
[for name, value in { "__proto__" = 1 } : "${name}=${value}"]
{ for name in ["__proto__", "constructor"] : name => 1 }
{ for name in ["__proto__", "__proto__"] : name => 1... }
{ for name in ["constructor", "constructor"] : name => 1... }
{ for name in ["__proto__", "__proto__"] : name => 1 }
{ for name in ["toString", "valueOf"] : name => name }.toString
[for __proto__ in [1] : __proto__]
[for constructor in [1] : constructor]
[{ "__proto__" = 1 }, { "__proto__" = 2 }][*]["__proto__"]
[{ "__proto__" = 1 }].*.__proto__
[{}].*.constructor
setproduct(["__proto__"], ["constructor"])
distinct(["__proto__", "constructor", "__proto__"])
toset(["__proto__", "constructor"])
index(["__proto__", "constructor"], "constructor")
matchkeys(["a"], ["__proto__"], ["__proto__"])
coalesce("", "__proto__")
jsondecode("{\"__proto__\": 1}")
jsondecode("{\"__proto__\": {\"a\": 1}}")
jsondecode("{\"__proto__\": {\"a\": 1}}").a
jsondecode("{\"constructor\": {\"prototype\": {\"a\": 1}}}")
jsondecode("{\"toJSON\": 1}")
jsonencode({ "__proto__" = 1 })
jsonencode({ "__proto__" = { a = 1 } })
jsonencode({ toJSON = 1, constructor = "x" })
jsonencode(jsondecode("{\"__proto__\": 1, \"a\": 2}"))
yamldecode("__proto__: 1")
yamldecode("__proto__: {a: 1}")
yamldecode("{a: 1, __proto__: {b: 2}}").b
yamldecode("constructor: {prototype: {a: 1}}")
yamldecode("<<: {__proto__: {a: 1}}")
yamldecode("a: &x {__proto__: 1}\nb: *x")
yamldecode("!!js/function \"function () { return 1 }\"")
yamldecode("!!js/regexp /a/")
yamldecode("!!js/undefined \"\"")
yamldecode("!!python/object/apply:os.system [\"id\"]")
yamldecode("!constructor a")
yamldecode("!!constructor a")
yamldecode("!!map {__proto__: 1}")
yamlencode({ "__proto__" = 1 })
yamlencode({ "__proto__" = { a = 1 } })
yamlencode({ toJSON = 1 })
csvdecode("__proto__,constructor\n1,2")
regex("(?P<constructor>a)", "a")
regex("(?P<toString>a)(?P<valueOf>b)", "ab")
regexall("(?P<hasOwnProperty>a)", "aa")
replace("ab", "/(?P<constructor>a)/", "$constructor")
replace("ab", "/(?P<x>a)/", "$constructor")
replace("ab", "/(?P<x>a)/", "$__proto__")
replace("ab", "a", "$&")
replace("ab", "a", "$`$'$1")
replace("ab", "/a/", "$&")
format("%[1]s", "__proto__")
format("%__proto__", 1)
format("%c", 1)
formatdate("constructor", "2024-01-02T03:04:05Z")
formatdate("'constructor'", "2024-01-02T03:04:05Z")
timeadd("2024-01-02T03:04:05Z", "1constructor")
textencodebase64("a", "constructor")
textencodebase64("a", "__proto__")
textdecodebase64("YQ==", "constructor")
uuidv5("constructor", "a")
uuidv5("__proto__", "a")
uuidv5("toString", "a")
parseint("constructor", 36)
templatestring(local.template, { constructor = 1 })
templatestring(local.template, { value = { "__proto__" = 1 } })
templatefile("files/only.tftpl", { value = { "__proto__" = 1 } })
templatefile("files/only.tftpl", { __proto__ = 1, value = 2 })
templatefile("files/only.tftpl", { __proto__ = { value = 2 } })
constructor()
__proto__()
toString()
hasOwnProperty("a")
eval("1")
Function("return 1")()
require("fs")
process.exit(1)
globalThis
this
local.constructor
local.__proto__
var.constructor
var.__proto__
path.constructor
path.__proto__
each.constructor
terraform.constructor
terraform_data.constructor
terraform_data.__proto__
terraform_data.unknown.constructor
constructor.prototype
module.constructor.prototype
provider::constructor::constructor()
core::constructor()
issensitive({ "__proto__" = sensitive(1) })
{ "__proto__" = sensitive(1) }
{ "__proto__" = terraform_data.unknown.id }
{ "__proto__" = 1 } == { "__proto__" = 1 }
{ "__proto__" = 1 } == { "__proto__" = 2 }
{ "__proto__" = 1 } == {}
{ "__proto__" = {} } == {}
{ constructor = 1 } == {}
true ? { "__proto__" = 1 } : { a = 1 }
false ? { "__proto__" = 1 } : { "__proto__" = 2 }
[{ "__proto__" = 1 }, { "__proto__" = "a" }]
tolist([{ "__proto__" = 1 }, { "__proto__" = "a" }])
"${{ "__proto__" = "x" }["__proto__"]}"
"%{ for constructor in ["a"] }${constructor}%{ endfor }"
try({}.constructor, "none")
can({}.__proto__)
try({ a = 1 }["toString"], "none")
one([{ "__proto__" = 1 }])
flatten([[{ "__proto__" = 1 }]])
nonsensitive({ "__proto__" = sensitive(1) })
ephemeralasnull({ "__proto__" = 1 })
sum(values({ "__proto__" = 1, a = 2 }))
# As variables
@ object({ __proto__ = number })
{ "__proto__" = 1 }
{ "__proto__" = { a = 1 } }
{}
@ object({ constructor = string })
{ constructor = "a" }
{}
@ object({ constructor = optional(string, "d"), __proto__ = optional(string, "p") })
{}
{ "__proto__" = "given" }
@ map(string)
{ "__proto__" = "a" }
{ constructor = "a", toString = "b" }
@ map(object({ __proto__ = optional(number, 5) }))
{ a = {} }
{ "__proto__" = {} }
@ any
{ "__proto__" = 1, constructor = 2 }
