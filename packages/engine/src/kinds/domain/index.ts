import { domain } from '@virtform/schema';
import { xmlOf, type DomainRecord } from '../host-records.js';
import { recordNamed, type HostView } from '../host-view.js';
import { identityText, type Actual, type Attributes, type Identity, type Kind } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { byUuidOrName, sameMark } from '../shared/find.js';
import { markOf } from '../shared/ownership.js';
import { executeDomainStep } from './execute.js';
import { handoverOf } from './held.js';
import { inspectDomains } from './inspect.js';
import { proposeDomain } from './propose.js';
import { domainToState } from './to-state.js';
import { validateDomain } from './validate.js';

/** `libvirt_domain`: a virtual machine or a container. */
export const domainKind: Kind<HostView> = {
  type: 'libvirt_domain',
  schema: domain,
  interim: ['running'],
  identify: (wanted, uuid) => identityOf(uuid, textAt(wanted, ['name'])),
  locate(attributes, view) {
    const name = textAt(attributes, ['name']);
    const uuid = textAt(attributes, ['uuid']) ?? recordNamed(view.domains, name)?.uuid;
    return uuid === undefined ? undefined : identityOf(uuid, name);
  },
  read(view, identity) {
    const record = view.domains.get(identityText(identity, 'uuid') ?? '');
    return record === undefined ? undefined : actualDomain(record);
  },
  fingerprint(view, identity) {
    const record = view.domains.get(identityText(identity, 'uuid') ?? '');
    // Whether somebody else has one of its MACs is the one thing that other guests have a say in.
    // Of secrets nobody is to keep even a digest, which gives away what is guessed.
    return record === undefined || record.tellsSecrets === true
      ? undefined
      : {
          object: JSON.stringify(xmlOf(record)),
          get around() {
            return view.macs;
          },
        };
  },
  propose: proposeDomain,
  judgeIntent({ mark }, actual) {
    if (actual === undefined) return 'absent';
    return sameMark(actual.mark, mark) ? 'complete' : 'foreign';
  },
  inspect: inspectDomains,
  handsOver: handoverOf,
  execute: executeDomainStep,
  toState: domainToState,
  import(view, id) {
    const record = byUuidOrName(view.domains, id);
    if (record === undefined) return undefined;
    const actual = actualDomain(record);
    // Terraform's provider keeps all that the XML says.
    return { actual, attributes: domainToState(actual, actual.stored ?? actual.running ?? {}) };
  },
  validate: validateDomain,
};

function identityOf(uuid: string, name: string | undefined): Identity {
  return { uuid, ...(name === undefined ? {} : { name }) };
}

function actualDomain(record: DomainRecord): Actual {
  const { stored, running, id, autostart, tellsSecrets } = record;
  const source = stored ?? running;
  const beside: Attributes = {
    autostart,
    running: running !== undefined,
    ...(id === undefined ? {} : { id }),
  };
  let storedNow: Attributes | undefined;
  let runningNow: Attributes | undefined;
  return {
    identity: identityOf(record.uuid, record.name),
    ...(tellsSecrets === true ? { tellsSecrets } : {}),
    get stored() {
      return stored === undefined
        ? undefined
        : (storedNow ??= { ...withAllCpus(stored.attributes), ...beside });
    },
    get running() {
      return running === undefined ? undefined : (runningNow ??= withAllCpus(running.attributes));
    },
    get mark() {
      return source === undefined ? undefined : markOf(source.element);
    },
  };
}

/** libvirt leaves `current` out where it is the maximum: to say it is to say the same. */
function withAllCpus(attributes: Attributes): Attributes {
  const { vcpu, vcpu_current: current } = attributes;
  return current === undefined && vcpu !== undefined ? { ...attributes, vcpu_current: vcpu } : attributes;
}
