import { findSignature, FUNCTION_NAMES } from '../../../../src/config/language/functions';
import { mayBeSameType, type Type } from '../../../../src/config/language/types';
import { casesOf, recordedCases } from '../../vectors/cases';
import { readSignatures } from '../../vectors/signatures';
import { UNASKED } from '../../vectors/unasked';

const SIGNATURES = readSignatures();
const RECORDED = recordedCases(SIGNATURES);

it('has the functions of Terraform, and no others', () => {
  expect(FUNCTION_NAMES).toEqual(SIGNATURES.map(({ name }) => name));
});

describe.each(SIGNATURES)('$name', (signature) => {
  it('takes and returns what it does in Terraform', () => {
    const own = findSignature(signature.name);
    const types = own && typesOf(own);
    expect(own && told(own)).toEqual(told(signature));
    expect(types).toEqual(typesOf(signature).map((type, index) => within(type, types?.[index])));
  });

  it('was asked Terraform in every case', () => {
    const missing = casesOf(signature).filter(
      (each) =>
        RECORDED.get(signature.name)?.has(each) === false && !UNASKED.has(`${signature.name}: ${each}`),
    );
    expect(missing).toEqual([]);
  });
});

interface Taking {
  readonly name: string;
  readonly type: Type;
  readonly takesNull: boolean;
}

interface Called {
  readonly parameters: readonly Taking[];
  readonly rest?: Taking | undefined;
  readonly returns: Type;
}

function told({ parameters, rest }: Called): unknown {
  const names = ({ name, takesNull }: Taking): unknown => ({ name, takesNull });
  return { parameters: parameters.map(names), rest: rest && names(rest) };
}

function typesOf({ parameters, rest, returns }: Called): readonly Type[] {
  return [...parameters.map(({ type }) => type), ...(rest === undefined ? [] : [rest.type]), returns];
}

/** Where Terraform says of any type, because it computes which, the table may know more. */
function within(theirs: Type, ours: Type | undefined): Type {
  return ours !== undefined && mayBeSameType(theirs, ours) ? ours : theirs;
}

it('has no reason for what was asked after all', () => {
  const asked = SIGNATURES.flatMap(({ name }) =>
    [...(RECORDED.get(name) ?? [])].map((each) => `${name}: ${each}`),
  );
  expect(asked.filter((each) => UNASKED.has(each))).toEqual([]);
});
