import type { ApplyAction, ApplyEvent, ApplyListener } from '@virtform/engine';
import { formatBytes } from '@virtform/values';
import { formatDuration } from '../duration.js';
import type { Output } from '../io.js';
import type { Style } from './style.js';

/** How an action is told of. */
export interface Wording {
  readonly doing: string;
  readonly still: string;
  readonly done: string;
}

/** Terraform's words, so that eyes and scripts find what they know. */
export const WORDING: Readonly<Record<ApplyAction, Wording>> = {
  create: { doing: 'Creating', still: 'creating', done: 'Creation' },
  update: { doing: 'Modifying', still: 'modifying', done: 'Modifications' },
  delete: { doing: 'Destroying', still: 'destroying', done: 'Destruction' },
  read: { doing: 'Reading', still: 'reading', done: 'Read' },
  stop: { doing: 'Stopping', still: 'stopping', done: 'Stop' },
};

type ProgressEvent = Extract<ApplyEvent, { event: 'progress' }>;

/** Prints an apply as it goes on: a line for each event, and on a terminal one line that shows how far long work has come. */
export function progressPrinter(output: Output, style: Style): ApplyListener {
  const progress = new Map<string, ProgressEvent>();
  let live = false;
  const clear = (): void => {
    if (live) output.write('\r\u001b[K');
    live = false;
  };
  const line = (text: string): void => {
    clear();
    output.write(`${text}\n`);
  };
  return (event) => {
    switch (event.event) {
      case 'started':
        line(`${style.strong(`${event.address}:`)} ${WORDING[event.action].doing}...`);
        break;
      case 'imported':
        line(`${style.strong(`${event.address}:`)} Import complete [id=${event.id}]`);
        break;
      case 'progress':
        progress.set(event.address, event);
        if (output.isTerminal) {
          clear();
          output.write(`  ${event.address}: ${howFar(event)}`);
          live = true;
        }
        break;
      case 'still': {
        const far = progress.get(event.address);
        const details = [
          `${formatDuration(event.elapsed)} elapsed`,
          far === undefined ? undefined : howFar(far),
        ];
        line(
          `${style.strong(`${event.address}:`)} Still ${WORDING[event.action].still}... [${details.filter((detail) => detail !== undefined).join(', ')}]`,
        );
        break;
      }
      case 'reconnecting':
        line(
          `${event.address}: the connection to ${event.uri} broke; looking up what became of it (attempt ${event.attempt})...`,
        );
        break;
      case 'provision-started':
        line(`${style.strong(`${event.address}:`)} Provisioning with '${event.provisioner}'...`);
        break;
      case 'provision-output':
        line(`${style.strong(`${event.address} (${event.provisioner}):`)} ${event.line}`);
        break;
      case 'completed': {
        progress.delete(event.address);
        const id = event.id === undefined ? '' : ` [id=${event.id}]`;
        line(
          `${style.strong(`${event.address}:`)} ${WORDING[event.action].done} complete after ${formatDuration(event.elapsed)}${id}`,
        );
        break;
      }
      case 'failed':
        progress.delete(event.address);
        line(style.removed(`${event.address}: failed after ${formatDuration(event.elapsed)}`));
        break;
      case 'skipped':
        line(style.faint(`${event.address}: skipped: ${event.because}`));
        break;
      case 'stopping':
        line(
          event.running.length === 0
            ? 'Interrupted: nothing new starts.'
            : `Interrupted: nothing new starts; waiting for ${event.running.join(', ')}. Once more ends at once.`,
        );
        break;
      case 'provision-completed':
      case 'provision-failed':
      case 'step':
        break;
    }
  };
}

/** `12 MiB of 30 MiB (40%)`. */
function howFar({ done, total, unit }: ProgressEvent): string {
  const show = (amount: number): string => (unit === 'bytes' ? formatBytes(amount) : formatDuration(amount));
  if (total === undefined || total === 0) return show(done);
  return `${show(done)} of ${show(total)} (${Math.floor((done / total) * 100)}%)`;
}
