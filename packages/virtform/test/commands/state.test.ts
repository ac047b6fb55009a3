import { type CommandLab, commandLab, LINEAGE, SAMPLE, stateJson, resourceJson } from './lab.js';

let lab: CommandLab;
beforeEach(() => {
  lab = commandLab();
  lab.write('terraform.tfstate', SAMPLE);
});
afterEach(() => lab.remove());

/** The state as it is stored now. */
interface Stored {
  readonly serial: number;
  readonly lineage: string;
  readonly resources: readonly {
    readonly name: string;
    readonly provider: string;
    readonly instances: readonly { readonly status?: string; readonly dependencies?: readonly string[] }[];
  }[];
}
const stored = (): Stored => JSON.parse(lab.read('terraform.tfstate')) as Stored;
const backups = (): readonly string[] =>
  lab.files().filter((name) => /^terraform\.tfstate\.\d+\.backup$/.test(name));

describe('state list', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    [
      'everything',
      [],
      [
        'libvirt_domain.web[0]',
        'libvirt_domain.web[1]',
        'libvirt_network.lab',
        'module.shop.libvirt_domain.db',
      ],
    ],
    ['every instance of a block', ['libvirt_domain.web'], ['libvirt_domain.web[0]', 'libvirt_domain.web[1]']],
    ['one instance', ['libvirt_domain.web[1]'], ['libvirt_domain.web[1]']],
    ['what is in a module', ['module.shop'], ['module.shop.libvirt_domain.db']],
    ['what has an id', ['-id=3'], ['libvirt_network.lab']],
  ])('lists %s', async (_, words, expected) => {
    expect(await lab.run('state', 'list', ...words)).toMatchObject({
      code: 0,
      out: expected.map((address) => `${address}\n`).join(''),
    });
    expect(JSON.parse((await lab.run('state', 'list', '-json', ...words)).out)).toEqual(expected);
  });

  test('names what is there once, however often it is asked for', async () => {
    const { out } = await lab.run('state', 'list', 'libvirt_domain.web', 'libvirt_domain.web[0]');
    expect(out).toBe('libvirt_domain.web[0]\nlibvirt_domain.web[1]\n');
  });

  test.each([
    ['what is no address', 'web', 'is no address'],
    [
      'what it does not hold, beside what it does',
      'libvirt_domain.gone',
      'holds nothing at "libvirt_domain.gone"',
    ],
  ])('says %s', async (_, name, message) => {
    const { code, out, error } = await lab.run('state', 'list', 'libvirt_network.lab', name);
    expect([code, out]).toEqual([1, '']);
    expect(error).toContain(message);
  });

  test('says what it does not hold', async () => {
    const { code, error } = await lab.run('state', 'list', 'libvirt_domain.gone');
    expect(code).toBe(1);
    expect(error).toContain('The state holds nothing at "libvirt_domain.gone"');
  });
});

describe('an app of two stacks', () => {
  beforeEach(() => {
    const stack = (name: string): object => ({ name, workingDirectory: `stacks/${name}`, dependencies: [] });
    lab.write(
      'manifest.json',
      JSON.stringify({ version: '0.24.0', stacks: { a: stack('a'), b: stack('b') } }),
    );
    for (const name of ['a', 'b']) {
      const resource = resourceJson('libvirt_pool', name, [{ attributes: { id: name } }]);
      lab.write(`${name}.tfstate`, stateJson([resource]));
      const backend = { local: { path: `${lab.folder}/${name}.tfstate` } };
      lab.write(`${name}.tf.json`, JSON.stringify({ terraform: { backend } }));
    }
    const copied = ['a', 'b'].map(
      (name) =>
        `mkdir -p "$CDKTF_OUTDIR/stacks/${name}" && cp ${name}.tf.json "$CDKTF_OUTDIR/stacks/${name}/cdk.tf.json"`,
    );
    const app = [...copied, 'cp manifest.json "$CDKTF_OUTDIR/"'].join(' && ');
    lab.write('cdktf.json', JSON.stringify({ language: 'other', app }));
    lab.environment.PATH = process.env.PATH ?? '';
  });

  test.each<[string, readonly string[], string]>([
    ['all that it holds', [], 'libvirt_pool.a\nlibvirt_pool.b\n'],
    ['what one of them holds', ['libvirt_pool.b'], 'libvirt_pool.b\n'],
    ['what each holds', ['libvirt_pool.b', 'libvirt_pool.a'], 'libvirt_pool.a\nlibvirt_pool.b\n'],
    ['one stack alone', ['-stack=a'], 'libvirt_pool.a\n'],
  ])('lists %s', async (_, words, out) => {
    expect(await lab.run('state', 'list', ...words)).toMatchObject({ code: 0, out });
  });

  test('says what none of them holds, beside what one does', async () => {
    expect(await lab.run('state', 'list', 'libvirt_pool.a', 'libvirt_pool.c')).toMatchObject({
      code: 1,
      error: expect.stringContaining('holds nothing at "libvirt_pool.c"'),
    });
  });

  test('wants to know which one is edited', async () => {
    expect(await lab.run('state', 'rm', 'libvirt_pool.a')).toMatchObject({
      code: 1,
      error: expect.stringContaining('Name one with -stack=STACK'),
    });
    expect((await lab.run('state', 'rm', '-stack=a', 'libvirt_pool.a')).code).toBe(0);
    expect((await lab.run('state', 'list')).out).toBe('libvirt_pool.b\n');
  });
});

