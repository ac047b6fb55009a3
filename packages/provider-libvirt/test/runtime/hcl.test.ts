import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Machine } from './machine.js';

/** How an attribute stands in the HCL of a machine. */
function rendered(said: Readonly<Record<string, unknown>>): readonly string[] {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new Machine(stack, 'web', { name: 'web', ...said });
  const lines = String(Testing.synthHcl(stack)).split('\n');
  const start = lines.findIndex((line) => line.includes('name = "web"'));
  return lines.slice(start + 1, lines.lastIndexOf('}')).map((line) => line.trim());
}

describe('HCL as cdktf renders it', () => {
  it.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    [
      'numbers and truth values as they are',
      { ioThreadIDs: 2, running: true },
      ['io_thread_i_ds = 2', 'running = true'],
    ],
    ['texts on one line, escaped', { memoryUnit: 'a "b"\n\\' }, [String.raw`memory_unit = "a \"b\"\n\\"`]],
    ['texts that look like something else', { memoryUnit: '[1]' }, ['memory_unit = "[1]"']],
    [
      'expressions as they are',
      { memoryUnit: '${upper("a\\"}")}\n' },
      ['memory_unit = "${upper("a\\"}")}\\n"'],
    ],
    ['marks that were escaped', { memoryUnit: '$${A}"' }, ['memory_unit = "$${A}\\""']],
    ['null', { memoryUnit: null }, ['memory_unit = "${null}"']],
    [
      'objects and lists, which are no blocks',
      { devices: { disks: [{ serial: 'a\nb' }] } },
      ['devices = {', 'disks = [', '{', String.raw`serial = "a\nb"`, '},', ']', '}'],
    ],
  ])('has %s', (_, said, lines) => {
    expect(rendered(said)).toEqual(lines);
  });

  it('has what tokens stand for', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    new Machine(stack, 'web', { name: `a\n${new TerraformVariable(stack, 'x', {}).stringValue}` });
    expect(String(Testing.synthHcl(stack))).toContain('name = "a\\n${var.x}"');
  });
});
