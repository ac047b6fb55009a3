import type { ResourceSchema } from '@virtform/schema';
import { equalValues, UNKNOWN } from '@virtform/values';
import {
  identityText,
  type Actual,
  type AttributeChange,
  type Attributes,
  type Identity,
  type Proposal,
  type ProposalRequest,
  type Step,
} from '../kind.js';
import { isOwnFile, isTerraformsFile } from '../local-files.js';
import { numberAt, textAt } from '../shared/attributes.js';
import { nothingToDo, questionOf } from '../shared/proposals.js';
import { step } from '../shared/steps.js';
import type { FileForm } from './content.js';
import { fileId, wantedFile } from './wanted-file.js';

const ANOTHER_FILE = 'another file is written';

/** How a file gets to where it is wanted: it is written and removed, and never changed. */
export function proposeFile(form: FileForm, schema: ResourceSchema, request: ProposalRequest): Proposal {
  const question = questionOf(request);
  switch (question.ask) {
    case 'nothing':
      return nothingToDo(undefined);
    case 'create':
      return nothingToDo(plannedFile(form, schema, question.wanted, request.identity), {
        action: 'create',
        steps: [writeStep(form, request.identity, 'absent')],
      });
    case 'destroy':
      return nothingToDo(undefined, { action: 'delete', steps: [removeStep(form, request.identity)] });
    case 'update':
      return proposeUpdate(form, schema, request, question.actual, question.wanted);
  }
}

function proposeUpdate(
  form: FileForm,
  schema: ResourceSchema,
  request: ProposalRequest,
  actual: Actual,
  wanted: Attributes,
): Proposal {
  const { applied, identity, sensitive } = request;
  const changes = saidNames(schema)
    .filter((name) => !equalValues(applied?.attributes[name], wanted[name]))
    .map((name): AttributeChange => ({
      path: [name],
      before: applied?.attributes[name],
      after: wanted[name],
      impact: 'replace',
      why: ANOTHER_FILE,
      forcesReplacement: true,
      ...(sensitive.some(([first]) => first === name) ? { sensitive: true } : {}),
    }));
  if (changes.length > 0) {
    return nothingToDo(plannedFile(form, schema, wanted, {}), { action: 'replace', changes });
  }
  if (isWhole(form, actual, wanted)) return nothingToDo(fileToState(form, schema, actual, wanted));
  const [found, whole] = [numberAt(actual.stored, ['size']), wantedFile(form, wanted)?.content.length];
  const size = { path: ['size'], impact: 'none', why: 'the file does not hold what was written' } as const;
  return nothingToDo(plannedFile(form, schema, wanted, identity), {
    action: 'update',
    changes: [{ ...size, before: found, after: whole }],
    drift: [{ ...size, before: whole, after: found }],
    steps: [writeStep(form, identity, 'present')],
  });
}

/**
 * Whether a file holds what it is to hold. Of those that we did not write only the presence counts, as for Terraform: its images
 * are made by another program, byte by byte not like ours. Where a file could not be read its size has to do.
 */
export function isWhole(form: FileForm, { identity, stored }: Actual, wanted: Attributes): boolean {
  if (!isOwnFile(identityText(identity, 'path') ?? '')) return true;
  const whole = wantedFile(form, wanted);
  const digest = textAt(stored, ['digest']);
  return (
    whole !== undefined &&
    numberAt(stored, ['size']) === whole.content.length &&
    (digest === undefined || digest === whole.digest)
  );
}

/** The attributes as the state will hold them; unknown where the content is. */
function plannedFile(
  form: FileForm,
  schema: ResourceSchema,
  wanted: Attributes,
  identity: Identity,
): Attributes {
  return {
    ...said(schema, wanted),
    id: fileId(form, wanted) ?? UNKNOWN,
    path: identityText(identity, 'path') ?? UNKNOWN,
    size: wantedFile(form, wanted)?.content.length ?? UNKNOWN,
  };
}

/** The attributes for the state, of a file that is there. */
export function fileToState(
  form: FileForm,
  schema: ResourceSchema,
  actual: Actual,
  wanted: Attributes,
): Attributes {
  const [id, size] = [fileId(form, wanted), numberAt(actual.stored, ['size'])];
  return {
    ...said(schema, wanted),
    ...(id === undefined ? {} : { id }),
    ...(size === undefined ? {} : { size }),
    path: identityText(actual.identity, 'path') ?? '',
  };
}

/** What a program says; what is told is left out. */
function said(schema: ResourceSchema, attributes: Attributes): Attributes {
  const names = new Set(saidNames(schema));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.has(name)));
}

function saidNames({ attributes }: ResourceSchema): readonly string[] {
  return Object.entries(attributes)
    .filter(([, { presence }]) => presence !== 'read-only')
    .map(([name]) => name);
}

function writeStep({ what }: FileForm, identity: Identity, object: 'absent' | 'present'): Step {
  const file = identityText(identity, 'path');
  return step({
    effect: 'write',
    args: { path: file ?? UNKNOWN },
    precondition: { object },
    calls: [],
    why: `write the ${what}${file === undefined ? '' : ` ${file}`}`,
  });
}

/** A file that neither we nor Terraform's provider made is left to whoever made it. */
function removeStep({ what }: FileForm, identity: Identity): Step {
  const file = identityText(identity, 'path') ?? '';
  const made = isOwnFile(file) || isTerraformsFile(file);
  return step({
    effect: made ? 'remove' : 'release',
    args: { path: file },
    calls: [],
    why: made
      ? `remove the ${what} ${file}`
      : `leave ${file} where it is: it stands in no folder of virtform's or of Terraform's provider`,
  });
}
