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
# Arguments
upper(
upper("a"
upper(,)
upper("a",,)
upper(...)
max(1, 2,)
max([1, 2]...,)
max([1, 2]..., 3)
max([1]..., [2]...)
max(toset([1, 2])...)
max(tolist([1, 2])...)
max(sensitive([1, 2])...)
max([sensitive(1), 2]...)
max({ a = 1 }...)
max(terraform_data.numbers.output...)
concat([["a"], ["b"]]...)
upper(["a", "b"]...)
upper([]...)
merge([]...)
format("%s-%s", ["a", "b"]...)
max("5", 3)
max(true)
core::max(1, 2)
core::nosuch(1)
nosuch::upper("a")
provider::terraform::encode_tfvars({})
uper("a")
Upper("a")
upper ("a")
upper("a").b
upper("a")[0]
<<<
upper(
  "a"
)
>>>
<<<
max(
  1,
  2, # two
)
>>>
<<<
max(1
, 2)
>>>
