import type { Condition } from '@virtform/engine';
import { EXIT, Runner } from '../command.js';
import { formatDuration, parseDuration } from '../duration.js';
import { chooseGuests, type Guest, withoutSecrets } from '../guests.js';
import { usage } from '../options.js';

/** Waits until it is so for every guest that is named; the exit code says whether. */
export const wait: Runner = async (invocation) => {
  const { options, names, json } = invocation;
  const { CONDITIONS, findGuest, realEffects, waitForGuest } = await import('@virtform/engine');
  const wanted = (options.text('for') ?? 'agent').split(',').map((word) => {
    const condition = CONDITIONS.find((candidate) => candidate === word);
    if (condition === undefined)
      throw usage(`-for=${word} cannot be waited for`, `There are: ${CONDITIONS.join(', ')}.`);
    return condition;
  });
  const timeout = parseDuration(options.text('timeout') ?? '5m', 'timeout');
  const effects = realEffects();
  const started = effects.clock.now();
  const outcomes: boolean[] = [];
  const hosts = await chooseGuests(invocation, names);
  return withoutSecrets(hosts, invocation, async (io) => {
    for (const { uri, guests } of hosts) {
      const host = await effects.hosts.connect(uri, 'change');
      const one = async (guest: Guest, condition: Condition): Promise<void> => {
        const domain = await findGuest(host, guest.uuid);
        const holds = await waitForGuest(host, domain, condition, effects.clock, started + timeout);
        const elapsed = effects.clock.now() - started;
        if (json)
          io.out.write(
            `${JSON.stringify({ type: 'wait', guest: guest.shown, for: condition, holds, elapsed_ms: elapsed })}\n`,
          );
        else if (holds) io.out.write(`${guest.shown}: ${condition} after ${formatDuration(elapsed)}\n`);
        else io.error.write(`${guest.shown}: no ${condition} within ${formatDuration(timeout)}\n`);
        outcomes.push(holds);
      };
      try {
        await Promise.all(guests.flatMap((guest) => wanted.map((condition) => one(guest, condition))));
      } finally {
        await host.close();
      }
    }
    return outcomes.every(Boolean) ? EXIT.done : EXIT.error;
  });
};
