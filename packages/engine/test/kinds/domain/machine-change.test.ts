import { parseXml } from '@virtform/schema';
import { Unknown } from '@virtform/values';
import { domainKind } from '../../../src/kinds/domain/index.js';
import { machineProblems } from '../../../src/kinds/domain/machine-change.js';
import type { Attributes } from '../../../src/kinds/kind.js';
import { ask, labHost, WEB } from '../lab-host.js';

// The guest `web` of the lab is a pc-q35-7.2, with a pcie-root and ports that libvirt put in.

const identity = { uuid: WEB, name: 'web' };
const anyMachine = { type: 'hvm', type_arch: 'x86_64' };
const os = { ...anyMachine, type_machine: 'q35' };
const web = { name: 'web', os };
const capabilities = (machine: string) =>
  parseXml(`<domainCapabilities><machine>${machine}</machine></domainCapabilities>`);

/** What is said of a guest that was applied as a q35. */
function problems(wanted: Attributes, byDefault?: string) {
  const view = labHost({ guest: 'off' });
  const { steps } = ask(domainKind, view, identity, { applied: web, wanted });
  expect(steps.map(({ effect }) => effect)).toEqual(['redefine']);
  const object = { address: 'libvirt_domain.it', identity, there: identity, wanted, steps };
  return machineProblems(object, view, byDefault === undefined ? undefined : capabilities(byDefault));
}

const root = { type: 'pci', index: 0, model: 'pci-root' };

test.each<[what: string, wanted: Attributes, byDefault: string | undefined, says: readonly RegExp[]]>([
  [
    'the other chipset',
    { ...web, os: { ...os, type_machine: 'pc' } },
    undefined,
    [/web .* machine pc where/],
  ],
  ['a release of it', { ...web, os: { ...os, type_machine: 'pc-i440fx-8.0' } }, undefined, [/pc-i440fx-8.0/]],
  ['what the host takes', { ...web, os: anyMachine }, 'pc-i440fx-7.2', [/machine pc-i440fx-7.2/]],
  ['what the host takes, if it fits', { ...web, os: anyMachine }, 'pc-q35-9.0', []],
  ['what a host takes that does not tell', { ...web, os: anyMachine }, undefined, []],
  ['another release', { ...web, os: { ...os, type_machine: 'pc-q35-7.1' } }, undefined, []],
  ['one without PCI', { ...web, os: { ...os, type_machine: 'isapc' } }, undefined, []],
  [
    'one that is not known yet',
    { ...web, os: { ...os, type_machine: new Unknown('string') } },
    undefined,
    [],
  ],
  [
    'the same one, and another order',
    { ...web, os: { ...os, boot_devices: [{ dev: 'network' }] } },
    undefined,
    [],
  ],
  [
    'the other chipset, with its root',
    { ...web, os: { ...os, type_machine: 'pc' }, devices: { controllers: [root] } },
    undefined,
    [],
  ],
])('another machine where it is: %s', (_what, wanted, byDefault, says) => {
  const found = problems(wanted, byDefault);
  expect(found).toHaveLength(says.length);
  for (const [index, words] of says.entries()) expect(found[index]?.summary).toMatch(words);
});

test('what to do is said', () => {
  const [problem] = problems({ ...web, os: { ...os, type_machine: 'pc' } });
  expect(problem?.action).toContain('-replace=libvirt_domain.it');
  expect(problem?.detail).toContain('with a pcie-root; pc has a pci-root');
});

test.each([
  ['known', 'second'],
  ['not known yet', new Unknown('string')],
])('beside a password that is %s', (_what, passwd) => {
  const graphics = [{ vnc: { auto_port: true, passwd } }];
  expect(problems({ ...web, os: { ...os, type_machine: 'pc' }, devices: { graphics } })).toHaveLength(1);
});
