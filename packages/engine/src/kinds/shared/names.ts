import type { Diagnostic } from '@virtform/values';

/**
 * What is wrong with a name. libvirt makes file names of the names of its objects: it refuses `/` itself for some of them and
 * writes somewhere else for others.
 */
export function nameProblem(what: string, name: string | undefined): readonly Diagnostic[] {
  const problem = name === undefined ? undefined : problemOf(name);
  if (problem === undefined) return [];
  return [
    {
      severity: 'error',
      summary: `${JSON.stringify(name)} cannot be the name of a ${what}: ${problem}`,
      action: 'Give it a name without slashes and line breaks that is not empty.',
      path: ['name'],
    },
  ];
}

function problemOf(name: string): string | undefined {
  if (name.trim() === '') return 'it is empty';
  if (name === '.' || name === '..') return 'it means a folder';
  if (name.includes('/')) return 'it holds a slash';
  return /[\n\r\0]/.test(name) ? 'it holds a line break or a null' : undefined;
}
