import { formatAddress, parseAddress, type State } from '@virtform/engine';
import { EXIT, Runner } from '../command.js';
import { usage } from '../options.js';
import { openUnits } from '../session.js';

/** Lists what the state holds. */
export const state: Runner = async (invocation) => {
  const { io, options, names, json } = invocation;
  const [verb, ...wanted] = names;
  if (verb !== 'list') {
    throw usage(
      verb === undefined
        ? 'virtform state wants to know what to do'
        : `virtform state has no command "${verb}"`,
      'virtform state list lists what the state holds.',
    );
  }
  for (const address of wanted) {
    if (parseAddress(address) === undefined)
      throw usage(
        `"${address}" is no address of a resource`,
        'Addresses look like libvirt_domain.web or libvirt_domain.web[0].',
      );
  }
  const stack = options.text('stack');
  const units = await openUnits(invocation, stack === undefined ? [] : [stack]);
  const addresses: string[] = [];
  for (const { unit } of units) {
    const read = await unit.state();
    if (read !== undefined) addresses.push(...addressesOf(read));
  }
  const shown =
    wanted.length === 0
      ? addresses
      : addresses.filter((address) =>
          wanted.some((prefix) => address === prefix || address.startsWith(`${prefix}[`)),
        );
  if (wanted.length > 0 && shown.length === 0)
    throw usage(
      `The state holds nothing at ${wanted.join(', ')}`,
      'virtform state list lists all that it holds.',
    );
  io.out.write(
    json ? `${JSON.stringify(shown, null, 2)}\n` : shown.map((address) => `${address}\n`).join(''),
  );
  return EXIT.done;
};

function addressesOf(read: State): readonly string[] {
  return read.resources.flatMap((resource) =>
    resource.instances
      .filter((instance) => instance.deposed === undefined)
      .map(({ key }) => formatAddress(key === undefined ? resource.address : { ...resource.address, key })),
  );
}
