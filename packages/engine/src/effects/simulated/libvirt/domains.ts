import { thaw, writeXml } from '@virtform/schema';
import type { XmlBuilder } from '@virtform/schema';
import {
  type Domain,
  DomainBlockResizeFlags,
  DomainListFlags,
  DomainMetadataType,
  DomainShutdownFlags,
  DomainState,
  DomainVcpuFlags,
  DomainXmlFlags,
} from '@virtform/libvirt';
import { attachDevice, changeDevices, detachDevice, diskOf, textElement, updateDevice } from './devices.js';
import { boot, completeDomain } from './domain-defaults.js';
import type { Handlers } from './handlers.js';
import { refuse } from './refusals.js';
import { affected, selected } from './select.js';
import { attribute, children, drop, ensure, read, setText, text } from './tree.js';
import { setVcpu, setVcpus } from './vcpus.js';
import { randomUuid } from './world.js';
import type { SimulatedDomain, SimulatedVolume, World } from './world.js';

/** The guests of a host: QEMU's rules, without a guest operating system that could refuse. */
export function domainHandlers(world: World): Handlers {
  const { domains } = world;
  const find = ({ uuid, name }: Domain): SimulatedDomain => {
    const found = domains.get(uuid);
    if (found === undefined) {
      throw refuse('noDomain', `Domain not found: no domain with matching uuid '${uuid}' (${name})`);
    }
    return found;
  };
  const running = (domain: SimulatedDomain): XmlBuilder => {
    if (domain.running !== undefined) return domain.running;
    throw refuse('invalidOperation', 'Requested operation is not valid: domain is not running');
  };
  const end = (domain: SimulatedDomain): void => {
    domain.running = undefined;
    domain.id = -1;
    if (domain.stored === undefined) domains.delete(domain.uuid);
  };
  /** Changes copies of the sides that the flags name, and keeps them when nothing was refused. */
  const edit = (
    domain: SimulatedDomain,
    flags: number,
    change: (side: XmlBuilder, live: boolean) => void,
  ): void => {
    const sides = affected('domain', domain, flags);
    const live = sides.live ? thaw(running(domain)) : undefined;
    const stored = sides.stored && domain.stored !== undefined ? thaw(domain.stored) : undefined;
    if (live !== undefined) change(live, true);
    if (stored !== undefined) change(stored, false);
    domain.running = live ?? domain.running;
    domain.stored = stored ?? domain.stored;
  };
  return {
    CONNECT_LIST_ALL_DOMAINS: ({ flags }) => {
      const found = [...domains.values()]
        .filter((domain) => {
          const active = domain.running !== undefined;
          return selected(flags, [
            { [DomainListFlags.ACTIVE]: active, [DomainListFlags.INACTIVE]: !active },
            {
              [DomainListFlags.PERSISTENT]: domain.stored !== undefined,
              [DomainListFlags.TRANSIENT]: domain.stored === undefined,
            },
            {
              [DomainListFlags.RUNNING]: active,
              [DomainListFlags.PAUSED]: false,
              [DomainListFlags.SHUTOFF]: !active,
              [DomainListFlags.OTHER]: false,
            },
            {
              [DomainListFlags.AUTOSTART]: domain.autostart,
              [DomainListFlags.NO_AUTOSTART]: !domain.autostart,
            },
          ]);
        })
        .map(handleOf);
      return { domains: found, ret: found.length };
    },
    DOMAIN_LOOKUP_BY_UUID: ({ uuid }) => ({ dom: handleOf(find({ uuid, name: '', id: -1 })) }),
    DOMAIN_LOOKUP_BY_NAME: ({ name }) => {
      const found = [...domains.values()].find((domain) => domain.name === name);
      if (found === undefined) {
        throw refuse('noDomain', `Domain not found: no domain with matching name '${name}'`);
      }
      return { dom: handleOf(found) };
    },
    DOMAIN_GET_XML_DESC: ({ dom, flags }) => {
      const domain = find(dom);
      const inactive = (flags & DomainXmlFlags.INACTIVE) !== 0;
      const shown = inactive ? (domain.stored ?? domain.running) : (domain.running ?? domain.stored);
      if (shown === undefined) return { xml: '' };
      return { xml: writeXml((flags & DomainXmlFlags.SECURE) === 0 ? withoutSecrets(shown) : shown) };
    },
    DOMAIN_IS_ACTIVE: ({ dom }) => ({ active: find(dom).running === undefined ? 0 : 1 }),
    DOMAIN_IS_PERSISTENT: ({ dom }) => ({ persistent: find(dom).stored === undefined ? 0 : 1 }),
    DOMAIN_GET_STATE: ({ dom }) => ({
      state: find(dom).running === undefined ? DomainState.SHUTOFF : DomainState.RUNNING,
      reason: 0,
    }),
    DOMAIN_GET_AUTOSTART: ({ dom }) => ({ autostart: find(dom).autostart ? 1 : 0 }),
    DOMAIN_SET_AUTOSTART: ({ dom, autostart }) => {
      find(dom).autostart = autostart !== 0;
      return {};
    },
    DOMAIN_DEFINE_XML_FLAGS: ({ xml }) => ({ dom: handleOf(defineDomain(world, xml)) }),
    DOMAIN_CREATE_WITH_FLAGS: ({ dom }) => {
      const domain = find(dom);
      if (domain.running !== undefined || domain.stored === undefined) {
        throw refuse('invalidOperation', 'Requested operation is not valid: domain is already running');
      }
      checkSources(world, domain.stored);
      domain.id = world.next('domain');
      domain.running = boot(world, domain.stored, domain.id);
      return { dom: handleOf(domain) };
    },
    DOMAIN_DESTROY_FLAGS: ({ dom }) => {
      const domain = find(dom);
      running(domain);
      end(domain);
      return {};
    },
    DOMAIN_SHUTDOWN_FLAGS: ({ dom, flags }) => {
      const domain = find(dom);
      running(domain);
      if ((flags & DomainShutdownFlags.GUEST_AGENT) !== 0) {
        throw refuse('agentSilent', 'Guest agent is not responding: QEMU guest agent is not connected');
      }
      end(domain);
      return {};
    },
    DOMAIN_UNDEFINE_FLAGS: ({ dom }) => {
      const domain = find(dom);
      if (domain.stored === undefined) {
        throw refuse(
          'invalidOperation',
          'Requested operation is not valid: cannot undefine transient domain',
        );
      }
      domain.stored = undefined;
      domain.autostart = false;
      if (domain.running === undefined) domains.delete(domain.uuid);
      return {};
    },
    DOMAIN_RENAME: ({ dom, newName }) => {
      const domain = find(dom);
      if (domain.running !== undefined) {
        throw refuse('invalidOperation', 'Requested operation is not valid: cannot rename active domain');
      }
      const name = newName ?? '';
      if (name === domain.name) {
        throw refuse('invalidOperation', "Requested operation is not valid: Can't rename domain to itself");
      }
      if ([...domains.values()].some((other) => other.name === name)) {
        throw refuse(
          'invalidOperation',
          `Requested operation is not valid: domain with name '${name}' already exists`,
        );
      }
      domain.name = name;
      if (domain.stored !== undefined) setText(ensure(domain.stored, 'name'), name);
      return { retcode: 0 };
    },
    DOMAIN_SET_METADATA: ({ dom, type, metadata, flags }) => {
      const name = type === DomainMetadataType.TITLE ? 'title' : 'description';
      edit(find(dom), flags, (side) => {
        drop(side, name);
        if (metadata !== undefined) side.children.splice(1, 0, textElement(name, metadata));
      });
      return {};
    },
    DOMAIN_SET_VCPUS_FLAGS: ({ dom, nvcpus, flags }) => {
      edit(find(dom), flags, (side, live) => {
        if ((flags & DomainVcpuFlags.MAXIMUM) !== 0 && !live) setText(ensure(side, 'vcpu'), String(nvcpus));
        else setVcpus(side, nvcpus, live);
      });
      return {};
    },
    DOMAIN_SET_VCPU: ({ dom, cpumap, state, flags }) => {
      edit(find(dom), flags, (side, live) => {
        for (const id of cpumap.split(',')) setVcpu(side, Number(id), { online: state === 1, live });
      });
      return {};
    },
    DOMAIN_SET_MEMORY_FLAGS: ({ dom, memory, flags }) => {
      edit(find(dom), flags, (side) => {
        if (memory > BigInt(text(side, 'memory') ?? '0')) {
          throw refuse('invalidArgument', 'invalid argument: cannot set memory higher than max memory');
        }
        setText(ensure(side, 'currentMemory'), memory.toString());
      });
      return {};
    },
    DOMAIN_ATTACH_DEVICE_FLAGS: ({ dom, xml, flags }) => {
      changeDevices(world, find(dom), { xml, flags }, attachDevice);
      return {};
    },
    DOMAIN_DETACH_DEVICE_FLAGS: ({ dom, xml, flags }) => {
      changeDevices(world, find(dom), { xml, flags }, detachDevice);
      return {};
    },
    DOMAIN_UPDATE_DEVICE_FLAGS: ({ dom, xml, flags }) => {
      changeDevices(world, find(dom), { xml, flags }, updateDevice);
      return {};
    },
    DOMAIN_GET_BLOCK_INFO: ({ dom, path }) => {
      const { capacity, allocation } = volumeBehind(world, running(find(dom)), path);
      return { capacity, allocation, physical: allocation };
    },
    DOMAIN_BLOCK_RESIZE: ({ dom, disk, size, flags }) => {
      volumeBehind(world, running(find(dom)), disk).capacity =
        (flags & DomainBlockResizeFlags.BYTES) === 0 ? size * 1024n : size;
      return {};
    },
  };
}

