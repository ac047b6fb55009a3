import {
  changeTable,
  costsAt,
  DOMAIN_NOT_TRIED,
  DOMAIN_TRIED_IN_PART,
  domain,
  rowsOf,
  sayCost,
  type ChangeRow,
  type ChangeTable,
} from '../../src/index.js';
import { code, markdownTable, prose, relative } from './markdown.js';

/** Below docs/. */
export const CHANGES_PAGE = 'resources/domain/changes.md';

export const CHANGES_TITLE = 'What a change costs';

const INTRO = [
  `Part of [libvirt_domain](${relative(CHANGES_PAGE, 'resources/domain.md')}).`,
  "What a guest that runs notices of a change, and the call of libvirt's QEMU driver by which it is made. The costs, gentlest first:",
  [
    '- **none**: nothing;',
    '- **next boot**: nothing now; the change is stored, and waits for the next power cycle, which `plan -restart` can plan;',
    '- **live**: it is there at once, as if somebody had plugged something in;',
    '- **restart**: the guest is shut down or started.',
  ].join('\n'),
  "The most exact row counts. What is off is defined anew, and nobody notices. What is taken out of a program goes back to libvirt's default in the same way.",
  'Other drivers do less to a guest that runs: that of `lxc` changes memory, its limits, shares of CPU time and of disks, and texts, and plugs block devices, interfaces, USB and storage of the host; that of `xen` vCPUs, memory, pins and texts, and plugs disks, SCSI controllers, interfaces and host devices; that of `vz` vCPUs and memory, and plugs disks, interfaces and displays; that of `bhyve` changes texts, that of `ch` pins. All else waits there for the next boot, and only guests of QEMU are renamed. Containers were tried, with libvirt 9.0 and 11.3; of the others the rules are those of the sources of libvirt 9.0.',
  'A row that was **tried** was made on a running guest that was looked at from inside before and after: its boot and its process stay the same. Of the others the reason is told.',
];

/** The page with the table of what changes of a guest cost, as Markdown. */
export function renderChangesPage(): string {
  const table = changeTable(domain.type);
  const rows = table === undefined ? [] : rowsOf(table).map((row) => cellsOf(row, table));
  return [
    `# ${CHANGES_TITLE}`,
    ...INTRO,
    markdownTable([['Change', 'Costs', 'Call', 'Since', 'Tried'], ...rows]),
  ].join('\n\n');
}

function cellsOf(row: ChangeRow, table: ChangeTable): readonly string[] {
  const costs = row.path === '' ? [table.otherwise] : costsAt(table, row.path, row.on);
  const [first] = costs;
  return [
    sayRow(row),
    prose(sayCost(costs)),
    first?.call === undefined ? '' : first.call.split(', ').map(code).join(', '),
    first?.since ?? '',
    DOMAIN_NOT_TRIED[row.name] ?? DOMAIN_TRIED_IN_PART[row.name] ?? 'yes',
  ];
}

const EVENTS = { add: 'added to', remove: 'taken from', change: '' } as const;

/** `added to devices.disks`. */
function sayRow({ on, path }: ChangeRow): string {
  if (path === '') return 'everything else';
  const name = code(path.replace(/\[\]$/, '').replaceAll('[]', ''));
  return on === 'change' ? name : `${EVENTS[on]} ${name}`;
}
