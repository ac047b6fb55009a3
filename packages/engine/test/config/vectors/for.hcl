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
# Names and nesting
[for x in [1, 2] : [for x in [x, 10] : x]]
[for x in [[1, 2], [3]] : [for y in x : y * 10 if y > 1]]
[for i, x in [[1], [2, 3]] : { for j, y in x : "${i}${j}" => y }]
[for k, v in { a = { b = 1 } } : [for k, v in v : k]]
[for x in ["a"] : upper(x)][0]
{ for x in ["a"] : x => x }.a
{ for k, v in { a = 1 } : k => v if v > 1 }
{ for k, v in { a = 1, b = 2, c = 1 } : v => k... }
{ for k, v in { a = 1, b = 2, c = 3 } : v % 2 == 0 ? "even" : "odd" => k... }
{ for x in [] : x => x... }
{ for i, x in [true, 5, "s"] : x => i }
{ for x in [1.5] : x => x }
{ for x in ["a"] : (x) => x }
{ for x in ["a"] : "${x}-key" => x }
{ for x in [{ a = 1 }] : x.a => x }
{ for x in [null] : x => 1 }
{ for x in [{}] : x => 1 }
{ for x in ["a", "a"] : x => 1 }
{ for x in ["a", "a"] : x => x if false }
[for x in [1, 2, 3] : x if x != 2]
[for x in [1, 2, 3] : x if sensitive(true)]
[for x in [1] : x if 1]
[for x in [1] : x if "false"]
[for x in [1] : x if []]
[for x in [1, 2] : x if terraform_data.bool.output]
[for x in [] : nothing.at_all]
[for x in [] : x.y.z]
[for x in [1] : x.y]
[for k, v in tomap({ b = 1, a = 2 }) : "${k}${v}"]
[for k, v in toset([2, 1]) : k + v]
[for k, v in tolist(["a"]) : k]
[for k, v in { "10" = 1, "9" = 2, a = 3, B = 4 } : k]
[for x in true : x]
[for x in { a = null } : x]
[for x in (true ? [1] : [2]) : x]
[for x in [1] : x...]
{ for x in [1] : x... }
[for x in [1] x]
[for x [1] : x]
[for in [1] : x]
[for 1 in [1] : x]
[for x, y, z in [1] : x]
[for x in [1] : x if]
{ for x in [1] : "a" => }
[for x in range(3) : x * x]
[for each in ["a"] : each]
[for x in [for y in [1, 2] : y + 1] : x * 2]
# Unknown and sensitive
[for x in terraform_data.list.output : x]
[for x in terraform_data.set.output : x]
[for k, v in terraform_data.map.output : k]
{ for x in terraform_data.list.output : x => 1 }
{ for k, v in { a = terraform_data.unknown.id } : k => v }
{ for k, v in { a = terraform_data.unknown.id } : v => k }
{ for k, v in { a = terraform_data.unknown.id } : k => v if v == "x" }
{ for x in ["a", "b"] : x => terraform_data.unknown.id... }
[for x in terraform_data.unknown.id : x]
[for x in terraform_data.number.output : x]
[for x in sensitive([1, 2]) : x * 2]
[for x in sensitive(toset(["a"])) : x]
{ for x in sensitive(["a"]) : x => x }
{ for k, v in sensitive({ a = 1 }) : k => v }
{ for k, v in { a = sensitive(1) } : k => v }
{ for x in ["a"] : sensitive(x) => 1 }
{ for x in ["a", "b"] : "k" => sensitive(x)... }
[for x in [1, 2] : sensitive(x)]
[for x in sensitive([]) : x]
[for x in sensitive(null) : x]
[for x in toset([sensitive("a")]) : x]
<<<
{
  for k, v in { a = 1 } :
  k => v
  if v == 1
}
>>>
<<<
[for x in [1, 2] :
  # why
  x
]
>>>
