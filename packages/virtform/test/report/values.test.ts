import { mark, SetValue, UNKNOWN, Value } from '@virtform/values';
import { formatSize, formatValue } from '../../src/report/values.js';

test.each<[string, Value | undefined, string]>([
  ['a name', 'quickstart', 'quickstart'],
  ['a path', '/var/lib/x.qcow2', '/var/lib/x.qcow2'],
  ['text with blanks', 'a b', '"a b"'],
  ['an empty text', '', '""'],
  ['a size', '1.5 GiB', '1.5 GiB'],
  ['long text is cut', 'x y'.repeat(40), `"${'x y'.repeat(40).slice(0, 59)}…"`],
  ['text cannot move the cursor', 'a\u001b[2J', '"a\\u001b[2J"'],
  ['a truth', true, 'true'],
  ['a big integer', 2n ** 64n, '18446744073709551616'],
  ['nothing', null, '(unset)'],
  ['unknown', UNKNOWN, '(known after apply)'],
  ['a secret', mark('hunter2', ['sensitive']), '(sensitive value)'],
  [
    'a device by its leaves',
    { target: { dev: 'vdb' }, source: { file: { file: 'a.qcow2' } } },
    'vdb, a.qcow2',
  ],
  [
    'a secret inside a device',
    { password: mark('hunter2', ['sensitive']), port: 1 },
    '(sensitive value), port 1',
  ],
  ['what says little without its name', { acpi: true, apic: false, port: 80 }, 'acpi, no apic, port 80'],
  ['many leaves', [1, 2, 3, 4, 5, 6, 7, 8, 9], '1, 2, 3, 4, 5, 6, 7, 8, …'],
  ['an empty list', [], '(empty)'],
  ['a long path is whole', `/srv/${'x'.repeat(100)}`, `/srv/${'x'.repeat(100)}`],
  ['a set', new SetValue(['a', 'b']), 'a, b'],
])('%s', (_, value, text) => {
  expect(formatValue(value)).toBe(text);
});

test.each<[Value | undefined, Value | undefined, string, string]>([
  [512, 'MiB', 'KiB', '512 MiB'],
  [524288, undefined, 'KiB', '512 MiB'],
  [10, 'GiB', 'bytes', '10 GiB'],
  [2147483648, undefined, 'bytes', '2 GiB'],
  [5, 'parsecs', 'bytes', '5 parsecs'],
  [UNKNOWN, 'MiB', 'KiB', '(known after apply)'],
])('%p %p (%s where unset) is %s', (value, unit, unset, text) => {
  expect(formatSize(value, unit, unset)).toBe(text);
});
