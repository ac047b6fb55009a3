import { compare } from '../golden/compare';
import { SAID_OTHERWISE } from './differences';
import type { Answer, Problem } from './project';

/**
 * In what two answers differ, a line each: `- error main.tf:3 …` is only said by Terraform, `+ …` only by us, and `~ PATH` is planned
 * otherwise.
 */
export function differences(ours: Answer, theirs: Answer): readonly string[] {
  const left = [...ours.problems];
  const missing = theirs.problems.filter((problem) => {
    const at = left.findIndex((one) => isSame(one, problem));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  const planned =
    ours.planned === undefined || theirs.planned === undefined
      ? []
      : compare('', ours.planned, theirs.planned);
  return [
    ...missing.map((problem) => `- ${lineOf(problem)}`),
    ...left.map((problem) => `+ ${lineOf(problem)}`),
    ...planned.map(({ path }) => `~ ${path.slice(1)}`),
  ];
}

function isSame(ours: Problem, theirs: Problem): boolean {
  if (ours.severity !== theirs.severity || ours.at !== theirs.at) return false;
  return (
    ours.summary === theirs.summary ||
    SAID_OTHERWISE.some((one) => one.ours.test(ours.summary) && one.theirs === theirs.summary)
  );
}

function lineOf({ severity, at, summary }: Problem): string {
  return [severity, at, summary].filter((part) => part !== '').join(' ');
}
