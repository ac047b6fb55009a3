import type { ApplyEvent } from '@virtform/engine';
import type { Output } from '../../src/io.js';
import {
  messageListener,
  messageWriter,
  writePlanMessages,
  writeResultMessages,
} from '../../src/report/messages.js';
import { progressPrinter } from '../../src/report/progress.js';
import { PLAIN } from '../../src/report/style.js';
import { changingGuest, sampleNode, samplePlan } from './sample.js';

function output(isTerminal: boolean): Output & { text: () => string } {
  let text = '';
  return { isTerminal, columns: undefined, write: (more) => void (text += more), text: () => text };
}

const address = 'libvirt_volume.image';
const events: readonly ApplyEvent[] = [
  { event: 'started', address, action: 'create', steps: 1 },
  {
    event: 'progress',
    address,
    action: 'create',
    done: 12 * 1024 ** 2,
    total: 30 * 1024 ** 2,
    unit: 'bytes',
  },
  { event: 'still', address, action: 'create', elapsed: 10_000 },
  { event: 'provision-started', address, provisioner: 'local-exec' },
  { event: 'provision-output', address, provisioner: 'local-exec', line: 'hello' },
  { event: 'provision-completed', address, provisioner: 'local-exec' },
  { event: 'completed', address, action: 'create', elapsed: 12_345, id: '/pool/image.qcow2' },
  { event: 'failed', address: 'libvirt_domain.web', action: 'update', elapsed: 900, diagnostics: [] },
  { event: 'skipped', address: 'libvirt_domain.db', action: 'create', because: 'libvirt_network.net failed' },
  { event: 'reconnecting', address, uri: 'qemu:///system', attempt: 2 },
  { event: 'stopping', running: [address] },
];

test("an apply is told in Terraform's words", () => {
  const out = output(false);
  events.forEach(progressPrinter(out, PLAIN));
  expect(out.text().split('\n')).toEqual([
    'libvirt_volume.image: Creating...',
    'libvirt_volume.image: Still creating... [10s elapsed, 12 MiB of 30 MiB (40%)]',
    "libvirt_volume.image: Provisioning with 'local-exec'...",
    'libvirt_volume.image (local-exec): hello',
    'libvirt_volume.image: Creation complete after 12s [id=/pool/image.qcow2]',
    'libvirt_domain.web: failed after 1s',
    'libvirt_domain.db: skipped: libvirt_network.net failed',
    'libvirt_volume.image: the connection to qemu:///system broke; looking up what became of it (attempt 2)...',
    'Interrupted: nothing new starts; waiting for libvirt_volume.image. Once more ends at once.',
    '',
  ]);
});

test('a terminal shows how far an upload is, and wipes that line before the next', () => {
  const out = output(true);
  events.slice(0, 3).forEach(progressPrinter(out, PLAIN));
  expect(out.text()).toContain(
    '  libvirt_volume.image: 12 MiB of 30 MiB (40%)\r\u001b[Klibvirt_volume.image: Still',
  );
});

test("messages have Terraform's types and fields", () => {
  const out = output(false);
  const writer = messageWriter(out);
  writePlanMessages(
    samplePlan([changingGuest('web', [], 'live'), sampleNode('libvirt_pool', 'p', 'no-op')]),
    writer,
  );
  events.forEach(messageListener(writer));
  writeResultMessages(
    { imported: 0, added: 1, changed: 1, destroyed: 0, diagnostics: [], stopped: false, unfinished: [] },
    {
      password: { value: 'hunter2', type: 'string', sensitive: true },
      big: { value: 2n ** 60n, type: 'number', sensitive: false },
    },
    'apply',
    writer,
  );
  const text = out.text();
  const messages = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(messages.map((message) => message.type)).toEqual([
    'version',
    'planned_change',
    'change_summary',
    'apply_start',
    'apply_progress',
    'provision_start',
    'provision_progress',
    'provision_complete',
    'apply_complete',
    'apply_errored',
    'apply_skipped',
    'log',
    'log',
    'change_summary',
    'outputs',
  ]);
  expect(messages[1]).toMatchObject({
    '@level': 'info',
    change: {
      action: 'update',
      resource: { addr: 'libvirt_domain.web', resource_type: 'libvirt_domain', resource_key: null },
    },
    virtform: { impact: 'live', data: 'kept' },
  });
  expect(messages[2]).toMatchObject({ changes: { add: 0, change: 1, remove: 0, operation: 'plan' } });
  expect(messages[8]).toMatchObject({
    hook: { elapsed_seconds: 12, id_key: 'id', id_value: '/pool/image.qcow2' },
  });
  expect(text).not.toContain('hunter2');
  expect(text).toContain('1152921504606846976');
});
