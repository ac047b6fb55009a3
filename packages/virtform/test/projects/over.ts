import type { Project } from './project';

/** A state in which terraform_data.a is there, with other values than the configurations here say. */
export const STATE = stateOf('a');

/** The same of several. */
export function stateOf(...names: readonly string[]): string {
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: '6e0f7c58-2c2f-4b4c-9a3e-1d8f0c1a2b3c',
    outputs: {},
    resources: names.map((name) => ({
      mode: 'managed',
      type: 'terraform_data',
      name,
      provider: 'provider["terraform.io/builtin/terraform"]',
      instances: [
        {
          schema_version: 0,
          attributes: {
            id: 'one',
            input: { value: 'before', type: 'string' },
            output: { value: 'before', type: 'string' },
            triggers_replace: { value: 'before', type: 'string' },
          },
          sensitive_attributes: [],
        },
      ],
    })),
    check_results: null,
  });
}

export type Files = Readonly<Record<string, string>>;

/** A configuration, and what lies over it. */
export const over = (name: string, base: string, override: string, more: Files = {}): Project => ({
  name,
  files: { 'main.tf': base, 'override.tf': override, ...more },
});

export const A = 'resource "terraform_data" "a" {\n  input = "base"\n}\n';
export const state: Files = { 'terraform.tfstate': STATE };