describe('state show', () => {
  test('shows one object, and no secret', async () => {
    const { code, out } = await lab.run('state', 'show', 'libvirt_network.lab');
    expect(code).toBe(0);
    expect(out).toContain('name = "lab"');
    expect(out).not.toContain('do not show');
  });

  test('prints what show -json has of it', async () => {
    const { out } = await lab.run('state', 'show', '-json', 'libvirt_domain.web[1]');
    expect(JSON.parse(out)).toMatchObject({
      address: 'libvirt_domain.web[1]',
      index: 1,
      values: { name: 'web-1' },
    });
  });

  test('wants one object', async () => {
    const { code, error } = await lab.run('state', 'show', 'libvirt_domain.web');
    expect(code).toBe(1);
    expect(error).toContain('more than one instance');
  });
});

describe('state mv', () => {
  test('gives an object another address, with the next serial and a backup', async () => {
    const { code, out } = await lab.run('state', 'mv', 'libvirt_network.lab', 'libvirt_network.office');
    expect(code).toBe(0);
    expect(out).toContain('Moved libvirt_network.lab to libvirt_network.office');
    expect(out).toContain('Successfully moved 1 object.');
    const { serial, lineage, resources } = stored();
    expect([serial, lineage]).toEqual([4, LINEAGE]);
    expect(resources.map(({ name }) => name)).toContain('office');
    const dependencies = resources.flatMap(({ instances }) =>
      instances.flatMap((instance) => instance.dependencies ?? []),
    );
    expect(new Set(dependencies)).toEqual(new Set(['libvirt_network.office']));
    expect(backups().map((name) => lab.read(name))).toEqual([SAMPLE]);
  });

  test('moves a whole module', async () => {
    expect((await lab.run('state', 'mv', 'module.shop', 'module.store["a"]')).code).toBe(0);
    expect((await lab.run('state', 'list')).out).toContain('module.store["a"].libvirt_domain.db');
  });

  test('only says what it would do with -dry-run', async () => {
    const { code, out } = await lab.run(
      'state',
      'mv',
      '-dry-run',
      'libvirt_network.lab',
      'libvirt_network.office',
    );
    expect(code).toBe(0);
    expect(out).toContain('Would move libvirt_network.lab to libvirt_network.office');
    expect(lab.read('terraform.tfstate')).toBe(SAMPLE);
  });

  test.each<[string, readonly string[], string]>([
    ['what is not there', ['libvirt_network.gone', 'libvirt_network.office'], 'holds nothing there'],
    ['to where something is', ['libvirt_domain.web[0]', 'libvirt_domain.web[1]'], 'holds something there'],
    ['to another type', ['libvirt_network.lab', 'libvirt_pool.lab'], 'of different types'],
    ['to nowhere', ['libvirt_network.lab'], 'wants SOURCE and DESTINATION'],
    ['what is no address', ['lab', 'libvirt_network.office'], 'is no address'],
  ])('does not move %s, and writes nothing', async (_, words, message) => {
    const { code, error } = await lab.run('state', 'mv', ...words);
    expect(code).toBe(1);
    expect(error).toContain(message);
    expect(lab.read('terraform.tfstate')).toBe(SAMPLE);
    expect(backups()).toEqual([]);
  });
});

describe('state rm', () => {
  test('forgets objects, each time with a backup of its own', async () => {
    const { code, out } = await lab.run('state', 'rm', 'libvirt_domain.web[0]', 'module.shop');
    expect(code).toBe(0);
    expect(out).toContain('Removed libvirt_domain.web[0]\nRemoved module.shop.libvirt_domain.db\n');
    expect(out).toContain('removed 2 resource instances');
    await lab.run('state', 'rm', 'libvirt_network.lab');
    expect((await lab.run('state', 'list')).out).toBe('libvirt_domain.web[1]\n');
    expect(stored().serial).toBe(5);
    expect(backups()).toHaveLength(2);
  });

  test('forgets nothing where one of its addresses means nothing', async () => {
    const { code, error } = await lab.run('state', 'rm', 'libvirt_domain.web', 'libvirt_domain.gone');
    expect(code).toBe(1);
    expect(error).toContain('libvirt_domain.gone');
    expect(lab.read('terraform.tfstate')).toBe(SAMPLE);
  });
});

describe('taint and untaint', () => {
  test('mark an object, and take it back', async () => {
    expect((await lab.run('taint', 'libvirt_domain.web[1]')).code).toBe(0);
    expect(stored().resources.find(({ name }) => name === 'web')?.instances).toMatchObject([
      {},
      { status: 'tainted' },
    ]);
    expect((await lab.run('untaint', 'libvirt_domain.web[1]')).code).toBe(0);
    expect(lab.read('terraform.tfstate')).not.toContain('tainted');
    const { code, error } = await lab.run('untaint', 'libvirt_domain.web[1]');
    expect(code).toBe(1);
    expect(error).toContain('it is not tainted');
  });

  test('are content with nothing where -allow-missing says so', async () => {
    expect((await lab.run('taint', 'libvirt_domain.gone')).code).toBe(1);
    expect((await lab.run('taint', '-allow-missing', 'libvirt_domain.gone')).code).toBe(0);
    expect(lab.read('terraform.tfstate')).toBe(SAMPLE);
  });
});

