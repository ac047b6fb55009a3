import type { CommandSpec } from './command.js';
import { APPROVE, INPUT, LOCKING, PLANNING, SHOWING, VARIABLES } from './option-tables.js';

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
    options: VARIABLES,
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
      ...VARIABLES,
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
      ...VARIABLES,
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
