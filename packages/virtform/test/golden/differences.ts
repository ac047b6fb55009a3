/** Something in which our answers are not Terraform's. */
export interface KnownDifference {
  readonly why: string;
  /** The paths of `compare`, from the number of the step on. */
  readonly where: RegExp;
  /** The scenarios that show it; all of them where nothing is said. */
  readonly in?: RegExp;
}

/** Each has to be met in some scenario, and nothing else may differ. */
export const DIFFERENCES: readonly KnownDifference[] = [
  { why: 'ours stands under a key of its own', where: /^\d+\.(plan|planning\..+|applying\..+)\.virtform$/ },
  { why: 'messages say who speaks', where: /\.@module$/ },
  { why: 'the first message says who speaks', where: /\.version\.(@message|terraform|virtform)$/ },
  {
    why: 'a host is read in one burst, so that there is no refreshing of each object to tell of',
    where: /^\d+\.planning\.refresh_(start|complete) /,
  },
  {
    why: 'a warning is in our own words',
    where: /^\d+\.(planning|applying)\.diagnostic\.(@message|diagnostic\.(summary|detail))$/,
  },
  {
    why: 'an update that turns out to be needless, once all values are known, is counted as one',
    where:
      /^\d+\.applying\.(apply_(start|complete) (module\.elsewhere\.)?terraform_data\.(second|uses|b)|change_summary\.(@message|changes\.change))$/,
  },
  {
    why: 'states can be read by Terraform from 1.5 on and by OpenTofu',
    where: /^\d+\.(state|shown)\.terraform_version$/,
  },
  { why: 'intents are a write of their own', where: /^\d+\.state\.serial$/ },
  {
    why: 'bookkeeping stands where a provider may keep its own',
    where: /^\d+\.state\.resources\..*\.private$/,
  },
  {
    why: 'the default of a variable is told as it is written, without the attributes that its type adds',
    where:
      /^\d+\.plan\.configuration\.root_module\.(module_calls\.\w+\.module\.)?variables\.(settings|shape)\.default\.(tags|title|more)$/,
  },
  {
    why: 'a sensitive constant is not told',
    where:
      /^\d+\.plan\.configuration\.root_module\.(module_calls\.\w+\.module\.variables\.secret\.default|variables\.(password|file|secret)\.default|outputs\.literal\.expression\.constant_value)$/,
  },
  {
    why: 'of an expression in JSON its references are told, as in the native syntax, and not its text as if that were a value',
    where:
      /^\d+\.plan\.configuration\.root_module\..*(\.constant_value(\.\d)?|module_calls\.parts\.for_each_expression)$/,
    in: /^everything-synthesized$/,
  },
  {
    why: 'the value of a variable is told in its type, and not as the text that -var gave',
    where: /^1\.plan\.variables\.size\.value$/,
    in: /^everything/,
  },
  { why: 'a diagnostic says whom it concerns', where: /ing\.diagnostic[^.]*\.diagnostic\.address$/ },
  {
    why: 'what is not known yet is told as that, of whatever type it will be',
    where: /^\d+\.planning\.diagnostic [^.]*\.diagnostic\.(detail|snippet\.values\.\d+(\.statement)?)$/,
  },
  {
    why: 'a plan tells no more of the state than what it is about',
    where:
      /^\d+\.plan\.prior_state\.values\.root_module\.(resources\.terraform_data\.limit terraform_data limit|child_modules\.module\.(next|part\["x"\]\.resources\..*))$/,
  },
  {
    why: 'what is not begun is told, and so is what ends as it begins',
    where:
      /^\d+\.applying\.apply_(skipped|start|errored) (terraform_data\.(second|third)|module\.late\.[^ ]*)$/,
  },
  {
    why: 'a validation that does not hold is told where its condition stands, and not where its variable does',
    where: /^\d+\.applying\.diagnostic (2|5|7)$/,
  },
  {
    why: 'a plan that only refreshes, and moves something, counts as something to apply, which it is',
    where: /^1\.plan\.applyable$/,
  },
  {
    why: 'a provisioner that fails and may is told of as a warning',
    where: /^0\.applying\.diagnostic 17$/,
  },
  {
    why: 'what could not be read for a check is told in our words, where its block stands',
    where:
      /^2\.(planning|applying)\.diagnostic( 6)?(\..*)?$|^2\.(plan\.checks|shown\.checks|state\.check_results)\.check\.now\..*\.0$/,
    in: /^checks-nested$/,
  },
  {
    why: 'that the reading of a data source of a check failed is told as such, and so is no reading that begins and never ends',
    where: /^2\.(planning|applying)\.apply_errored data\.terraform_remote_state\.now$/,
    in: /^checks-nested$/,
  },
  {
    why: 'what could not be read stays in the state as it was',
    where: /^2\.(plan\.prior_state|state|shown)\..*terraform_remote_state now\..*\b(path|outputs)$/,
    in: /^checks-nested$/,
  },
  {
    why: 'nothing is read where everything is to be destroyed',
    where: /^4\.planning\.apply_(start|complete) data\.terraform_remote_state\.(now|later)$/,
    in: /^checks-nested$/,
  },
  {
    why: 'what moved depends on what it refers to now, and not on what it did before it moved as well',
    where:
      /^1\.(plan\.prior_state\.values|shown\.values|state)\..*terraform_data b\.(depends_on|instances\.0\.dependencies)(\.\d)?$/,
    in: /^modules-moved$/,
  },
  {
    why: 'what has to hold of the output of a module is asked, whether what its value rests on came about or not',
    where: /^0\.(state\.check_results|shown\.checks)\.module\.late\.output\.inner\..*status$/,
    in: /^modules/,
  },
  {
    why: 'what was asked of a data source when it was read for the plan is still known after the apply',
    where: /^\d+\.(state\.check_results|shown\.checks)\.data\..*\.status$/,
  },
];
