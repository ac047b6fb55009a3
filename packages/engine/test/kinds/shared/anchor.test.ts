import { domain } from '@virtform/schema';
import type { Value, ValueObject } from '@virtform/values';
import { anchorElements } from '../../../src/kinds/shared/anchor.js';

const on = (network: string, mac?: string): Value => ({
  source: { network: { network } },
  ...(mac === undefined ? {} : { mac: { address: mac } }),
});
const devices = (...interfaces: readonly Value[]) => ({ devices: { interfaces } });

const [A, B, C] = ['52:54:00:00:00:0a', '52:54:00:00:00:0b', '52:54:00:00:00:0c'];

test.each<
  [
    what: string,
    wanted: readonly Value[],
    applied: readonly Value[],
    actual: readonly Value[],
    tied: readonly Value[],
  ]
>([
  ['one as it was', [on('a')], [on('a')], [on('a', A)], [on('a', A)]],
  ['a new one in front takes nothing', [on('n'), on('a')], [on('a')], [on('a', A)], [on('n'), on('a', A)]],
  ['the first of two that goes', [on('b')], [on('a'), on('b')], [on('a', A), on('b', B)], [on('b', B)]],
  [
    'two that change places',
    [on('b'), on('a')],
    [on('a'), on('b')],
    [on('a', A), on('b', B)],
    [on('b', B), on('a', A)],
  ],
  [
    'libvirt keeps another order',
    [on('n'), on('a')],
    [on('n'), on('a')],
    [on('a', A), on('n', C)],
    [on('n', C), on('a', A)],
  ],
  [
    'one that changes is the one it was',
    [on('a'), on('x')],
    [on('a'), on('b')],
    [on('a', A), on('b', B)],
    [on('a', A), on('x', B)],
  ],
  ['a MAC that is said is left alone', [on('a', C)], [on('a', C)], [on('a', C)], [on('a', C)]],
  ['a MAC that is said no more stays', [on('a')], [on('a', C)], [on('a', C)], [on('a', C)]],
  [
    'without what was applied, by what they say',
    [on('b'), on('a')],
    [],
    [on('a', A), on('b', B)],
    [on('b', B), on('a', A)],
  ],
  [
    'alike ones in their order',
    [on('a'), on('a')],
    [on('a'), on('a')],
    [on('a', A), on('a', B)],
    [on('a', A), on('a', B)],
  ],
])('%s', (_what, wanted, applied, actual, tied) => {
  const anchored = anchorElements(
    domain.attributes,
    devices(...wanted),
    devices(...applied),
    devices(...actual),
  );
  expect(anchored).toEqual(devices(...tied));
});

test('another identity that was said, and is said no more, is taken out', () => {
  const memory = (alias?: string) => ({
    devices: { memorydevs: [{ model: 'dimm', ...(alias === undefined ? {} : { alias: { name: alias } }) }] },
  });
  const tie = (applied: string | undefined) =>
    anchorElements(domain.attributes, memory(), memory(applied), memory('ua-mine'));
  expect(tie('ua-mine')).toEqual(memory());
  expect(tie(undefined)).toEqual(memory('ua-mine'));
});

test('a console is never tied to that of the serial port', () => {
  const consoles = (...all: readonly Value[]) => ({ devices: { consoles: all } });
  const serial = { target: { type: 'serial' }, alias: { name: 'ua-serial' } };
  const port = (source: ValueObject): ValueObject => ({ source, target: { type: 'virtio' } });
  const pty = port({ pty: { path: '/dev/pts/7' } });
  const std = port({ std_io: true });
  const named = (name: string, item: ValueObject): ValueObject => ({ ...item, alias: { name } });
  const tie = (...virtio: readonly Value[]) =>
    anchorElements(domain.attributes, consoles(pty, std), consoles(pty, std), consoles(serial, ...virtio));
  const found = consoles(named('ua-pty', pty), named('ua-std', std));
  // Of a pseudo-terminal libvirt tells nothing, and of another source that somebody else gave it.
  expect(tie(named('ua-std', std), named('ua-pty', port({})))).toEqual(found);
  expect(tie(named('ua-std', std), named('ua-pty', port({ null: true })))).toEqual(found);
  expect(tie(named('ua-std', std))).toEqual(consoles(pty, named('ua-std', std)));
});
