import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compare, type Contender, type Pieces } from '../compare.js';
import { type Bench, benchProgram, type Figure, virtform } from '../figure.js';
import type { Measurement } from '../measurement.js';
import { ownTime, type Program, runOnce, wholeProcess } from '../program.js';

/** Of the fewest, what V8 has to compile first is half of the cost; therefore the most are held against the many as well. */
const FEW = 1_000;
const MANY = 10_000;
const MOST = 50_000;
/** As many as a program that people write by hand has: three guests and what is around them. */
const SMALL = 17;

const part = (name: 'evaluate' | 'plan', resources: number, ...words: readonly string[]): Contender =>
  ownTime({
    name: `${resources} resources`,
    command: benchProgram('language.cjs', name, resources, ...words),
  });

/** What a resource costs among many, against one among few. */
async function perResource(
  name: 'evaluate' | 'plan',
  many: number,
  few: number,
  rounds: number,
): Promise<Measurement> {
  const pieces: Pieces = { ours: many, theirs: few };
  return {
    title: `${name === 'plan' ? 'planned as well' : 'parsed and evaluated'}: a resource of ${many} against one of ${few}`,
    ...(await compare(part(name, many), part(name, few), rounds, pieces)),
    limits: [{ of: 'time', atMost: 1.5 }],
  };
}

/** Of these Terraform needs 15 s. Twice as many take it six times as long: the ten thousand of the other measurements it would not end. */
const YARDSTICK = { guests: 250, images: 3, resources: 250 * 4 + 3 };

function writeYardstick({ folder }: Bench): string {
  const place = folder('yardstick');
  copyFileSync(path.join(__dirname, '..', 'language', 'yardstick.tf'), path.join(place, 'main.tf'));
  const guests = Object.fromEntries(
    Array.from({ length: YARDSTICK.guests }, (_, index) => [
      `guest${String(index).padStart(5, '0')}`,
      { memory: 1024 + (index % 4) * 512, image: `image${index % YARDSTICK.images}` },
    ]),
  );
  writeFileSync(path.join(place, 'guests.auto.tfvars.json'), JSON.stringify({ guests }));
  return place;
}

/** The same plan by Terraform, which has to be in PATH. */
async function againstTerraform(bench: Bench): Promise<Measurement> {
  const cwd = writeYardstick(bench);
  await runOnce({ name: 'terraform init', command: ['terraform', 'init'], cwd });
  const plan = (name: string, command: Program['command']): Contender =>
    wholeProcess({
      name,
      command,
      cwd,
      check: ({ code, stdout }) => {
        assert.equal(code, 0);
        assert.match(stdout, new RegExp(`Plan: ${YARDSTICK.resources} to add, 0 to change, 0 to destroy`));
      },
    });
  return {
    title: `the plan of ${YARDSTICK.resources} terraform_data, against Terraform, whole processes`,
    ...(await compare(
      plan('virtform plan', virtform('plan', '-no-color')),
      plan('terraform plan', ['terraform', 'plan', '-no-color']),
      bench.rounds,
    )),
    limits: [{ of: 'speed', atLeast: 5 }],
  };
}

/** What the language costs: files that are read, expressions that are evaluated, references between thousands of instances. */
export const language: Figure = {
  name: 'language',
  title: `Resources by for_each that refer to one another; of one process, how long the processor was busy`,
  rounds: 3,
  async measure(bench) {
    const { rounds } = bench;
    const [many, few] = [part('evaluate', MANY), part('evaluate', FEW)];
    return [
      {
        title: `${MANY} resources parsed and evaluated`,
        ...(await compare(many, few, rounds)),
        limits: [
          { of: 'milliseconds', atMost: 2_000 },
          { of: 'resident', atMost: 400 },
        ],
      },
      await perResource('evaluate', MANY, FEW, rounds),
      await perResource('evaluate', MOST, FEW, rounds),
      await perResource('evaluate', MOST, MANY, rounds),
      {
        title: `${MANY} resources planned as well, against what evaluating them costs`,
        ...(await compare(part('plan', MANY), many, rounds)),
        limits: [{ of: 'resident', atMost: 400 }],
      },
      await perResource('plan', MOST, MANY, rounds),
      {
        title: `a small stack parsed and evaluated, against the first that a process reads`,
        ...(await compare(part('evaluate', SMALL, 'after'), part('evaluate', SMALL), rounds)),
        limits: [{ of: 'milliseconds', atMost: 20 }],
      },
      await againstTerraform(bench),
    ];
  },
};
