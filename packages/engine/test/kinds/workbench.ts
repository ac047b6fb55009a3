import { tmpdir } from 'node:os';
import { connect, readingProcedures, type Caller } from '@virtform/libvirt';
import type { Diagnostic, JsonObject, Path, ValueObject } from '@virtform/values';
import { realClock } from '../../src/effects/clock.js';
import { realFiles } from '../../src/effects/files.js';
import type { OpenHostView } from '../../src/kinds/host-view.js';
import { libvirtProvider } from '../../src/kinds/index.js';
import type { HeldObject } from '../../src/kinds/provider.js';
import type { Applied, Attributes, Identity, Kind, OwnershipMark, Proposal } from '../../src/kinds/kind.js';
import { stepContext } from './step-context.js';

/** What a workbench remembers of an object, as a state would. */
interface Remembered {
  readonly identity: Identity;
  readonly attributes: Attributes;
  readonly wanted: JsonObject;
}

/** How a test wants something applied. */
export interface ApplyOptions {
  readonly allowDataLoss?: boolean;
  readonly restart?: boolean;
  readonly sensitive?: readonly Path[];
}

/**
 * Kinds at work on a real host, without the engine around them: reads, proposes, runs the steps, reads again, and holds the
 * promise that a second proposal is empty.
 */
export class Workbench {
  private readonly states = new Map<string, Remembered>();
  /** What steps told of that did not come out as it should. */
  readonly warnings: Diagnostic[] = [];

  private constructor(
    private reader: Caller,
    private writer: Caller,
    private inspector: Caller,
    readonly lineage: string,
  ) {}

  static async open(uri: string, lineage = '6c0ffee0-0000-4000-8000-000000000001'): Promise<Workbench> {
    return new Workbench(...(await callers(uri)), lineage);
  }

  /** Connects anew to a host whose daemon was started again, with all that it remembers. */
  async reopen(uri: string): Promise<void> {
    [this.reader, this.writer, this.inspector] = await callers(uri);
  }

  async close(): Promise<void> {
    await Promise.all([this.reader.close(), this.writer.close(), this.inspector.close()]);
  }

  /** @param further what is held beside what it remembers */
  view(further: readonly HeldObject[] = []): Promise<OpenHostView> {
    const local = { files: realFiles(), folder: tmpdir() };
    const held = [...this.states].map(([address, object]) => ({ ...object, type: typeOf(address) }));
    return libvirtProvider.readHost(this.reader, () => Promise.resolve(this.inspector), local, [
      ...held,
      ...further,
    ]);
  }

  /** The proposal for an address; `wanted` undefined: to be destroyed. */
  async propose(
    address: string,
    wanted: Attributes | undefined,
    options: ApplyOptions = {},
    known?: OpenHostView,
  ): Promise<Proposal & { readonly identity: Identity }> {
    const view = known ?? (await this.view());
    const kind = kindOf(address);
    const remembered = this.states.get(address);
    const identity =
      remembered?.identity ?? kind.identify(wanted ?? {}, uuidFor(address), view, this.mark(address));
    const actual = remembered === undefined ? undefined : kind.read(view, identity);
    const proposal = kind.propose(
      {
        address,
        applied: remembered === undefined ? undefined : appliedFrom(remembered),
        actual,
        wanted,
        sensitive: options.sensitive ?? [],
        identity,
        mark: this.mark(address),
        allowDataLoss: options.allowDataLoss ?? false,
        restart: options.restart ?? false,
      },
      view,
    );
    return { ...proposal, identity };
  }

  /** Brings an object to where it is wanted and holds that nothing is left to do. */
  async apply(
    address: string,
    wanted: (ValueObject & JsonObject) | undefined,
    options: ApplyOptions = {},
  ): Promise<Proposal> {
    const proposal = await this.propose(address, wanted, options);
    if (proposal.diagnostics.length > 0) return proposal;
    const kind = kindOf(address);
    const context = stepContext(
      {
        host: this.writer,
        files: realFiles(),
        clock: realClock(),
        identity: proposal.identity,
        mark: this.mark(address),
        wanted,
      },
      { warn: (warning) => this.warnings.push(warning) },
    );
    for (const step of proposal.steps) await kind.execute(step, context, await this.view());
    if (wanted === undefined) {
      this.states.delete(address);
      return proposal;
    }
    const view = await this.view([
      { type: typeOf(address), attributes: wanted, identity: proposal.identity },
    ]);
    const identity = kind.identify(wanted, uuidFor(address), view, this.mark(address));
    const actual = kind.read(view, identity);
    if (actual === undefined) throw new Error(`${address} is not there after it was applied`);
    this.states.set(address, { identity, attributes: kind.toState(actual, wanted), wanted });
    const again = await this.propose(address, wanted, { ...options, restart: false }, view);
    if (again.action !== 'no-op' || again.diagnostics.length > 0) {
      throw new Error(
        `${address} is not settled: ${JSON.stringify(again, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 1)}`,
      );
    }
    return proposal;
  }

  /** What the state holds. */
  state(address: string): Attributes | undefined {
    return this.states.get(address)?.attributes;
  }

  /** Forgets what was asked for, as where Terraform wrote the state. */
  applied(address: string): Applied | undefined {
    const remembered = this.states.get(address);
    return remembered === undefined ? undefined : appliedFrom(remembered);
  }

  mark(address: string): OwnershipMark {
    return { lineage: this.lineage, address };
  }
}

function callers(uri: string): Promise<[Caller, Caller, Caller]> {
  return Promise.all([
    connect(uri, { readOnly: true }),
    connect(uri),
    connect(uri, { allow: readingProcedures }),
  ]);
}

function appliedFrom({ identity, attributes, wanted }: Remembered): Applied {
  return { identity, attributes, wanted, tainted: false, intent: false };
}

const typeOf = (address: string): string => address.slice(0, address.indexOf('.'));

function kindOf(address: string): Kind<OpenHostView> {
  const kind = libvirtProvider.kinds.get(typeOf(address));
  if (kind === undefined) throw new Error(`${address} has no kind`);
  return kind;
}

/** The same UUID for the same address, so that a test can name it. */
export function uuidFor(address: string): string {
  const hex = Buffer.from(address).toString('hex').padEnd(12, '0').slice(-12);
  return `7e570000-0000-4000-8000-${hex}`;
}
