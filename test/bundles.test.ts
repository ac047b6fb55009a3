import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** What a program prints that runs on the built packages. */
function run(program: string): string {
  const cwd = path.resolve(__dirname, '..');
  return execFileSync(process.execPath, ['--enable-source-maps', '-e', program], {
    cwd,
    encoding: 'utf8',
  }).trim();
}

describe('a package that is built into one file', () => {
  test.each([
    ['@virtform/schema', `parseXml('<a')`, 'packages/schema/src/xml/parse.ts'],
    ['@virtform/values', `suggest(1, 2)`, 'packages/values/src/suggest.ts'],
    ['@virtform/libvirt', `parseUri(1)`, 'packages/libvirt/src/transport/uri.ts'],
  ])('%s points into its sources where something fails', (name, call, source) => {
    const program = `try { require('${name}').${call}; } catch (error) { console.log(error.stack); }`;
    expect(run(program)).toContain(source);
  });

  it('has one of each schema, by whichever door', () => {
    const program = `const { resources } = require('@virtform/schema/lib/schemas');
      console.log(require('@virtform/schema').domain === resources.libvirt_domain);`;
    expect(run(program)).toBe('true');
  });

  it('can still be asked for a part of it', () => {
    expect(run(`console.log(require('@virtform/schema/lib/volume').volume.type)`)).toBe('libvirt_volume');
  });
});