function handleOf({ uuid, name, id }: SimulatedDomain): Domain {
  return { uuid, name, id };
}

function defineDomain(world: World, xml: string): SimulatedDomain {
  const document = read(xml, 'domain');
  const name = text(document, 'name') ?? '';
  if (name === '') throw refuse('xml', "XML error: missing element or attribute './name'");
  const same = [...world.domains.values()].find((domain) => domain.name === name);
  const uuid = text(document, 'uuid') ?? randomUuid(world.random);
  if (same !== undefined && same.uuid !== uuid) {
    throw refuse(
      'operationFailed',
      `operation failed: domain '${name}' already exists with uuid ${same.uuid}`,
    );
  }
  const known = world.domains.get(uuid);
  if (known !== undefined && known.name !== name) {
    throw refuse(
      'operationFailed',
      `operation failed: domain '${known.name}' is already defined with uuid ${uuid}`,
    );
  }
  document.attributes.delete('id');
  const stored = completeDomain(world, document, uuid);
  if (known !== undefined) {
    known.stored = stored;
    return known;
  }
  const domain = { uuid, name, stored, running: undefined, id: -1, autostart: false };
  world.domains.set(uuid, domain);
  return domain;
}

function withoutSecrets(document: XmlBuilder): XmlBuilder {
  const copy = thaw(document);
  const devices = ensure(copy, 'devices');
  for (const graphics of children(devices, 'graphics')) graphics.attributes.delete('passwd');
  for (const disk of children(devices, 'disk'))
    for (const source of children(disk, 'source')) drop(source, 'cookies');
  return copy;
}

