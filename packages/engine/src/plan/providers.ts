import type { ResourceSchema } from '@virtform/schema';
import { hasErrors, isWhollyKnown, marksOf, suggest, unmarkDeep } from '@virtform/values';
import type { Diagnostic, Value } from '@virtform/values';
import { inModule, pathSteps } from '../address.js';
import { evaluate, everyModule, isPlaceholder, ownProviders, scopeAt } from '../config/index.js';
import type { Configuration, ModuleScope, ProviderBlock, ResourceBlock } from '../config/index.js';
import type { Provider } from '../kinds/provider.js';
import { placeDiagnostics } from './diagnostics.js';
import { configAttributes } from './wanted.js';

/** What a provider block says: which host is meant, and who knows its kinds. */
export interface ConfiguredProvider {
  /** As state files write it: `provider["registry.terraform.io/dmacvicar/libvirt"].east`. */
  readonly address: string;
  readonly provider: Provider<unknown>;
  /** undefined where there is no host: the state alone holds the provider's objects. */
  readonly uri: string | undefined;
  /** What plans call the host: its URI, or, where that is ephemeral, which no plan may hold, the provider's address. */
  readonly host: string | undefined;
  /** Something in its block is marked as sensitive or as ephemeral. */
  readonly sensitive: boolean;
}

/** The providers that somebody can refer to, by address. */
export interface ConfiguredProviders {
  readonly byAddress: ReadonlyMap<string, ConfiguredProvider>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A provider as state files write it. */
export function providerAddress(
  source: string,
  alias: string | undefined,
  module: readonly string[] = [],
): string {
  const address = `provider[${JSON.stringify(source)}]${alias === undefined ? '' : `.${alias}`}`;
  return inModule(pathSteps(module), address);
}

/** `provider["registry.terraform.io/dmacvicar/libvirt"].east` as its source address alone. */
export function providerSource(address: string): string {
  return /^(?:module\.[^.]+\.)*provider\["([^"]+)"\]/.exec(address)?.[1] ?? address;
}

/** The provider of a resource block as state files write it; undefined where there is no provider of that name. */
export function providerOfBlock(
  block: Pick<ResourceBlock, 'provider'>,
  providers: readonly Provider<unknown>[],
): string | undefined {
  const provider = providers.find(({ name }) => name === block.provider.name);
  return provider === undefined
    ? undefined
    : providerAddress(provider.source, block.provider.alias, block.provider.module);
}

/**
 * Evaluates the provider blocks. They come before everything else, since a plan has to read their hosts: what they say must not
 * depend on something that is yet to be made. A provider without a block counts as one with an empty block, as in Terraform.
 *
 * @param root the scope of the root module; a module with provider blocks of its own has one instance
 */
export function configureProviders(
  configuration: Configuration,
  root: ModuleScope,
  providers: readonly Provider<unknown>[],
  environment: Readonly<Record<string, string | undefined>>,
): ConfiguredProviders {
  const byAddress = new Map<string, ConfiguredProvider>();
  const diagnostics: Diagnostic[] = [];
  for (const { provider, block, module } of blocksOf(configuration, providers)) {
    const scope = module.length === 0 ? root : scopeAt(root, pathSteps(module));
    // In a module that is repeated, only what says nothing can be the same in each of its instances.
    const isEmpty = block === undefined || isPlaceholder(block);
    if (scope !== undefined || isEmpty) {
      const address = providerAddress(provider.source, block?.alias, module);
      const evaluated =
        scope === undefined || isEmpty ? { value: {}, diagnostics: [] } : evaluate(block.config, scope);
      const checked = hostUri(provider, block, evaluated.value, environment);
      const found = [...evaluated.diagnostics, ...checked.diagnostics];
      diagnostics.push(
        ...placeDiagnostics(found, block === undefined ? {} : { address, ...placeOf(block) }, block?.config),
      );
      const marks = marksOf(evaluated.value);
      const { uri } = checked;
      const host = uri !== undefined && marks.has('ephemeral') ? address : uri;
      if (!hasErrors(checked.diagnostics))
        byAddress.set(address, { address, provider, uri, host, sensitive: marks.size > 0 });
    }
  }
  return { byAddress, diagnostics };
}

/** Every provider block with the module that it stands in, and the providers that do without one in the root. */
function blocksOf(
  configuration: Configuration,
  providers: readonly Provider<unknown>[],
): readonly {
  readonly provider: Provider<unknown>;
  readonly block: ProviderBlock | undefined;
  readonly module: readonly string[];
}[] {
  return everyModule(configuration).flatMap((configured) =>
    providers.flatMap((provider) => {
      const module = configured.path;
      const own = ownProviders(configured).filter((block) => block.name === provider.name);
      const hasDefault = module.length > 0 || own.some(({ alias }) => alias === undefined);
      return (hasDefault ? own : [undefined, ...own]).map((block) => ({ provider, block, module }));
    }),
  );
}

