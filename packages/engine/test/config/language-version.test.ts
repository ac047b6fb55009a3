import { fulfils } from '../../src/config/language-version';
import { loaded } from './given';

test.each<[version: string, constraints: string, expected: boolean | undefined]>([
  ['1.11.4', '>= 1.5', true],
  ['1.11.4', '>= 1.5, < 1.11', false],
  ['1.11.4', '~> 1.9', true],
  ['1.11.4', '~> 1.9.0', false],
  ['1.11.4', '~> 1.11.2', true],
  ['1.11.4', '~> 1.11.5', false],
  ['2.0.0', '~> 1.9', false],
  ['1.11.4', '~> 1', true],
  ['1.11.4', '1.11.4', true],
  ['1.11.4', '= 1.11', false],
  ['1.11.4', '!= 1.11.4', false],
  ['1.11.4', '<= 1.11.4', true],
  ['1.11.4', '> 1.11.4', false],
  ['1.11.4', '~> 0', true],
  ['1.11.4', '~> 1.11.4.0', false],
  ['1.11.4', '= 1.11.4.0', true],
  ['1.11.4', '>= 1.11.4+build', true],
  ['1.11.4', '> 1.11.4-rc1', true],
  ['1.11.4', '= 1.11.4-rc1', false],
  ['1.11.4', '< 1.11.5-rc1', true],
  ['1.11.4', '~> 1.11.0-rc1', true],
  ['1.11.4', '>= 99999999999999999999', undefined],
  ['1.11.4', 'V1.11.4', undefined],
  ['1.11.4', 'latest', undefined],
  ['1.11.4', '', undefined],
])('%s fulfils %j: %s', (version, constraints, expected) => {
  expect(fulfils(version, constraints)).toBe(expected);
});

test.each<[what: string, configuration: object, summaries: readonly string[]]>([
  ['a version that is fulfilled', { terraform: { required_version: '>= 1.5' } }, []],
  ['one that is not', { terraform: { required_version: '>= 1.12' } }, ['Unsupported Terraform Core version']],
  ['one that is none', { terraform: { required_version: 'new' } }, ['Invalid version constraint']],
  ['a cloud block', { terraform: { cloud: {} } }, ['A cloud block is not supported']],
])('%s', async (_, configuration, summaries) => {
  const { diagnostics } = await loaded(configuration);
  expect(diagnostics.map(({ summary }) => summary)).toEqual(summaries);
});
