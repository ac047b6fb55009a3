import { ARGUMENT_TREATMENTS } from './families/arguments';
import { BRANCHES } from './families/branches';
import { CONVERSIONS } from './families/conversions';
import { FORMATS } from './families/formats';
import { MERGED_ELEMENTS } from './families/merged-elements';
import { OPERANDS, PRECEDENCE } from './families/operators';
import { POWERS } from './families/powers';
import type { Question } from './question';

/** Subjects whose questions are combinations: every one of some things with every one of some others. */
export const FAMILIES: Readonly<Record<string, readonly Question[]>> = {
  'each-argument': ARGUMENT_TREATMENTS,
  'each-pair-of-branches': BRANCHES,
  'each-conversion': CONVERSIONS,
  'each-format': FORMATS,
  'each-pair-of-elements': MERGED_ELEMENTS,
  'each-pair-of-operands': OPERANDS,
  'each-pair-of-operators': PRECEDENCE,
  'each-power': POWERS,
};
