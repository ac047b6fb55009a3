import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from 'virtform/lib/main.js';
import { prepare, type Prepared } from './quickstart/prepare.js';
import { EVIDENCE, FOLDER, ROOT } from './quickstart/record.js';

const STACK = 'quickstart';
const PLAN = path.join(FOLDER, 'quickstart.plan');

/** The plan found something to change: `-detailed-exitcode`, as in Terraform. */
const CHANGES = 2;

/**
 * Brings up the quickstart, and shows that it is: the plan, its apply, the guest table and the evidence.
 *
 * @returns the exit code
 */
export async function start(): Promise<number> {
  process.chdir(ROOT);
  const prepared = await prepare((text) => {
    console.log(text);
  });
  console.log(describe(prepared));

  const planned = await run(['plan', '-detailed-exitcode', `-out=${PLAN}`, STACK]);
  if (planned !== 0 && planned !== CHANGES) return planned;
  if (planned === CHANGES) {
    console.log('');
    const applied = await run(['apply', PLAN]);
    if (applied !== 0) return applied;
  }
  rmSync(PLAN, { force: true });

  if (planned === CHANGES || !existsSync(EVIDENCE)) {
    console.log('\nWaiting for the guest');
    const conditions = prepared.settings.network === 'user' ? 'agent' : 'lease,agent';
    const waited = await run(['wait', `-for=${conditions}`, '-timeout=3m']);
    if (waited !== 0) return waited;
    console.log('');
    const listed = await run(['ps', STACK]);
    if (listed !== 0) return listed;
    console.log('');
    rmSync(EVIDENCE, { recursive: true, force: true });
    const seen = await run(['evidence', `-out=${EVIDENCE}`]);
    if (seen !== 0) return seen;
  } else {
    console.log('');
    const listed = await run(['ps', STACK]);
    if (listed !== 0) return listed;
  }
  console.log(NEXT);
  return 0;
}

function describe({ settings, record, why }: Prepared): string {
  const way = {
    given: 'yours',
    system: "the machine's own",
    private: 'a private one',
    session: "this user's session",
  }[record.kind];
  return [
    `Hypervisor: ${way}${why === undefined ? '' : ` (${why})`}`,
    `            virsh -c '${settings.uri}' list --all`,
    `Guests run: ${record.emulated === undefined ? 'by KVM' : `emulated. ${record.emulated}`}`,
    '',
  ].join('\n');
}

const NEXT = `
Try next: in stacks/quickstart.ts, make it "cpus: 2". Then
  npx virtform plan      shows what the running guest would notice
  npx virtform apply     does it
  npx virtform ps        shows the guest
npm run stop destroys all of it.`;
