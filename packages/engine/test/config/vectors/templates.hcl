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
# Escapes
"\""
"\\"
"\n"
"\r\n"
"\a"
"\u00E9\U0001F600"
"\ud83d\ude00"
"\U00110000"
"\u{41}"
"$$"
"$$$"
"%%"
"$${"
"%%{"
"$$${1}"
"$$$${1}"
"%%%{if true}x%{endif}"
"a$b%c"
"${"$${x}"}"
"${"\""}"
"${"a" == "a" ? "y" : "n"}"
"${"${"${"deep"}"}"}"
"é${"e\u0301"}"
"${1}${2}"
"${null}"
"${[]}"
"${true}"
"${sensitive("a")}"
"${terraform_data.number.output}"
"x${terraform_data.number.output}"
"x${sensitive(null)}"
"x${terraform_data.list.output}"
"${ 1 }"
"${1 + 1}x"
<<<
"${ # comment
1 }"
>>>
<<<
"a
b"
>>>
# Strip markers
"a ${~ 1 } b"
"a ${ 1 ~} b"
"a ${~ 1 ~} b"
"a\n  ${~ 1 ~}\n  b"
" ${~ 1 ~} ${~ 2 ~} "
"  %{~ if true ~}  x  %{~ endif ~}  "
"  %{~ if false ~}  x  %{~ else ~}  y  %{~ endif ~}  "
"%{ for x in [1, 2] ~} ${x} %{~ endfor }"
"%{ for x in [1, 2] } ${~ x ~} %{ endfor }"
"%{ if true ~}\n\n x %{ endif }"
"x\t ${~ 1 }"
"${~ "x" ~}"
"${ "x" ~}"
" ${~ [1] ~} "
"${~ [1] ~}"
# Directives
"%{if 1 == 1}a%{else}b%{endif}"
"%{ if "true" }a%{ endif }"
"%{ if 1 }a%{ endif }"
"%{ if "x" }a%{ endif }"
"%{ if sensitive(false) }a%{ else }b%{ endif }"
"%{ if terraform_data.bool.output }a%{ endif }"
"%{ for x in null }a%{ endfor }"
"%{ for x in 5 }a%{ endfor }"
"%{ for x in terraform_data.list.output }a%{ endfor }"
"%{ for x in sensitive(["a"]) }${x}%{ endfor }"
"%{ for x in toset(["b", "a"]) }${x}%{ endfor }"
"%{ for k, v in { b = 1, a = 2 } }${k}${v}%{ endfor }"
"%{ for x in [[1, 2], [3]] }%{ for y in x }${y}%{ endfor };%{ endfor }"
"%{ for x in [null] }${x}%{ endfor }"
"%{ for x in [1] }%{ if x == 1 }one%{ else }other%{ endif }%{ endfor }"
"%{ for x in [1] }a"
"%{ else }"
"%{ endfor }"
"%{ if true }a%{ else }b%{ else }c%{ endif }"
"%{ if true }%{ endfor }"
"%{ elseif true }"
"%{}"
"%{ if }a%{ endif }"
"%{ for in [1] }%{ endfor }"
"%{ if true }%{ endif }"
"%{ if false }x%{ endif }"
"${"a"}${"b"}"
"${"a" ""}"
"a${
# Heredocs
<<<
<<EOT
  %{~ if true ~}
  yes
  %{~ endif ~}
  end
EOT
>>>
<<<
<<-EOT
  %{ for x in ["a", "b"] ~}
    - ${x}
  %{ endfor ~}
  end
EOT
>>>
<<<
<<-EOT
    a
  	tab
    b
  EOT
>>>
<<<
<<-EOT

    first

    second

EOT
>>>
<<<
<<-EOT
    ${"x"}
      y
EOT
>>>
<<<
<<-EOT
      ${"x"} and
    ${"y"}
  EOT
>>>
<<<
<<-"EOT"
  x
EOT
>>>
<<<
<<-EOT
  a
    EOT b
  EOT
>>>
<<<
<<EOT
 EOTX
EOT
>>>
<<<
upper(<<EOT
a
EOT
)
>>>
<<<
[<<A
a
A
, <<-B
  b
  B
]
>>>
<<<
{
  a = <<-EOT
    x
  EOT
  b = 2
}
>>>
<<<
<<EOT
back\slash \n \t \u00e9 "quotes" $x $$ %% $${a} %%{b}
EOT
>>>
<<<
<<EOT
a ${~ "b" ~}
  c
EOT
>>>
<<<
<<-EOT
  a
  ${~ "b" ~}
    c
EOT
>>>
<<<
<<EOT
${[1, 2]}
EOT
>>>
<<<
<<EOT
%{ if true }x%{ endif }
EOT
>>>
<<<
<<EOT
no end
>>>
<<<
<<-EOT
	one
	  two
EOT
>>>
<<<
<<-EOT
  %{ if true }
    deep
  %{ endif }
EOT
>>>

# Strip markers: what they take of quoted text, of lines, and of indentation
"a \n ${~ 1 ~} \n b"
"a\t${~ 1 ~}\tb"
"  ${~ 1 ~}  ${~ 2 ~}  "
" ${~ 1 ~} "
"${~ 1 ~}"
"\u00a0${~ 1 ~}\u2003x"
"\ufeff${~ 1 ~}\ufeff"
"x $${ ${~ 1 ~} $x"
"x $ ${~ 1 ~} %% x"
"%{~ if true ~} a %{~ else ~} b %{~ endif ~} c"
"a %{~ for x in [1, 2] ~} ${x} %{~ endfor ~} b"
"%{ if true ~}\n\n x\n%{~ endif }"
"%{ for x in [] ~} ${x} %{ endfor ~} "
"  %{~ if false }x%{ endif ~}  "
<<<
<<EOT
a

  ${~ "b" ~}

c
EOT
>>>
<<<
<<EOT
a   
${~ "b" ~}   
c
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
    a
  ${"b"}
      c
EOT
>>>
<<<
<<-EOT
${"b"}
      c
EOT
>>>
<<<
<<-EOT
    a ${"b"}
      c
    EOT
>>>
<<<
<<-EOT
    %{ if true ~}
    a
    %{ endif ~}
    b
EOT
>>>
<<<
<<-EOT
    %{~ if true ~}
    a
    %{~ endif ~}
    b
EOT
>>>
<<<
<<-EOT
    %{ for x in [1, 2] }
      x${x}
    %{ endfor }
EOT
>>>
<<<
<<-EOT
	  a
	b
EOT
>>>
<<<
<<-EOT
      
    x
EOT
>>>
<<<
<<-EOT
    $${a}
      %%{b}
    $
EOT
>>>
<<<
<<-EOT
      a
    $${ ${~ 1 ~}
      b
EOT
>>>
<<<
<<-EOT
EOT
>>>
