import { PROVIDERS } from '../../src/kinds/index.js';
import { unknownKind } from '../../src/plan/providers.js';

function asked(
  type: string,
  name: string,
  mode: 'managed' | 'data' = 'managed',
): ReturnType<typeof unknownKind> {
  return unknownKind({ address: { module: [], mode, type, name: 'x' }, provider: { name } }, PROVIDERS);
}

test.each<[type: string, provider: string, action: RegExp]>([
  ['null_resource', 'null', /^A terraform_data does the same/],
  ['template_file', 'template', /templatefile\(/],
  ['cloudinit_config', 'cloudinit', /libvirt_cloudinit_disk[^]*yamlencode/],
  ['random_id', 'random', /uuid\(\)/],
  ['tls_private_key', 'tls', /ssh-keygen/],
  ['local_file', 'local', /virtform output -raw/],
  ['time_sleep', 'time', /local-exec/],
  ['http', 'http', /as a variable/],
  ['docker_image', 'docker', /^Let Terraform have it[^]*terraform_remote_state/],
  ['libvirt_pool', 'multani/libvirt', /^Let Terraform have it/],
  ['libvrit_pool', 'libvrit', /^Did you mean libvirt\?$/],
])('%s of the provider %s: what can be done is told', (type, provider, action) => {
  expect(asked(type, provider)).toEqual({
    severity: 'error',
    summary: `There is no provider ${provider}`,
    detail: `${type} belongs to it, and providers of others are not run here: there are libvirt and terraform.`,
    action: expect.stringMatching(action),
  });
});

test('a type that a provider does not have is told with those that it has', () => {
  expect(asked('libvirt_poool', 'libvirt').action).toBe('Did you mean libvirt_pool?');
  expect(asked('terraform_nothing', 'terraform', 'data').action).toBe('There are: terraform_remote_state.');
});
