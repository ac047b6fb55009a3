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
# Conditions
"false" ? 1 : 2
"1" ? 1 : 2
0 ? 1 : 2
"" ? 1 : 2
[] ? 1 : 2
{} ? 1 : 2
tobool(null) ? 1 : 2
sensitive(true) ? 1 : "a"
sensitive(null) ? 1 : 2
terraform_data.bool.output ? 1 : 1
terraform_data.bool.output ? 1 : "a"
terraform_data.bool.output ? [] : [1]
terraform_data.bool.output ? {} : { a = 1 }
terraform_data.bool.output ? null : null
terraform_data.bool.output ? tolist([]) : tolist([1, 2])
terraform_data.bool.output ? 5 : nothing.at_all
terraform_data.number.output ? 1 : 2
terraform_data.unknown.id ? 1 : 2
terraform_data.list.output ? 1 : 2
# Problems of the side not taken
true ? 1 : tonumber("x")
false ? {}.a : 2
true ? 1 : nothing.at.all
true ? 1 : upper(null)
true ? "a" : [1][5]
true ? { a = 1 } : { a = [1] }
false ? { a = 1, b = 2 } : { a = 1 }
true ? [1, "a"] : [1]
true ? [[1]] : [["a", "b"]]
true ? [{ a = 1 }] : [{ a = "x" }]
true ? [{ a = 1 }] : []
false ? [{ a = 1 }] : []
true ? [{ a = 1 }] : [{ b = 1 }]
true ? tolist([]) : [1]
true ? toset([]) : [1]
true ? tomap({}) : { a = 1 }
true ? { a = null } : { a = 1 }
false ? { a = null } : { a = 1 }
true ? { a = null } : { a = [1] }
true ? [null] : [1]
true ? [null, 1] : ["a"]
true ? null : [1]
true ? null : { a = 1 }
true ? { a = { b = 1 } } : { a = { b = "x" } }
true ? { a = { b = 1 } } : { a = {} }
true ? { a = { b = 1 } } : null
true ? tolist([1]) : tolist(["a"])
true ? tolist([[1]]) : tolist([["a"]])
true ? tomap({ a = [1] }) : { b = ["x"] }
true ? toset([1]) : tolist(["a"])
true ? [1] : toset(["a"])
true ? true ? 1 : 2 : 3
(true ? "a" : 1) == "a"
true ? 1 : 2 + 3
true ? 1 : 2 == 2
1 + true ? 1 : 2
true ? "a"
true ? : 1
true ? 1 :