describe('state replace-provider', () => {
  const words = ['state', 'replace-provider', 'dmacvicar/libvirt', 'example.org/lab/libvirt'] as const;

  test('asks, and replaces', async () => {
    const { code, out } = await lab.runSaying('yes', ...words);
    expect(code).toBe(0);
    expect(out).toContain('replaced the provider of 3 resources');
    expect(new Set(stored().resources.map(({ provider }) => provider))).toEqual(
      new Set(['provider["example.org/lab/libvirt"]']),
    );
  });

  test('does nothing unless the answer is yes', async () => {
    expect((await lab.runSaying('y', ...words)).code).toBe(1);
    expect(await lab.run(...words)).toMatchObject({
      code: 1,
      error: expect.stringContaining('-auto-approve'),
    });
    expect(lab.read('terraform.tfstate')).toBe(SAMPLE);
    expect((await lab.run(...words, '-auto-approve')).code).toBe(0);
  });
});

describe('state pull and push', () => {
  test('pull prints the file, byte for byte', async () => {
    const { out } = await lab.run('state', 'pull');
    expect(out).toBe(lab.read('terraform.tfstate'));
  });

  test('pull prints nothing where there is no state', async () => {
    lab.write('terraform.tfstate', '');
    expect(await lab.run('state', 'pull')).toMatchObject({ code: 0, out: '' });
  });

  const newer = stateJson([resourceJson('libvirt_pool', 'p', [{ attributes: { id: '9' } }])], { serial: 7 });

  test('push takes a newer state, from a file or the standard input', async () => {
    lab.write('newer.tfstate', newer);
    expect((await lab.run('state', 'push', 'newer.tfstate')).code).toBe(0);
    expect(stored().serial).toBe(7);
    expect(backups().map((name) => lab.read(name))).toEqual([SAMPLE]);
    lab.write('terraform.tfstate', SAMPLE);
    expect((await lab.runSaying(newer, 'state', 'push', '-')).code).toBe(0);
    expect(stored().serial).toBe(7);
  });

  test.each<[string, string, string]>([
    ['an older one', stateJson([], { serial: 2 }), 'is newer, with 3'],
    ['one of another lineage', stateJson([], { lineage: LINEAGE.replace('6', '7'), serial: 9 }), 'lineage'],
    ['another of the same serial', stateJson([]), 'its content is another'],
    ['what is no state', '{"version": 4, "resources": 7}', 'resources'],
    ['half a state', SAMPLE.slice(0, 200), 'pushed.tfstate'],
    ['nothing', '', 'is empty'],
  ])('push refuses %s and leaves what is there', async (_, text, message) => {
    lab.write('pushed.tfstate', text);
    const { code, error } = await lab.run('state', 'push', 'pushed.tfstate');
    expect(code).toBe(1);
    expect(error).toContain(message);
    expect(lab.read('terraform.tfstate')).toBe(SAMPLE);
  });

  test('push -force takes it all the same, as long as it is a state', async () => {
    lab.write('pushed.tfstate', stateJson([], { serial: 1 }));
    expect((await lab.run('state', 'push', '-force', 'pushed.tfstate')).code).toBe(0);
    expect(stored().resources).toEqual([]);
  });
});

test('commands of the state wait for nobody, and say who holds the lock', async () => {
  const { realEffects } = await import('@virtform/engine');
  const held = await realEffects().files.lock(`${lab.folder}/terraform.tfstate`, 0o600);
  lab.write(
    '.terraform.tfstate.lock.info',
    JSON.stringify({ ID: 'abc', Operation: 'OperationTypeApply', Who: 'ann@desk', Created: '2026-01-01' }),
  );
  try {
    const { code, error } = await lab.run('state', 'rm', 'libvirt_network.lab');
    expect(code).toBe(1);
    expect(error).toContain('ann@desk');
    expect(error).toContain('-lock-timeout');
    expect((await lab.run('state', 'list')).code).toBe(0);
  } finally {
    await held?.release();
  }
  expect((await lab.run('state', 'rm', 'libvirt_network.lab')).code).toBe(0);
});

test('a local lock is not broken: it goes with its process', async () => {
  const { code, error } = await lab.run('force-unlock', '-force', 'abc');
  expect(code).toBe(1);
  expect(error).toContain('goes when that process ends');
});

test('the family explains itself', async () => {
  expect((await lab.run('state', '-help')).out).toContain('state replace-provider');
  expect((await lab.run('help', 'state')).out).toContain('state mv');
  expect((await lab.run('help', 'state', 'mv')).out).toContain('SOURCE DESTINATION');
  expect((await lab.run('state', 'mvv')).error).toContain('Did you mean virtform state mv?');
});
