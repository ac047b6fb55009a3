import type { ModuleCall, ProviderName } from '../configuration.js';
import { blockOf, decoding, type Decoding, dependsOn, repetition } from '../decode.js';
import { positionOf } from '../language/source.js';
import type { BlockBody, Report } from '../syntax.js';

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
    providers: providersOf(block),
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

function providersOf({ body, report }: Decoding): ModuleCall['providers'] {
  const found = new Map<string, ProviderName>();
  for (const { key, value } of body.pairs('providers', report)) {
    const [name = '', alias] = value.text.split('.');
    found.set(key.text, alias === undefined ? { name } : { name, alias });
  }
  return found;
}
