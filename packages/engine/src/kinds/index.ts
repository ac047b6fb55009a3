import { provider, terraformBuiltin } from '@virtform/schema';
import { hostDataKinds } from './data/index.js';
import { domainKind } from './domain/index.js';
import { fileKinds } from './file/index.js';
import type { OpenHostView } from './host-view.js';
import { identityText, type Identity, type Kind } from './kind.js';
import type { Expectation, HostProvider, Provider, StateProvider } from './provider.js';
import { readLocalFiles, rereadLocalFile } from './local-files.js';
import { networkKind } from './network/index.js';
import { poolKind } from './pool/index.js';
import { readHostView } from './read-host.js';
import { readSecrets } from './read-secrets.js';
import { rereadDomain, rereadNetwork, rereadPool, rereadVolume } from './reread-host.js';
import { textAt } from './shared/attributes.js';
import { type StoredValues, terraformDataKind } from './terraform-data/index.js';
import { terraformRemoteStateKind } from './terraform-remote-state/index.js';
import { volumeKind } from './volume/index.js';

export type { HostView } from './host-view.js';

/** The kinds of a libvirt host, by resource type. A new one is a folder here and a line in this list. */
export const KINDS: ReadonlyMap<string, Kind<OpenHostView>> = new Map(
  [domainKind, networkKind, poolKind, volumeKind, ...fileKinds].map((kind) => [kind.type, kind]),
);

/** Those whose objects are files on the machine that applies. */
const FILE_TYPES: ReadonlySet<string> = new Set(fileKinds.map(({ type }) => type));

/** What a provider block falls back to, as Terraform's provider does. */
const DEFAULT_URI = 'qemu:///system';

/** dmacvicar/libvirt: the provider whose contract the kinds keep. */
export const libvirtProvider: HostProvider<OpenHostView> = {
  objects: 'on-hosts',
  name: 'libvirt',
  source: 'registry.terraform.io/dmacvicar/libvirt',
  schema: provider,
  kinds: KINDS,
  dataKinds: new Map(hostDataKinds.map((kind) => [kind.type, kind])),
  hostUri: (config, environment) => {
    const said = textAt(config, ['uri']) ?? environment.LIBVIRT_DEFAULT_URI;
    return said === undefined || said === '' ? DEFAULT_URI : said;
  },
  async readHost(host, inspect, local, held, seen) {
    const view = await readHostView(host, await readLocalFiles(local, held, FILE_TYPES), seen);
    await readSecrets(view, inspect, held, seen);
    return view;
  },
  async reread(view, host, type, identity, local, expected) {
    if (FILE_TYPES.has(type)) {
      const file = identityText(identity, 'path');
      return file === undefined ? undefined : rereadLocalFile(view.files, local.files, file);
    }
    const [uuid, name] = [identityText(identity, 'uuid'), identityText(identity, 'name')];
    switch (type) {
      case 'libvirt_domain':
        return uuid === undefined ? undefined : rereadDomain(view, host, { uuid, name }, expected);
      case 'libvirt_network':
        return uuid === undefined ? undefined : rereadNetwork(view, host, uuid, name);
      case 'libvirt_pool':
        return rereadPool(view, host, uuid, name);
      case 'libvirt_volume':
        return rereadVolumeOf(view, host, identity, expected);
      default:
        throw new TypeError(`a host holds nothing of type ${type}`);
    }
  },
  count: ({ domains, networks, pools, volumes }) =>
    domains.size +
    networks.size +
    pools.size +
    [...volumes.values()].reduce((sum, inPool) => sum + inPool.size, 0),
};

async function rereadVolumeOf(
  view: OpenHostView,
  host: Parameters<typeof rereadVolume>[1],
  identity: Identity,
  expected: Expectation,
): Promise<void> {
  const [pool, name] = [identityText(identity, 'pool'), identityText(identity, 'name')];
  if (pool === undefined || name === undefined) return;
  await rereadVolume(view, host, { uuid: identityText(identity, 'poolUuid'), name: pool }, name, expected);
}

/** Terraform's own, built-in provider. Nobody has to ask for it in `required_providers`. */
export const terraformProvider: StateProvider<StoredValues> = {
  objects: 'in-state',
  name: 'terraform',
  source: 'terraform.io/builtin/terraform',
  schema: terraformBuiltin,
  kinds: new Map([[terraformDataKind.type, terraformDataKind]]),
  dataKinds: new Map([[terraformRemoteStateKind.type, terraformRemoteStateKind]]),
  viewOf: (objects) => new Map(objects.map((attributes) => [textAt(attributes, ['id']) ?? '', attributes])),
};

/** The providers that every unit has. */
export const PROVIDERS: readonly Provider<unknown>[] = [libvirtProvider, terraformProvider];
