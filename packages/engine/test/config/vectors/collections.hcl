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
# Separators
[1, 2, ]
[, 1]
[1 2]
[1, , 2]
{ a = 1, }
{ a = 1 b = 2 }
{ , a = 1 }
{ a = 1,, b = 2 }
{ a: 1, "b" : 2, (upper("c")) = 3 }
{ a }
{ a = }
{ = 1 }
[
[1, 2
{ a = 1
<<<
{
  a = 1, b = 2
  c = 3,
}
>>>
<<<
{
  a = [
    1,
    2
  ]
  b = {
    c = 1
  }
}
>>>
<<<
{ a = 1
}
>>>
<<<
{
  a =
    1
}
>>>
<<<
{
  a
    = 1
}
>>>
<<<
{
  a = 1 +
    2
}
>>>
<<<
{
  a = true ? 1
    : 2
}
>>>
<<<
{
  a = (true
    ? 1
    : 2)
  # last
}
>>>
<<<
[
  # first
  1, # one
  2 /* two */,
  // three
  3
]
>>>
<<<
[1
, 2
]
>>>
# Keys
{ a-b = 1 }
{ a_b = 1, é = 2 }
{ if = 1, for = 2 }
{ for = 1 }
{ in = 1, null = 2, true = 3 }
{ "a" = 1, "a" = 2 }
{ a = 1, "a" = 2 }
{ "" = 1 }
{ 1.5 = "x" }
{ 1 = "x", "1" = "y" }
{ -1 = "x" }
{ (1 + 1) = "x" }
{ ("a") = 1 }
{ "a${1}" = 1 }
{ upper("a") = 1 }
{ a[0] = 1 }
{ (true) = 1 }
{ (sensitive("a")) = sensitive(1), b = 2 }
{ (terraform_data.number.output) = 1 }
{ (terraform_data.list.output) = 1 }
{ ({}) = 1 }
{ b = 1, a = 2, "10" = 3, "9" = 4 }
{ "__proto__" = 1, constructor = 2 }
{ a = { "__proto__" = 1 } }.a["__proto__"]
# Names
nothing
nothing.at.all
each.key
count.index
self
a.b-c
é.b
