import type { PlannedProvisioner } from '@virtform/engine';
import { SENSITIVE } from '@virtform/values';
import type { Row } from './rows.js';
import type { Style } from './style.js';
import { formatValue } from './values.js';

/** The provisioners that a change will run, a line each, in their order. */
export function provisionerRows(provisioners: readonly PlannedProvisioner[], style: Style): readonly Row[] {
  return provisioners.map((provisioner) => ({
    cells: [
      { text: `      > ${provisioner.type}`, paint: style.read },
      { text: placeText(provisioner) },
      { text: noteText(provisioner) },
    ],
  }));
}

/** The same in a few words, for a plan of one line a resource. */
export function provisionersText(provisioners: readonly PlannedProvisioner[]): string {
  return provisioners.length === 0 ? '' : `runs ${provisioners.map(({ type }) => type).join(', ')}`;
}

function placeText({ type, where }: PlannedProvisioner): string {
  const place = where === undefined ? undefined : formatPlace(where);
  if (type === 'local-exec') return place === undefined ? 'on this machine' : `on this machine, in ${place}`;
  return place === undefined ? 'on a host that is not known yet' : `on ${place}`;
}

function formatPlace(where: string): string {
  return where === SENSITIVE ? where : formatValue(where);
}

function noteText({ when, onFailure }: PlannedProvisioner): string {
  const order = when === 'destroy' ? 'before it is destroyed' : 'once it is made';
  return onFailure === 'continue' ? `${order}; where it fails, the apply goes on` : order;
}
