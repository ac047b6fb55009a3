import { formatDiagnostic, UNKNOWN } from '@virtform/values';
import { evaluate, expand, instanceScope } from '../../src/config';
import { configurationOf, loaded, scopeOf } from './given';

const quickstart = {
  '//': { metadata: { stackName: 'quickstart', version: '0.24.0' } },
  provider: { libvirt: [{ uri: 'qemu:///system' }, { alias: 'east', uri: 'qemu+ssh://east/system' }] },
  variable: { vcpu: { type: 'number', default: 2 } },
  locals: { net: '${libvirt_network.net.name}' },
  resource: {
    libvirt_network: {
      net: { '//': { metadata: { path: 'quickstart/net', uniqueId: 'net' } }, name: 'lab' },
    },
    libvirt_domain: {
      web: {
        '//': { metadata: { path: 'quickstart/web', uniqueId: 'web' } },
        count: '${var.vcpu}',
        name: 'web-${count.index}',
        depends_on: ['libvirt_network.net'],
        provider: 'libvirt.east',
        lifecycle: { ignore_changes: ['vcpu'], create_before_destroy: true },
        devices: { interfaces: [{ source: { network: '${local.net}' } }] },
      },
    },
  },
  output: { name: { value: '${libvirt_domain.web[0].name}', sensitive: true } },
};

describe('a synthesized configuration', () => {
  it('becomes blocks with their constructs', async () => {
    const configuration = await configurationOf(quickstart);
    expect([...configuration.resources.keys()]).toEqual(['libvirt_network.net', 'libvirt_domain.web']);
    expect(configuration.resources.get('libvirt_domain.web')).toMatchObject({
      construct: 'quickstart/web',
      provider: { name: 'libvirt', alias: 'east' },
      dependsOn: ['libvirt_network.net'],
      lifecycle: { createBeforeDestroy: true, preventDestroy: false, ignoreChanges: ['vcpu'] },
    });
    expect(configuration.providers.map(({ alias }) => alias)).toEqual([undefined, 'east']);
    expect(configuration.outputs.get('name')).toMatchObject({ sensitive: true });
  });

  it('evaluates, instance by instance', async () => {
    const configuration = await configurationOf(quickstart);
    const block = configuration.resources.get('libvirt_domain.web');
    if (block === undefined) throw new Error('the domain is missing');
    const scope = scopeOf(configuration, { variables: new Map([['vcpu', 2]]) });
    const { expansions } = expand(block, scope);
    expect(expansions).toEqual([{ key: 0 }, { key: 1 }]);
    const [, second = { key: undefined }] = expansions;
    expect(evaluate(block.body, instanceScope(scope, second))).toEqual({
      value: { name: 'web-1', devices: { interfaces: [{ source: { network: UNKNOWN } }] } },
      diagnostics: [],
    });
  });
});

test.each<[what: string, configuration: object, message: string]>([
  [
    'a misspelt reference',
    { output: { o: { value: '${var.regoin}' } }, variable: { region: { default: 'x' } } },
    'Error: Reference to undeclared input variable\n  in output.o\n  cdk.tf.json:4:19\n    "value": "${var.regoin}"\n\nvar.regoin is not declared in this configuration.\n\nDid you mean var.region?',
  ],
])('%s is reported', async (_, configuration, message) => {
  const { diagnostics } = await loaded(configuration);
  expect(diagnostics.map(formatDiagnostic)).toEqual([message]);
});
