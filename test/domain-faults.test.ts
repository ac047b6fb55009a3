import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A fault that meets guests, what becomes of it, and the test that shows that. */
interface Fault {
  readonly fault: string;
  readonly outcome: string;
  readonly file: string;
  /** As it stands in the file: the title of a test, or that of its case. */
  readonly test: string;
}

// The faults and threats that a tool for guests is tried against, as far as they concern guests.
const FAULTS: readonly Fault[] = [
  {
    fault: 'the daemon restarts',
    outcome: 'calls that are under way are told, and later ones are answered',
    file: 'test/e2e/libvirt-faults.test.ts',
    test: 'in the middle of calls: they are told, and calls after its restart are answered',
  },
  {
    fault: 'the connection drops during a call',
    outcome: 'it is looked up what became of the call, and then gone on',
    file: 'packages/engine/test/apply/faults.test.ts',
    test: 'a connection that is lost after the call was carried out',
  },
  {
    fault: 'the connection drops before a call',
    outcome: 'it is looked up what became of the call, and then made again',
    file: 'packages/engine/test/apply/faults.test.ts',
    test: 'a connection that is lost before the call arrived',
  },
  {
    fault: 'a call never returns',
    outcome: 'it is told, and the next apply finds out what became of it',
    file: 'packages/engine/test/apply/faults.test.ts',
    test: 'a call that never returns and was carried out',
  },
  {
    fault: 'a name is taken',
    outcome: 'it is refused, with the name of what is there',
    file: 'test/e2e/refusals.test.ts',
    test: 'an object of the same name that is not ours is refused by name, and left as it is',
  },
  {
    fault: 'a name or UUID is taken between plan and apply',
    outcome: 'the step is not begun, where libvirt itself would change the other guest',
    file: 'packages/engine/test/kinds/shared/execute.test.ts',
    test: '%s is not made where it is already',
  },
  {
    fault: 'an object is changed after the plan',
    outcome: 'apply stops before it',
    file: 'packages/engine/test/apply/apply-plan.test.ts',
    test: 'what changed between plan and apply stops that node, and only that',
  },
  {
    fault: 'a plan that was saved has grown old',
    outcome: 'it is refused',
    file: 'test/e2e/road.test.ts',
    test: 'a saved plan is carried out as it is, and refused once it is stale',
  },
  {
    fault: "somebody else holds a guest's job lock for a while",
    outcome: 'the call is made again',
    file: 'packages/engine/test/apply/faults.test.ts',
    test: 'a job lock that somebody holds for a while',
  },
  {
    fault: "somebody else keeps a guest's job lock",
    outcome: 'it is given up, with what libvirt said of the holder',
    file: 'packages/engine/test/kinds/shared/patience.test.ts',
    test: '%s that stays so is given up, with what libvirt said and what to do',
  },
  {
    fault: 'a volume is to go that a running guest has as a disk',
    outcome: 'it is refused at plan',
    file: 'packages/engine/test/plan/check-holders.test.ts',
    test: 'a volume that would be %s is refused at plan',
  },
  {
    fault: 'the same, on a real host',
    outcome: 'it is refused, and the guest runs on',
    file: 'test/e2e/kinds-domain.test.ts',
    test: 'a volume grows under the guest that runs on it, and is not deleted there',
  },
  {
    fault: 'a guest ignores that it is asked to shut down',
    outcome: 'the step fails, and its plug is not pulled',
    file: 'test/e2e/kinds-domain.test.ts',
    test: 'a guest that does not answer is not shut down by force',
  },
  {
    fault: 'a guest does not let go of a device',
    outcome: 'the step fails, and the device stays defined',
    file: 'test/e2e/kinds-domain.test.ts',
    test: 'a virtio disk that the guest does not let go of is not reported as gone',
  },
  {
    fault: 'a guest does not follow its balloon',
    outcome: 'a warning says how much it still has',
    file: 'test/e2e/domain-power.test.ts',
    test: 'a guest that does not follow its balloon is told by a warning, and its definition has the new size',
  },
  {
    fault: 'a DHCP lease outlives its guest, and is told of the next one with that MAC',
    outcome: 'an apply that waits for an address waits for a newer one',
    file: 'test/e2e/guest-addresses.test.ts',
    test: 'is not what the apply of the next guest with that MAC waits for',
  },
  {
    fault: 'the same, where the guest has an agent',
    outcome: 'the agent has the last word',
    file: 'test/e2e/guest-addresses.test.ts',
    test: 'is not told of the next guest with that MAC, whose agent says otherwise',
  },
  {
    fault: 'somebody pauses a guest',
    outcome: 'it goes on where it was',
    file: 'test/e2e/domain-power.test.ts',
    test: 'one that somebody paused goes on where it was',
  },
  {
    fault: 'a guest ends by itself',
    outcome: 'that is drift, and it is started again',
    file: 'test/e2e/domain-power.test.ts',
    test: 'one that ended by itself is started again',
  },
  {
    fault: 'virtform ends half-way through the making of guests',
    outcome: 'the next apply finishes it',
    file: 'test/e2e/crash.test.ts',
    test: 'an apply that makes everything, killed at any moment, is finished by the next one',
  },
  {
    fault: 'virtform ends half-way through a change of a guest',
    outcome: 'the next apply finishes or undoes it; the guest is never undefined for a change',
    file: 'test/e2e/crash.test.ts',
    test: 'an apply that changes a running guest, killed at any moment, is finished or undone by the next one',
  },
  {
    fault: 'virtform ends half-way through a destroy',
    outcome: 'the next one finishes it',
    file: 'test/e2e/crash.test.ts',
    test: 'a destroy, killed at any moment, is finished by the next one',
  },
  {
    fault: 'a guest goes that has snapshots, a checkpoint, saved memory or variables of its firmware',
    outcome: 'nothing of them is left',
    file: 'test/e2e/domain-destroy.test.ts',
    test: 'a guest goes with $what',
  },
  {
    fault: 'a VNC password is empty',
    outcome: 'a warning at plan',
    file: 'packages/schema/test/check/cases/domain-graphics.ts',
    test: 'a VNC password that is empty',
  },
  {
    fault: "a guest's XML brings a document type or entities",
    outcome: 'it is not read',
    file: 'packages/schema/test/xml/parse.test.ts',
    test: 'entities that grow',
  },
  {
    fault: "a guest's secrets in plans, logs and errors",
    outcome: 'they are not shown',
    file: 'test/e2e/secrets.test.ts',
    test: 'a lab of secrets comes and goes without showing one',
  },
];

test.each(FAULTS)('$fault: $outcome', ({ file, test: title }) => {
  const text = readFileSync(path.resolve(__dirname, '..', file), 'utf8');
  expect(["'", '"', '`'].some((quote) => text.includes(`${quote}${title}${quote}`))).toBe(true);
});
