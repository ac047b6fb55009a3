import { build, type XmlBuilder } from '@virtform/schema';
import { refuse } from './refusals.js';
import { at, children, ensure, text } from './tree.js';

/** Gives one side of a guest so many vCPUs: the first ones that are off come, the last ones that can go do. */
export function setVcpus(side: XmlBuilder, count: number, live: boolean): void {
  const most = Number(text(side, 'vcpu') ?? '1');
  if (count > most) {
    const where = live ? 'live domain' : 'persistent domain';
    throw refuse(
      'invalidArgument',
      `invalid argument: requested vcpus is greater than max allowable vcpus for the ${where}: ${count} > ${most}`,
    );
  }
  if (!live) {
    setCurrent(side, count, most);
    return;
  }
  const cpus = individualVcpus(side);
  const open = (): number => cpus.filter(isOn).length - count;
  for (const cpu of cpus) if (open() < 0 && !isOn(cpu)) plug(cpu);
  for (const cpu of cpus.toReversed()) if (open() > 0 && isPluggable(cpu)) unplug(side, cpu);
  if (open() > 0) {
    throw refuse(
      'invalidArgument',
      'invalid argument: failed to find appropriate hotpluggable vcpus to reach the desired target vcpu count',
    );
  }
  setCurrent(side, count, most);
}

/** Gives one side of a guest one vCPU more or less. */
export function setVcpu(
  side: XmlBuilder,
  id: number,
  { online, live }: { readonly online: boolean; readonly live: boolean },
): void {
  const cpus = individualVcpus(side);
  const cpu = cpus.find((each) => each.attributes.get('id') === String(id));
  if (cpu === undefined) {
    throw refuse('invalidArgument', `invalid argument: vcpu '${id}' is not present in domain definition`);
  }
  if (isOn(cpu) === online) return;
  if (online) plug(cpu);
  else if (live) unplug(side, cpu);
  else cpu.attributes.set('enabled', 'no');
  setCurrent(side, cpus.filter(isOn).length, cpus.length);
}

/** libvirt lists them one by one where not all are on from the start: those that are stay. */
function individualVcpus(side: XmlBuilder): readonly XmlBuilder[] {
  if (at(side, 'vcpus') === undefined) {
    const most = Number(text(side, 'vcpu') ?? '1');
    const now = Number(ensure(side, 'vcpu').attributes.get('current') ?? most);
    const list = ensure(side, 'vcpus');
    for (let id = 0; id < most; id += 1) {
      const answer = (isSo: boolean): string => (isSo ? 'yes' : 'no');
      const cpu = build('vcpu');
      cpu.attributes.set('id', String(id));
      cpu.attributes.set('enabled', answer(id < now));
      cpu.attributes.set('hotpluggable', answer(id >= now));
      list.children.push(cpu);
    }
  }
  return children(ensure(side, 'vcpus'), 'vcpu');
}

function setCurrent(side: XmlBuilder, count: number, most: number): void {
  const vcpu = ensure(side, 'vcpu');
  if (count === most) vcpu.attributes.delete('current');
  else vcpu.attributes.set('current', String(count));
}

function isOn(cpu: XmlBuilder): boolean {
  return cpu.attributes.get('enabled') === 'yes';
}

function isPluggable(cpu: XmlBuilder): boolean {
  return isOn(cpu) && cpu.attributes.get('hotpluggable') === 'yes';
}

function plug(cpu: XmlBuilder): void {
  cpu.attributes.set('enabled', 'yes');
}

/** Under software emulation QEMU does not let go of any, whatever the guest does (seen). */
function unplug(side: XmlBuilder, cpu: XmlBuilder): void {
  if (!isPluggable(cpu)) {
    throw refuse(
      'operationFailed',
      `operation failed: vcpu '${cpu.attributes.get('id')}' can't be unplugged`,
    );
  }
  if (side.attributes.get('type') !== 'kvm') {
    throw refuse('operationTimeout', 'Timed out during operation: vcpu unplug request timed out');
  }
  cpu.attributes.set('enabled', 'no');
}
