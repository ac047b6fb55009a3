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
# Comparison of parts
[1] == ["1"]
{ a = 1 } == { a = "1" }
{ a = 1 } == { b = 1 }
{ a = 1, b = 2 } == { b = 2, a = 1 }
[[1], { a = [] }] == [[1], { a = [] }]
[1, [2, 3]] != [1, [2, 4]]
toset([1, 2]) == toset([2, 1])
toset([1]) == tolist([1])
toset(["1"]) == toset([1])
tomap({ a = 1 }) == tomap({ a = 1 })
tomap({ a = 1 }) == tomap({ a = "1" })
tolist([1]) == tolist(["1"])
tostring(null) == null
tonumber(null) == tostring(null)
[null] == [null]
[tostring(null)] == [null]
{} == {}
{} == []
tomap({}) == {}
"é" == "e\u0301"
"a" != "A"
true == 1
true == "1"
1 != null
[] != null
null != null
# Comparison with what is unknown
[terraform_data.unknown.id, 1] == [1, 2]
[1, terraform_data.unknown.id] == [2, "x"]
terraform_data.number.output == "x"
terraform_data.number.output == null
terraform_data.number.output > 0
terraform_data.list.output == ["a"]
terraform_data.list.output == null
terraform_data.list.output == tolist(["a"])
terraform_data.set.output == toset([])
terraform_data.map.output == {}
terraform_data.unknown.id != terraform_data.unknown.id
# Marks
sensitive(1) == 1
[sensitive(1)] == [1]
{ a = sensitive(1) } == { a = 2 }
sensitive([1]) == [1]
sensitive(null) == null
sensitive(1) < 2
sensitive(true) || true
-sensitive(1)
# Line ends
<<<
(
  1
  + 2
)
>>>
<<<
1 +
2
>>>
<<<
(1 +

  # between
  2)
>>>
<<<
true
  ? 1 : 2
>>>
<<<
(true
  ? 1
  : 2)
>>>
