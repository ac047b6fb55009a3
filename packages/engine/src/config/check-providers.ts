import { type Diagnostic, suggest } from '@virtform/values';
import type { Configuration, RequiredProvider } from './configuration.js';
import { fulfils, PROVIDER_VERSION } from './language-version.js';
import { positionOf } from './language/source.js';
import { meantBy } from './required-providers.js';

/** Whether the providers that a module asks for are those that there are, in the versions that they have. */
export function checkRequiredProviders({ requiredProviders }: Configuration): readonly Diagnostic[] {
  return [...requiredProviders.values()].flatMap((required) => {
    const { name } = meantBy(requiredProviders, required);
    const problem =
      name === 'terraform' ? ofBuiltIn(required) : name === 'libvirt' ? ofLibvirt(required) : undefined;
    return problem === undefined ? [] : [{ ...problem, source: positionOf(required.span) }];
  });
}

function ofBuiltIn({ version }: RequiredProvider): Diagnostic | undefined {
  if (version === undefined) return undefined;
  return {
    severity: 'error',
    summary: 'Invalid dependency on built-in provider',
    detail: 'The provider "terraform" is built in, and has no version of its own.',
    action: 'Take the version out, or the whole entry.',
  };
}

/** What comes after it is written for the same shape of the resources. */
const SAME_SHAPE = Array.from({ length: 100 }, (_, patch) => `0.9.${patch}`);

function ofLibvirt({ version }: RequiredProvider): Diagnostic | undefined {
  if (version === undefined || fulfils(PROVIDER_VERSION, version) === true) return undefined;
  const isNear = SAME_SHAPE.some((near) => fulfils(near, version));
  const detail = `The configuration requires dmacvicar/libvirt ${version}; its resources are read here as version ${PROVIDER_VERSION} has them.`;
  if (isNear)
    return {
      severity: 'warning',
      summary: 'Another version of dmacvicar/libvirt',
      detail,
      action: `Where it means the same to that version, widen the constraint: "~> 0.9".`,
    };
  return {
    severity: 'error',
    summary: 'Unsupported version of dmacvicar/libvirt',
    detail,
    action: `Write the resources as version ${PROVIDER_VERSION} has them, and the constraint as "~> 0.9".`,
  };
}

/** A provider without configuration is fine; an alias has to be declared. */
export function checkProviders(configuration: Configuration): readonly Diagnostic[] {
  const aliases = configuration.providers.flatMap(({ name, alias }) =>
    alias === undefined ? [] : [`${name}.${alias}`],
  );
  return [...configuration.resources].flatMap(([address, { provider, construct, source }]) => {
    if (provider.alias === undefined) return [];
    const written = `${provider.name}.${provider.alias}`;
    if (aliases.includes(written)) return [];
    const near = suggest(written, aliases);
    const diagnostic: Diagnostic = {
      severity: 'error',
      summary: 'Provider configuration not present',
      detail: `There is no configuration of the provider ${provider.name} with the alias "${provider.alias}".`,
      ...(near === undefined ? {} : { action: `Did you mean ${near}?` }),
      address,
      path: ['provider'],
      ...(construct === undefined ? {} : { construct }),
      ...(source === undefined ? {} : { source }),
    };
    return [diagnostic];
  });
}
