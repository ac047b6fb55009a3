import type { Type } from './language/types.js';

/** The provisioners that there are. */
export const PROVISIONER_TYPES = ['local-exec', 'remote-exec', 'file'] as const;
export type ProvisionerType = (typeof PROVISIONER_TYPES)[number];

/** An argument of a provisioner or a connection. */
export interface Argument {
  readonly type: Type;
  readonly required?: true;
}

/** Arguments by name, and those that Terraform has and we refuse, with what to do instead. */
export interface ArgumentTable {
  readonly known: Readonly<Record<string, Argument>>;
  readonly refused: ReadonlyMap<string, string>;
}

const TEXTS: Type = { kind: 'list', element: 'string' };
const TEXT: Argument = { type: 'string' };
const NEEDED_TEXT: Argument = { type: 'string', required: true };
const PORT: Argument = { type: 'number' };

/** As the built-in provisioners of Terraform 1.11 declare them. */
export const PROVISIONER_ARGUMENTS: Readonly<Record<ProvisionerType, ArgumentTable>> = {
  'local-exec': {
    known: {
      command: NEEDED_TEXT,
      interpreter: { type: TEXTS },
      working_dir: TEXT,
      environment: { type: { kind: 'map', element: 'string' } },
      quiet: { type: 'bool' },
    },
    refused: new Map(),
  },
  'remote-exec': {
    known: { inline: { type: TEXTS }, script: TEXT, scripts: { type: TEXTS } },
    refused: new Map(),
  },
  file: { known: { source: TEXT, content: TEXT, destination: NEEDED_TEXT }, refused: new Map() },
};

const WINRM_ONLY = 'It belongs to connections of the type winrm, which are not supported: leave it out.';
const PROXY =
  'ssh itself speaks to no such proxy: say "ProxyCommand" for this host in ~/.ssh/config, or go through a bastion_host.';

/** As Terraform 1.11 declares a connection. */
export const CONNECTION_ARGUMENTS: ArgumentTable = {
  known: {
    type: TEXT,
    user: TEXT,
    password: TEXT,
    host: NEEDED_TEXT,
    port: PORT,
    timeout: TEXT,
    script_path: TEXT,
    target_platform: TEXT,
    private_key: TEXT,
    certificate: TEXT,
    agent: { type: 'bool' },
    agent_identity: TEXT,
    host_key: TEXT,
    bastion_user: TEXT,
    bastion_password: TEXT,
    bastion_private_key: TEXT,
    bastion_certificate: TEXT,
    bastion_host: TEXT,
    bastion_host_key: TEXT,
    bastion_port: PORT,
  },
  refused: new Map([
    ['https', WINRM_ONLY],
    ['insecure', WINRM_ONLY],
    ['use_ntlm', WINRM_ONLY],
    ['cacert', WINRM_ONLY],
    ['proxy_scheme', PROXY],
    ['proxy_host', PROXY],
    ['proxy_port', PROXY],
    ['proxy_user_name', PROXY],
    ['proxy_user_password', PROXY],
  ]),
};

/** Provisioners that Terraform once had. */
export const REMOVED_PROVISIONERS: readonly string[] = ['chef', 'habitat', 'puppet', 'salt-masterless'];
