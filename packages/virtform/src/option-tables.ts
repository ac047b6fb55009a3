import type { OptionSpec } from './options.js';

/** Options that every command takes. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { name: 'chdir', takes: 'text', value: 'DIR', help: 'Work in this folder.' },
  { name: 'json', takes: 'flag', help: 'Print JSON, one object a line where something goes on for a while.' },
  { name: 'no-color', takes: 'flag', help: 'No colour. NO_COLOR in the environment means the same.' },
  { name: 'help', takes: 'flag', help: 'Say what the command does and takes.' },
];

export const LOCKING: readonly OptionSpec[] = [
  { name: 'lock', takes: 'flag', help: 'Hold a lock on the state (the default); -lock=false does without.' },
  {
    name: 'lock-timeout',
    takes: 'text',
    value: 'TIME',
    help: 'How long to wait for a lock that is held: 30s, 5m. Default 0s.',
  },
];

/** Terraform's legacy options of the local backend. */
export const STATE_FILE: OptionSpec = {
  name: 'state',
  takes: 'text',
  value: 'FILE',
  help: 'The state file, instead of the one of the local backend.',
};
export const BACKUP: OptionSpec = {
  name: 'backup',
  takes: 'text',
  value: 'FILE',
  help: 'Where the state that is replaced is kept. Default FILE.backup.',
};
const STATE_OUT: OptionSpec = {
  name: 'state-out',
  takes: 'text',
  value: 'FILE',
  help: 'Write the state to this file, and leave the one that was read as it is.',
};
export const STATE_FILES: readonly OptionSpec[] = [
  STATE_FILE,
  STATE_OUT,
  { ...BACKUP, help: `${BACKUP.help} -backup=- keeps nothing.` },
];
export const MOVING: readonly OptionSpec[] = [
  STATE_FILE,
  { ...STATE_OUT, help: 'Move into the state in this file.' },
  BACKUP,
  {
    ...BACKUP,
    name: 'backup-out',
    help: 'The same for the file of -state-out.',
  },
];
export const IGNORE_REMOTE_VERSION: OptionSpec = {
  name: 'ignore-remote-version',
  takes: 'flag',
  help: 'Taken for the sake of scripts; it says something of a backend that virtform has not.',
};

export const VARIABLES: readonly OptionSpec[] = [
  { name: 'var', takes: 'text', repeatable: true, value: 'NAME=VALUE', help: 'Set a variable.' },
  { name: 'var-file', takes: 'text', repeatable: true, value: 'FILE', help: 'Set variables from a file.' },
];

/** What a plan can be asked for. */
export const PLANNING: readonly OptionSpec[] = [
  { name: 'destroy', takes: 'flag', help: 'Plan to destroy everything.' },
  {
    name: 'target',
    takes: 'text',
    repeatable: true,
    value: 'ADDRESS',
    help: 'Only this, and what it depends on.',
  },
  {
    name: 'exclude',
    takes: 'text',
    repeatable: true,
    value: 'ADDRESS',
    help: 'Not this, nor what depends on it.',
  },
  {
    name: 'replace',
    takes: 'text',
    repeatable: true,
    value: 'ADDRESS',
    help: 'Destroy this and make it again.',
  },
  { name: 'refresh', takes: 'flag', help: 'Read the hosts (the default); -refresh=false trusts the state.' },
  {
    name: 'refresh-only',
    takes: 'flag',
    help: 'Only bring the state up to date with what is there; nothing on a host changes.',
  },
  {
    name: 'max-impact',
    takes: 'text',
    value: 'IMPACT',
    help: 'Refuse what costs a guest more: none, next-boot, live, pause, restart, replace, destroy. Exit code 3.',
  },
  {
    name: 'restart',
    takes: 'choice',
    implied: 'all',
    repeatable: true,
    value: 'ADDRESS',
    help: 'Power-cycle guests whose changes wait for a boot.',
  },
  {
    name: 'allow-data-loss',
    takes: 'text',
    repeatable: true,
    value: 'ADDRESS',
    help: 'Permit what destroys data here.',
  },
  {
    name: 'parallelism',
    takes: 'text',
    value: 'N',
    help: 'How many resources change at a time. Default 10.',
  },
];

export const SHOWING: readonly OptionSpec[] = [
  { name: 'concise', takes: 'flag', help: 'One line for each resource.' },
  { name: 'virsh', takes: 'flag', help: 'Under each change, the virsh commands that it equals.' },
];

export const INPUT: OptionSpec = {
  name: 'input',
  takes: 'flag',
  help: 'Ask where something is missing (the default); -input=false does not.',
};
export const STACK: OptionSpec = {
  name: 'stack',
  takes: 'text',
  value: 'STACK',
  help: 'Which stack, where the app has several.',
};
export const ALLOW_MISSING: OptionSpec = {
  name: 'allow-missing',
  takes: 'flag',
  help: 'No error where the state holds nothing there.',
};
export const DRY_RUN: OptionSpec = { name: 'dry-run', takes: 'flag', help: 'Only say what would be done.' };
export const APPROVE: OptionSpec = { name: 'auto-approve', takes: 'flag', help: 'Apply without asking.' };
