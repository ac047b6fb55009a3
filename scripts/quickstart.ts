import { existsSync, rmSync } from 'node:fs';
import { processIo, type Io } from 'virtform/lib/io.js';
import { run } from 'virtform/lib/main.js';
import { prepare, type Prepared } from './quickstart/prepare.js';
import { EVIDENCE, ROOT } from './quickstart/record.js';

const STACK = 'quickstart';

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

  const said: string[] = [];
  const applied = await run(['apply', '-auto-approve', STACK], listening(said));
  if (applied !== 0) return applied;
  const isNew = !said.join('').includes('No changes.') || !existsSync(EVIDENCE);

  if (isNew) {
    console.log('\nWaiting for the guest');
    // What the user-mode network gives out is known to nobody but the guest.
    const conditions = prepared.settings.network === 'user' ? 'agent' : 'lease,agent';
    const waited = await run(['wait', `-for=${conditions}`, '-timeout=3m']);
    if (waited !== 0) return waited;
  }
  console.log('');
  const listed = await run(['ps', STACK]);
  if (listed !== 0) return listed;
  if (isNew) {
    console.log('');
    rmSync(EVIDENCE, { recursive: true, force: true });
    const seen = await run(['evidence', `-out=${EVIDENCE}`]);
    if (seen !== 0) return seen;
  }
  console.log(NEXT);
  return 0;
}

/** The terminal, with a copy of what is written to it. */
function listening(copy: string[]): Io {
  const io = processIo();
  const write = (text: string): void => {
    copy.push(text);
    io.out.write(text);
  };
  return { ...io, out: { ...io.out, write } };
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
