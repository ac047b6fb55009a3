import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT, Runner } from '../command.js';

/** Says which version this is, and on what it runs. */
export const version: Runner = async ({ io, json }) => {
  const { version: own } = packageFile();
  const platform = `${process.platform}_${process.arch}`;
  io.out.write(
    json
      ? `${JSON.stringify({ virtform_version: own, platform, node_version: process.version }, null, 2)}\n`
      : `virtform v${own}\non ${platform}, Node ${process.version}\n`,
  );
  return EXIT.done;
};

function packageFile(): { readonly version: string } {
  const content: unknown = JSON.parse(readFileSync(path.join(__dirname, '..', '..', 'package.json'), 'utf8'));
  const found: unknown =
    typeof content === 'object' && content !== null ? Reflect.get(content, 'version') : undefined;
  return { version: typeof found === 'string' ? found : 'unknown' };
}