function placeOf({ construct, source }: ProviderBlock): Pick<Diagnostic, 'construct' | 'source'> {
  return { ...(construct === undefined ? {} : { construct }), ...(source === undefined ? {} : { source }) };
}

function hostUri(
  provider: Provider<unknown>,
  block: ProviderBlock | undefined,
  value: Value,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly uri: string | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const known = unmarkDeep(value).value;
  if (!isWhollyKnown(known)) return { uri: undefined, diagnostics: [unknownHost(provider, block)] };
  const { attributes, diagnostics } = configAttributes(provider.schema, known);
  if (hasErrors(diagnostics)) return { uri: undefined, diagnostics };
  const uri = provider.objects === 'on-hosts' ? provider.hostUri(attributes, environment) : undefined;
  return { uri, diagnostics };
}

function unknownHost(provider: Provider<unknown>, block: ProviderBlock | undefined): Diagnostic {
  const name = block?.alias === undefined ? provider.name : `${provider.name}.${block.alias}`;
  return {
    severity: 'error',
    summary: `The host of provider ${name} is not known while planning`,
    detail:
      'Its configuration refers to something that is known only after apply, so that its host cannot be read now.',
    action:
      'Give the uri as a literal, a variable or a local, or apply what it depends on first, with -target.',
  };
}

/** What a block may say; undefined where nobody knows its type. */
export function schemaOfBlock(
  { address: { mode, type }, provider: { name } }: Pick<ResourceBlock, 'address' | 'provider'>,
  providers: readonly Provider<unknown>[],
): ResourceSchema | undefined {
  const provider = providers.find((each) => each.name === name);
  return (mode === 'data' ? provider?.dataKinds : provider?.kinds)?.get(type)?.schema;
}

/** Why a block's type cannot be used: its provider, or the type itself, is not known. */
export function unknownKind(
  block: Pick<ResourceBlock, 'address' | 'provider'>,
  providers: readonly Provider<unknown>[],
): Diagnostic {
  const { type, mode } = block.address;
  const provider = providers.find(({ name }) => name === block.provider.name);
  if (provider === undefined)
    return ofAnother(
      type,
      block.provider.name,
      providers.map(({ name }) => name),
    );
  return mode === 'data'
    ? unknownName('data source', type, [...provider.dataKinds.keys()])
    : unknownName('resource type', type, [...provider.kinds.keys()]);
}

/** What does the work of types that labs often have of other providers. */
const INSTEAD: readonly (readonly [type: RegExp, instead: string])[] = [
  [
    /^null_resource$/,
    'A terraform_data does the same, and is built in: triggers_replace says what triggers says there.',
  ],
  [/^template_file$/, 'The function templatefile("FILE", { … }) gives the same text.'],
  [
    /^(template_cloudinit_config|cloudinit_config)$/,
    'A libvirt_cloudinit_disk takes the text of user_data itself: "#cloud-config\\n" and yamlencode({ … }).',
  ],
  [
    /^random_/,
    'A terraform_data with input = uuid() and ignore_changes = [input] keeps what was drawn once; or give the value as a variable.',
  ],
  [/^tls_/, 'Make the key beside the configuration (ssh-keygen), and read it with file("FILE").'],
  [/^local_(file|sensitive_file)$/, 'An output holds the text: virtform output -raw NAME > FILE.'],
  [
    /^time_/,
    'A provisioner "local-exec" of a terraform_data can wait; plantimestamp() is the time of the plan.',
  ],
  [/^(http|external)$/, 'Fetch it beforehand, and give it as a variable.'],
];

function ofAnother(type: string, name: string, known: readonly string[]): Diagnostic {
  const nearest = suggest(name, known);
  const instead = INSTEAD.find(([types]) => types.test(type))?.[1];
  const apart =
    'Let Terraform have it, in a configuration of its own, and read what comes of it with data "terraform_remote_state".';
  return {
    severity: 'error',
    summary: `There is no provider ${name}`,
    detail: `${type} belongs to it, and providers of others are not run here: there are ${known.join(' and ')}.`,
    action: nearest === undefined ? (instead ?? apart) : `Did you mean ${nearest}?`,
  };
}

function unknownName(what: string, name: string, known: readonly string[]): Diagnostic {
  const nearest = suggest(name, known);
  const all = known.length === 0 ? 'There are none yet.' : `There are: ${known.join(', ')}.`;
  return {
    severity: 'error',
    summary: `There is no ${what} ${name}`,
    action: nearest === undefined ? all : `Did you mean ${nearest}?`,
  };
}
