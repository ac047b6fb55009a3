import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Linter } from 'eslint';

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

  // esbuild makes functions of arrow functions for this bundle, and loses the `this` of those in the initializer of a field: the command
  // ended with a ReferenceError once a call had been under way for a minute.
  it('knows every name that the bundler made up for "this"', () => {
    const file = path.resolve(__dirname, '../packages/virtform/lib/bin.js');
    const messages = new Linter().verify(readFileSync(file, 'utf8'), [
      { languageOptions: { ecmaVersion: 2023, sourceType: 'commonjs' }, rules: { 'no-undef': 'error' } },
    ]);
    const madeUp = /'_(?:this|arguments)\d*'/;
    expect(messages.filter(({ fatal, message }) => fatal === true || madeUp.test(message))).toEqual([]);
  });

  it('can still be asked for a part of it', () => {
    expect(run(`console.log(require('@virtform/schema/lib/volume').volume.type)`)).toBe('libvirt_volume');
  });
});
