import { formatTarget, type InstanceKey, parseTarget, type Target } from '../../address.js';
import { positionOf } from '../language/source.js';
import type { Decoding } from '../decode.js';
import type { Word } from '../syntax.js';

/** The address that an argument of a `moved`, `removed` or `import` block names, as written; what is missing is reported. */
export function addressWord({ body, report }: Decoding, name: string): Word | undefined {
  const [word, ...more] = body.words(name, report) ?? [];
  if (word !== undefined && more.length === 0) return word;
  if (word === undefined && body.names().some(({ text }) => text === name)) return undefined;
  report({
    severity: 'error',
    summary: word === undefined ? 'Missing required argument' : `Invalid value for ${name}`,
    detail:
      word === undefined
        ? `The argument ${JSON.stringify(name)} is required, but no definition was found.`
        : 'It must be one address, and these are several.',
    source: positionOf(word?.span ?? body.span),
  });
  return undefined;
}

/** The resource, instance or module that an argument names; undefined where it names none, which was reported. */
export function targetOf(block: Decoding, name: string): Target | undefined {
  const word = addressWord(block, name);
  const target = word === undefined ? undefined : parseTarget(word.text);
  if (word !== undefined && target === undefined) block.report(noAddress(word));
  return target;
}

/** That a text is no address. */
export function noAddress({ text, span }: Word): Parameters<Decoding['report']>[0] {
  return {
    severity: 'error',
    summary: 'Invalid address',
    detail: `${JSON.stringify(text)} is no address of a resource or a module.`,
    action:
      'Addresses look like libvirt_domain.web, libvirt_domain.web[0] and module.lab.libvirt_domain.web.',
    source: positionOf(span),
  };
}

/** The key of the last step of an address: of an instance, or of a module's. */
export function keyOf(target: Target): InstanceKey | undefined {
  return target.kind === 'resource' ? target.address.key : target.module.at(-1)?.key;
}

/** What people call what an address means; `whole`: with every instance of it. */
export function nounOf({ kind }: Target, whole: boolean): string {
  return whole ? kind : `${kind} instance`;
}

/** Whether two addresses are the same to the letter. */
export function sameTarget(left: Target, right: Target): boolean {
  return left.kind === right.kind && formatTarget(left) === formatTarget(right);
}
