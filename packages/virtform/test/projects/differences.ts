/** The same problem in other words. */
export interface SaidOtherwise {
  readonly theirs: string;
  readonly ours: RegExp;
}

/** Ours name what is concerned, where Terraform's summaries leave that to the detail. */
export const SAID_OTHERWISE: readonly SaidOtherwise[] = [
  { theirs: 'Instance cannot be destroyed', ours: /^[^ ]+ must not be destroyed$/ },
  { theirs: 'Invalid default value for variable', ours: /^Invalid default value for variable "/ },
  { theirs: 'No value for required variable', ours: /^No value for required variable "/ },
  { theirs: 'Invalid value for input variable', ours: /^Invalid value for variable "/ },
  { theirs: 'Ephemeral value not allowed', ours: /^Invalid use of ephemeral value$/ },
  { theirs: "Can't override check blocks", ours: /^Cannot override 'check' blocks$/ },
  { theirs: 'Unsupported block type', ours: /^Unsupported argument$/ },
  { theirs: 'Duplicate provider configuration', ours: /^Duplicate configuration of provider / },
  { theirs: 'Invalid resource type', ours: /^There is no resource type / },
  { theirs: 'Invalid data source', ours: /^There is no data source / },
  { theirs: 'Invalid value for variable', ours: /^Invalid value for variable "/ },
  { theirs: 'Required variable not set', ours: /^No value for required variable "/ },
  { theirs: 'Invalid legacy variable type hint', ours: /^Invalid quoted type constraints$/ },
  { theirs: 'Unsuitable value type', ours: /^Invalid value for (sensitive|description)$/ },
  { theirs: 'Duplicate variable declaration', ours: /^Duplicate variable "/ },
  { theirs: 'Missing name for variable', ours: /^Wrong number of labels for variable$/ },
  { theirs: 'Incorrect JSON value type', ours: /^[^ ]+ cannot be read$/ },
  { theirs: 'Root value must be object', ours: /^[^ ]+ cannot be read$/ },
  { theirs: 'Invalid argument name', ours: /^Argument or block definition required$/ },
  { theirs: 'Variables not allowed', ours: /^Invalid reference$/ },
  { theirs: 'Invalid expression', ours: /^Missing expression$/ },
  { theirs: 'Invalid expression', ours: /^Invalid (value for providers|configuration_aliases value)$/ },
];

/** Something in which our answers are not Terraform's. */
export interface KnownDifference {
  readonly why: string;
  /** The lines of `differences`. */
  readonly what: RegExp;
  /** The titles of the projects that show it; all of them where nothing is said. */
  readonly in?: RegExp;
}

/** Each has to be met in some project, and nothing else may differ. */
export const DIFFERENCES: readonly KnownDifference[] = [
  {
    why: 'an argument that a resource does not have is told of in an override file, too',
    what: /^\+ error override\.tf:2 terraform_data has no attribute "inptu"$/,
    in: /an unknown argument in an override$/,
  },
  {
    why: 'an override that Terraform overlooks is told of',
    what: /^\+ warning override\.tf:3 An override without effect$/,
    in: /replace_triggered_by/,
  },
  {
    why: '"removed" in an override file, which Terraform overlooks so that it destroys what was to stay, is refused',
    what: /^\+ error override\.tf:1 Cannot override 'removed' blocks$/,
    in: /a removed block$/,
  },
  {
    why: 'everything that is wrong is told at once',
    what: /^\+ error (main\.tf:\d|m\/main\.tf:1) (Resource precondition failed|Module output value precondition failed|Invalid (default )?value for variable "v"|No value for required variable "[vw]"|There is no provider (terraform data|other)|Unsupported (argument|block type)|Provider type mismatch|Reference to undefined provider)$/,
    in: /a (pre|post)condition|a validation over|a name that is none|optional with a default|a default that refers|an argument that is unknown|\.tfvars: nothing|does not know|from an unknown name$/,
  },
  {
    why: 'what is wrong with a default is told where the default stands, and not where it was overridden',
    what: /^([-+]) error (override|main)\.tf:[12] Invalid default value for variable/,
    in: /overrides: (a new|nullable = false)/,
  },
  {
    why: 'a value that cannot be read is not told of as one that is missing, too',
    what: /^- error main\.tf:1 No value for required variable$/,
    in: /values: (-var|TF_VAR|\.tfvars):/,
  },
  {
    why: 'a value from outside stands where it was given',
    what: /^([-+]) error (<value for var\.v>|-var v|TF_VAR_v):1 /,
    in: /values: (-var|TF_VAR):/,
  },
  {
    why: 'each variable that nobody declares is told of, however many there are',
    what: /^([-+]) (warning|error) Values? for undeclared variables?$/,
    in: /undeclared variables/,
  },
  {
    why: 'a name with spaces around it, and none, are no names',
    what: /^([-+]) error (Value for undeclared variable|Invalid -var option)$/,
    in: /-var (without a name|with a space before the name)$/,
  },
  {
    why: 'text that is no JSON is told of once',
    what: /^- error terraform\.tfvars\.json:1 (Missing value|Unclosed object)$/,
    in: /JSON/,
  },
  {
    why: 'a validation that does not hold is told where its condition stands, and not where its variable does',
    what: /^([-+]) error (main|terraform)\.tf(vars)?:\d Invalid value for variable/,
    in: /a validation that (does not hold|refers to another)/,
  },
  {
    why: 'a validation that refers to nothing is told of once',
    what: /^- error main\.tf:4 Invalid variable validation condition$/,
    in: /refers to nothing$/,
  },
  {
    why: 'that a constant is wanted is told once',
    what: /^- error main\.tf:[23] (Variables not allowed|Unsuitable value type)$/,
    in: /a description that refers|an alias that is a word/,
  },
  {
    why: 'what is wrong with a provider is told where that is written',
    what: /^([-+]) error ((main|m\/main)\.tf:\d )?(Invalid dependency on built-in provider|Invalid provider configuration alias|Provider configuration not present|Reference to undefined provider|missing provider provider\[.*)$/,
    in: /(versions|handed):/,
  },
  {
    why: 'a version in a provider block counts for nothing, and is not refused for what is built in',
    what: /^- error Invalid dependency on built-in provider$/,
    in: /version in a provider block$/,
  },
  {
    why: 'quotes that change nothing are not warned of',
    what: /^- warning main\.tf:\d Quoted references are deprecated$/,
  },
  {
    why: 'two names for one provider are not warned of',
    what: /^- warning (main|override)\.tf:\d+ Duplicate required provider$/,
  },
  {
    why: 'a provider is told of by its own name, and not by what a module calls it',
    what: /^~ configured\.(calls\.m\.)?resources\.terraform_data\.\w+\.provider$/,
    in: /another name|required_providers (are added to|: in JSON)|required_providers: in JSON/,
  },
  {
    why: 'what a module is handed is told as its provider, and not the empty block that it stands for',
    what: /^~ configured\.calls\.m\.resources\.terraform_data\.in\.provider$/,
    in: /an alias is wanted that is configured|configures its own default|an announced block/,
  },
  {
    why: 'a module that does not name the source of its providers is not told to: nothing else can be meant',
    what: /^- (warning|error) (main|override)\.tf:\d (Reference to undefined provider|Provider type mismatch)$/,
    in: /providers of a module are replaced|without being named in the root|by an unknown name|is in quotes|is no list/,
  },
];
