import type { CommandSpec } from './command.js';
import type { OptionSpec } from './options.js';

/** Options that every command takes. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { name: 'chdir', takes: 'text', value: 'DIR', help: 'Work in this folder.' },
  { name: 'json', takes: 'flag', help: 'Print JSON, one object a line where something goes on for a while.' },
  { name: 'no-color', takes: 'flag', help: 'No colour. NO_COLOR in the environment means the same.' },
  { name: 'help', takes: 'flag', help: 'Say what the command does and takes.' },
];

const LOCKING: readonly OptionSpec[] = [
  { name: 'lock', takes: 'flag', help: 'Hold a lock on the state (the default); -lock=false does without.' },
  {
    name: 'lock-timeout',
    takes: 'text',
    value: 'TIME',
    help: 'How long to wait for a lock that is held: 30s, 5m. Default 0s.',
  },
];

const VARIABLES: readonly OptionSpec[] = [
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

const SHOWING: readonly OptionSpec[] = [
  { name: 'concise', takes: 'flag', help: 'One line for each resource.' },
  { name: 'virsh', takes: 'flag', help: 'Under each change, the virsh commands that it equals.' },
];

const INPUT: OptionSpec = {
  name: 'input',
  takes: 'flag',
  help: 'Ask where something is missing (the default); -input=false does not.',
};
const APPROVE: OptionSpec = { name: 'auto-approve', takes: 'flag', help: 'Apply without asking.' };

/** Every command, in the order of help. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'plan',
    takes: '[STACK…]',
    summary: 'Show what would change, and what guests would notice. Only reads.',
    options: [
      ...PLANNING,
      ...SHOWING,
      ...VARIABLES,
      ...LOCKING,
      INPUT,
      {
        name: 'out',
        takes: 'text',
        value: 'FILE',
        help: 'Write the plan to a file, to be applied as it is.',
      },
      {
        name: 'detailed-exitcode',
        takes: 'flag',
        help: 'Exit code 2 where there are changes, 0 where there are none.',
      },
    ],
    load: async () => (await import('./commands/plan.js')).plan,
  },
  {
    name: 'apply',
    takes: '[PLAN | STACK…]',
    summary: 'Bring the hosts into line with the program.',
    options: [...PLANNING, ...SHOWING, ...VARIABLES, ...LOCKING, INPUT, APPROVE],
    load: async () => (await import('./commands/apply.js')).apply,
  },
  {
    name: 'destroy',
    takes: '[STACK…]',
    summary: 'Destroy what was made. The same as apply -destroy.',
    options: [
      ...PLANNING.filter((option) => option.name !== 'destroy'),
      ...SHOWING,
      ...VARIABLES,
      ...LOCKING,
      INPUT,
      APPROVE,
    ],
    load: async () => (await import('./commands/apply.js')).destroy,
  },
  {
    name: 'show',
    takes: '[PLAN]',
    summary: 'Show the state, or a saved plan.',
    options: SHOWING,
    load: async () => (await import('./commands/show.js')).show,
  },
  {
    name: 'output',
    takes: '[NAME]',
    summary: 'Show the outputs of the last apply.',
    options: [
      { name: 'raw', takes: 'flag', help: 'The bare text of one output, for scripts.' },
      { name: 'stack', takes: 'text', value: 'STACK', help: 'Which stack, where the app has several.' },
    ],
    load: async () => (await import('./commands/output.js')).output,
  },
  {
    name: 'state',
    takes: 'list [ADDRESS…]',
    summary: 'List what the state holds.',
    options: [
      { name: 'stack', takes: 'text', value: 'STACK', help: 'Which stack, where the app has several.' },
    ],
    load: async () => (await import('./commands/state.js')).state,
  },
  {
    name: 'validate',
    takes: '[STACK…]',
    summary: 'Check everything that needs no host.',
    options: VARIABLES,
    load: async () => (await import('./commands/validate.js')).validate,
  },
  {
    name: 'synth',
    takes: '',
    summary: 'Run the app and write its cdk.tf.json files.',
    options: [],
    load: async () => (await import('./commands/synth.js')).synth,
  },
  {
    name: 'ps',
    takes: '[STACK…]',
    summary: 'The guests of the stack: status, CPUs, memory, disks, addresses.',
    options: [],
    load: async () => (await import('./commands/ps.js')).ps,
  },
  {
    name: 'wait',
    takes: '[GUEST…]',
    summary: 'Wait until guests have a lease, answer by their agent, or are off.',
    options: [
      {
        name: 'for',
        takes: 'text',
        value: 'lease,agent,off',
        help: 'What to wait for; all of them. Default agent.',
      },
      { name: 'timeout', takes: 'text', value: 'TIME', help: 'How long: 90s, 5m. Default 5m.' },
    ],
    load: async () => (await import('./commands/wait.js')).wait,
  },
  {
    name: 'evidence',
    takes: '[GUEST…]',
    summary: 'Write down what guests are, from outside and inside.',
    options: [
      {
        name: 'out',
        takes: 'text',
        value: 'DIR',
        help: 'The folder to write; it must not exist. Default evidence.',
      },
    ],
    load: async () => (await import('./commands/evidence.js')).evidence,
  },
  {
    name: 'version',
    takes: '',
    summary: 'Say which version this is.',
    options: [],
    load: async () => (await import('./commands/version.js')).version,
  },
];
