import { EXIT, Runner } from '../command.js';
import { ownVersion } from '../version.js';

/** Says which version this is, and on what it runs. */
export const version: Runner = ({ io, json }) => {
  const platform = `${process.platform}_${process.arch}`;
  io.out.write(
    json
      ? `${JSON.stringify({ virtform_version: ownVersion(), platform, node_version: process.version }, null, 2)}\n`
      : `virtform v${ownVersion()}\non ${platform}, Node ${process.version}\n`,
  );
  return Promise.resolve(EXIT.done);
};
