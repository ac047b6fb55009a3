import { suggest } from '@virtform/values';
import type { ProviderName, RequiredProvider, RequiredProviders } from './configuration.js';
import { fulfils } from './language-version.js';
import { positionOf, type Span } from './language/source.js';
import { LOCAL_NAME, parseProvider } from './provider-reference.js';
import { type BlockBody, type Report, spanOf, type Written, type WrittenPair } from './syntax.js';

/**
 * The blocks `required_providers` of all files. Those of override files say of each provider that they name all there is to say.
 *
 * @param primary bodies of `terraform` blocks
 */
export function requiredProviders(
  primary: readonly BlockBody[],
  overriding: readonly BlockBody[],
  report: Report,
): RequiredProviders {
  const [first, ...more] = primary.flatMap((body) => body.blocks('required_providers', report));
  for (const { span } of more)
    report({
      severity: 'error',
      summary: 'Duplicate required providers configuration',
      detail: 'A module asks for its providers in one block "required_providers".',
      action: 'Write what both say into one of them.',
      source: positionOf(span),
    });
  const overridden = overriding.flatMap((body) => body.blocks('required_providers', report));
  const all = (first === undefined ? overridden : [first, ...overridden]).flatMap((body) =>
    entriesOf(body, report),
  );
  return new Map(all.map((each) => [each.name, each]));
}

function entriesOf(body: BlockBody, report: Report): readonly RequiredProvider[] {
  return body.names().flatMap(({ text: name, span }): readonly RequiredProvider[] => {
    const written = body.written(name);
    if (written === undefined) {
      report({
        severity: 'error',
        summary: `Unexpected "${name}" block`,
        detail: 'Providers are asked for by arguments, and not by blocks.',
        action: `Write ${name} = { … }.`,
        source: positionOf(span),
      });
      return [];
    }
    if (!LOCAL_NAME.test(name)) {
      report({
        severity: 'error',
        summary: 'Invalid provider local name',
        detail: `${JSON.stringify(name)} is no name for a provider: lower-case letters, digits and dashes are.`,
        source: positionOf(span),
      });
      return [];
    }
    const entry = written.kind === 'object' ? decodeObject(name, written.pairs, span, report) : undefined;
    // Before 0.13 there was nothing to say but the version.
    if (written.kind === 'word')
      return [{ ...nothing(name, span), version: versionOf(written, true, report) }];
    return entry === undefined ? [] : [entry];
  });
}

function nothing(name: string, span: Span): RequiredProvider {
  return { name, source: undefined, version: undefined, aliases: [], span };
}

const KEYS = ['source', 'version', 'configuration_aliases'];

function decodeObject(
  name: string,
  pairs: readonly WrittenPair[],
  span: Span,
  report: Report,
): RequiredProvider {
  const of = (wanted: string): Written | undefined => pairs.find(({ key }) => key.text === wanted)?.value;
  for (const { key } of pairs) {
    if (KEYS.includes(key.text)) continue;
    const near = suggest(key.text, KEYS);
    report({
      severity: 'error',
      summary: 'Invalid required_providers object',
      detail: `${JSON.stringify(key.text)} is nothing that can be said of a provider here.`,
      action: near === undefined ? `What can be said: ${KEYS.join(', ')}.` : `Did you mean "${near}"?`,
      source: positionOf(key.span),
    });
  }
  const [source, version, aliases] = KEYS.map(of);
  return {
    ...nothing(name, span),
    source: source === undefined ? undefined : sourceOf(source, report),
    version: version === undefined ? undefined : versionOf(version, false, report),
    aliases: aliases === undefined ? [] : aliasesOf(name, aliases, report),
  };
}

/** Whose registry is meant where none is named. */
const REGISTRIES = ['registry.terraform.io', 'registry.opentofu.org'];
const PART = /^[0-9a-z](?:[0-9a-z_-]*[0-9a-z])?$/;
const HOST = /^[0-9a-z](?:[0-9a-z.-]*[0-9a-z])?(?::\d+)?$/;

function sourceOf(written: Written, report: Report): string | undefined {
  if (written.kind !== 'word' || !written.isText || /[$%]\{/.test(written.word.text)) {
    report({
      severity: 'error',
      summary: 'Invalid source',
      detail: 'The source of a provider is a string, written out.',
      source: positionOf(spanOf(written)),
    });
    return undefined;
  }
  const text = written.word.text.toLowerCase();
  const [type = '', namespace = 'hashicorp', host = REGISTRIES[0] ?? '', ...more] = text.split('/').reverse();
  if (PART.test(type) && PART.test(namespace) && HOST.test(host) && more.length === 0)
    return REGISTRIES.includes(host) ? `${namespace}/${type}` : `${host}/${namespace}/${type}`;
  report({
    severity: 'error',
    summary: 'Invalid provider source string',
    detail: `${JSON.stringify(written.word.text)} is no source of a provider: that is [HOST/]NAMESPACE/TYPE.`,
    action: 'Write source = "dmacvicar/libvirt".',
    source: positionOf(written.word.span),
  });
  return undefined;
}

function versionOf(written: Written, mayBeNumber: boolean, report: Report): string | undefined {
  const isRead =
    written.kind === 'word' && (written.isText || (mayBeNumber && /^\d/.test(written.word.text)));
  // What fulfils it does not matter yet: it is a constraint, or it is none.
  if (isRead && fulfils('0', written.word.text) !== undefined) return written.word.text;
  report({
    severity: 'error',
    summary: 'Invalid version constraint',
    detail: `${written.kind === 'word' ? JSON.stringify(written.word.text) : 'This'} is no constraint such as ">= 0.9, < 1.0".`,
    source: positionOf(spanOf(written)),
  });
  return undefined;
}

function aliasesOf(name: string, written: Written, report: Report): readonly string[] {
  const elements = written.kind === 'list' ? written.elements : [written];
  return elements.flatMap((element) => {
    const text =
      element.kind === 'word' && !(element.isText && !inJson(element)) ? element.word.text : undefined;
    const isOurs = text !== undefined && (text === name || text.startsWith(`${name}.`));
    if (written.kind === 'list' && isOurs) return [text];
    report({
      severity: 'error',
      summary: 'Invalid configuration_aliases value',
      detail: `The configurations that the module wants of ${name} are a list of names, without quotes.`,
      action: `Write configuration_aliases = [${name}.NAME].`,
      source: positionOf(spanOf(element)),
    });
    return [];
  });
}

/** There everything is in quotes. */
function inJson(written: Written): boolean {
  return spanOf(written).source.file.endsWith('.json');
}

/** Sources whose providers are built in, and what they are called here. */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['dmacvicar/libvirt', 'libvirt'],
  ['terraform.io/builtin/terraform', 'terraform'],
]);

/**
 * The provider that a module means by a name, as it is called here: what is asked for under the name where something is, the name
 * itself otherwise. A provider from elsewhere is called by its source, which no other has.
 */
export function meantBy<Named extends ProviderName>(required: RequiredProviders, named: Named): Named {
  const source = required.get(named.name)?.source;
  return source === undefined ? named : { ...named, name: BUILT_IN.get(source) ?? source };
}

/** The configurations that a module has to be handed, as they are called here. */
export function askedFor(required: RequiredProviders): readonly ProviderName[] {
  return [...required.values()].flatMap(({ aliases }) =>
    aliases.flatMap((written) => {
      const name = parseProvider(written);
      return name === undefined ? [] : [meantBy(required, name)];
    }),
  );
}
