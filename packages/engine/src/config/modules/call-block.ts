import type { ModuleCall, ProviderName } from '../configuration.js';
import { blockOf, decoding, type Decoding, dependsOn, repetition } from '../decode.js';
import { positionOf, type Span } from '../language/source.js';
import { parseProvider } from '../provider-reference.js';
import { spanOf, type BlockBody, type Report } from '../syntax.js';

const META = new Set(['source', 'version', 'count', 'for_each', 'depends_on', 'providers']);

/** What Terraform keeps for later: as inputs they could not be told from what they may mean one day. */
const RESERVED = ['lifecycle', 'locals', 'provider'];

/** `module "lab" { source = "./lab" … }`. */
export function decodeCall(name: string, body: BlockBody, report: Report): ModuleCall {
  const block = decoding(body, `module.${name}`, report);
  refuseReserved(block);
  const folder = folderOf(block, name);
  refuseVersion(block, name, folder);
  return {
    ...blockOf(block),
    name,
    folder,
    inputs: body.rest(META, block.report),
    ...repetition(block),
    ...dependsOn(block),
    ...providersOf(block),
  };
}

function refuseReserved({ body, report }: Decoding): void {
  for (const { text, span } of body.names())
    if (RESERVED.includes(text))
      report({
        severity: 'error',
        summary: `Reserved argument name in module block`,
        detail: `The name ${JSON.stringify(text)} is reserved, and cannot be that of an input variable.`,
        action:
          text === 'provider' ? 'A module is handed providers by the argument "providers".' : 'Take it out.',
        source: positionOf(span),
      });
}

function folderOf({ body, report }: Decoding, name: string): string | undefined {
  const [word, ...more] = body.words('source', report) ?? [];
  if (word === undefined || more.length > 0) {
    report({
      severity: 'error',
      summary: 'Missing required argument',
      detail: `The module "${name}" has no "source" that says where it is.`,
      action: 'Name its folder, such as source = "./modules/lab".',
      source: positionOf(word?.span ?? body.span),
    });
    return undefined;
  }
  const { text, span } = word;
  if (/^\.\.?(?:\/|$)/.test(text) && !/[$%]\{/.test(text)) return text;
  report({
    severity: 'error',
    ...refusalOf(text, name),
    source: positionOf(span),
  });
  return undefined;
}

function refusalOf(
  text: string,
  name: string,
): { readonly summary: string; readonly detail: string; readonly action: string } {
  if (/[$%]\{/.test(text) || /^(?:var|local|path)\./.test(text))
    return {
      summary: 'Variables not allowed',
      detail: `The source of the module "${name}" is ${JSON.stringify(text)}, and where a module is has to be known before anything has a value.`,
      action: 'Write the folder out, such as source = "./modules/lab".',
    };
  if (text.startsWith('/'))
    return {
      summary: 'A module by an absolute path is not supported',
      detail: `The source of the module "${name}" is ${text}, which Terraform would copy, and nothing is copied here.`,
      action: 'Name the folder from this one on, beginning with ./ or ../.',
    };
  return {
    summary: 'A module from elsewhere is not supported',
    detail: `The source of the module "${name}" is ${JSON.stringify(text)}: a registry, a repository or an archive. Nothing is downloaded here.`,
    action: `Put the module into a folder beside the configuration (git clone, git submodule, or what "terraform init" put into .terraform/modules) and name that: source = "./modules/${name}".`,
  };
}

function refuseVersion({ body, report }: Decoding, name: string, folder: string | undefined): void {
  const [word] = body.words('version', report) ?? [];
  if (word === undefined || folder === undefined) return;
  report({
    severity: 'error',
    summary: 'Invalid module version constraint',
    detail: `A version constraint cannot be applied to the module "${name}" (at ${folder}): a folder has no versions.`,
    action: 'Take "version" out.',
    source: positionOf(word.span),
  });
}

function providersOf({ body, report }: Decoding): Pick<ModuleCall, 'providers' | 'providersAt'> {
  const found = new Map<string, ProviderName>();
  const places = new Map<string, Span>();
  const written = body.written('providers');
  if (written !== undefined && written.kind !== 'object') {
    report({
      severity: 'error',
      summary: 'Invalid value for providers',
      detail: 'It must be an object, written out: what the module calls them, and what they are called here.',
      action: 'Write providers = { libvirt = libvirt.east }.',
      source: positionOf(spanOf(written)),
    });
    return { providers: found, providersAt: places };
  }
  for (const { key, value } of written?.pairs ?? []) {
    const provider = value.kind === 'word' ? parseProvider(value.word.text) : undefined;
    if (provider === undefined || parseProvider(key.text) === undefined)
      report({
        severity: 'error',
        summary: 'Invalid provider configuration reference',
        detail: 'A provider is written as its name, or as its name and its alias: libvirt, libvirt.east.',
        source: positionOf(spanOf(value)),
      });
    else if (found.has(key.text))
      report({
        severity: 'error',
        summary: 'Duplicate provider address',
        detail: `What the module is to use as ${key.text} was said already.`,
        source: positionOf(spanOf(value)),
      });
    else {
      found.set(key.text, provider);
      places.set(key.text, key.span);
    }
  }
  return { providers: found, providersAt: places };
}
