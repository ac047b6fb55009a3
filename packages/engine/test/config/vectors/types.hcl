# What a variable of a type makes of a value
@ object({ a = optional(string, "x"), b = optional(object({ c = optional(number, 1), d = string }), { d = "y" }) })
{}
null
{ a = null }
{ a = 5, b = { d = 1 } }
{ b = { c = 2 } }
{ b = null }
{ b = {} }
tomap({ a = "m" })
[]
"x"
@ object({ a = optional(list(object({ b = optional(string, "z") })), [{}]) })
{}
{ a = [] }
{ a = null }
{ a = [{}, { b = "1" }] }
{ a = [null] }
{ a = [{ b = null }] }
{ a = toset([{}]) }
@ map(object({ size = optional(number, 10), tags = optional(map(string), {}) }))
{}
{ a = {} }
{ a = { size = "5" }, b = { tags = { x = 1 } } }
{ a = null }
{ a = { size = null } }
tomap({ a = { size = 1 } })
{ a = 1 }
@ set(object({ n = string, o = optional(bool, false) }))
[]
[{ n = "b" }, { n = "a" }, { n = "b", o = false }]
[{ n = "b" }, { o = true }]
toset([{ n = 1 }])
@ list(list(string))
[]
[[]]
[["a", 1], []]
[toset(["b", "a"])]
[null]
["a"]
[[["a"]]]
@ list(number)
["1", 2]
["x"]
[null, 1]
toset([2, 1])
{ a = 1 }
terraform_data.list.output
terraform_data.set.output
terraform_data.map.output
@ set(string)
["b", "a", "b"]
[1, true, "x"]
[null]
tolist(["b", "a"])
[[1]]
terraform_data.set.output
terraform_data.list.output
[terraform_data.unknown.id, "a"]
@ map(number)
{ a = "1", b = 2 }
{ a = "x" }
{ a = null }
tomap({ a = "5" })
[1]
terraform_data.map.output
@ map(list(string))
{ a = [1], b = toset(["x"]) }
{ a = "x" }
{}
@ tuple([])
[]
["a"]
tolist([])
@ tuple([string, number, bool])
["a", 1, true]
[1, "2", "true"]
["a", "b", true]
["a", 1]
tolist(["1", "2", "true"])
toset(["1", "2", "true"])
[null, null, null]
@ tuple([any, list(any)])
[1, [1, "a"]]
[{ a = 1 }, []]
@ list(any)
[]
[1, "a"]
[{ a = 1 }, { a = "x" }]
[{ a = 1 }, { b = 1 }]
[[1], ["a"]]
["a", [1]]
tolist([1])
null
[null]
[terraform_data.unknown.id, 1]
terraform_data.list.output
@ map(any)
{}
{ a = 1, b = "x" }
{ a = [1], b = ["x", "y"] }
{ a = { b = 1 }, c = { d = 2 } }
{ a = 1, b = [1] }
{ a = null }
@ set(any)
[1, "a"]
["b", "a"]
[[1], ["a"]]
@ any
tolist(["a"])
[1, "a"]
{ a = null }
@ object({})
{}
{ a = 1 }
null
tomap({ a = 1 })
@ object({ a = any })
{ a = 1 }
{ a = [1, "x"] }
{ a = null }
{}
@ object({ a = optional(any) })
{}
{ a = { b = 1 } }
@ object({ a = optional(any, "d") })
{}
{ a = null }
{ a = "x" }
@ object({ a : string, b : number })
{ a = "x", b = "1" }
{ a = "x", b = "y" }
{ a = "x" }
{ a = "x", b = 1, c = terraform_data.unknown.id }
{ a = terraform_data.number.output, b = terraform_data.unknown.id }
@ string
12345678901234567890
1.50
1e-7
true
""
[1]
terraform_data.number.output
terraform_data.list.output
@ number
"0x10"
" 1"
"1e3"
true
"12345678901234567890"
terraform_data.bool.output
@ bool
"1"
"0"
1
"yes"
terraform_data.number.output
@ list
["a", 1]
@ map
{ a = "x" }

# Null beside structures
@ list(any)
[null, { a = 1 }]
[null, 1]
[null, [1]]
@ set(any)
[null, { a = 1 }]
@ map(any)
{ a = null, b = { c = 1 } }
@ list(object({ a = number }))
[null, { a = 1 }]