/** What a guest needs when it starts: its networks have to run, its disks have to be there. */
function checkSources(world: World, document: XmlBuilder): void {
  const devices = ensure(document, 'devices');
  for (const nic of children(devices, 'interface')) {
    const name = attribute(nic, ['source'], 'network');
    if (name === undefined) continue;
    const network = [...world.networks.values()].find((each) => each.name === name);
    if (network === undefined)
      throw refuse('noNetwork', `Network not found: no network with matching name '${name}'`);
    if (network.running === undefined) {
      throw refuse('invalidOperation', `Requested operation is not valid: network '${name}' is not active`);
    }
  }
  for (const disk of children(devices, 'disk')) {
    if (children(disk, 'source').length > 0) volumeOf(world, disk);
  }
}

function volumeBehind(world: World, document: XmlBuilder, wanted: string): SimulatedVolume {
  const disk = diskOf(document, wanted);
  const volume = disk === undefined ? undefined : volumeOf(world, disk);
  if (volume === undefined)
    throw refuse('invalidArgument', `invalid argument: invalid path ${wanted} not assigned to domain`);
  return volume;
}

/** The volume of a disk; undefined for one that is no volume of a pool. */
function volumeOf(world: World, disk: XmlBuilder): SimulatedVolume | undefined {
  const [pool, name, file] = ['pool', 'volume', 'file'].map((key) => attribute(disk, ['source'], key));
  if (file !== undefined) {
    const all = [...world.pools.values()].flatMap(({ volumes }) => [...volumes.values()]);
    const found = all.find(({ path }) => path === file);
    if (found === undefined)
      throw refuse('system', `Cannot access storage file '${file}': No such file or directory`);
    return found;
  }
  if (pool === undefined || name === undefined) return undefined;
  const home = [...world.pools.values()].find((each) => each.name === pool);
  if (home === undefined)
    throw refuse('noPool', `Storage pool not found: no storage pool with matching name '${pool}'`);
  if (!home.active) {
    throw refuse(
      'invalidOperation',
      `Requested operation is not valid: storage pool '${pool}' containing volume '${name}' is not active`,
    );
  }
  const found = home.volumes.get(name);
  if (found === undefined)
    throw refuse('noVolume', `Storage volume not found: no storage vol with matching name '${name}'`);
  return found;
}
