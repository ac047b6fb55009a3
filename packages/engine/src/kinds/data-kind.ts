import type { Diagnostic } from '@virtform/values';
import type { Attributes, KindBase } from './kind.js';

/**
 * A data source: a kind whose objects are only looked at. There is nothing to identify, to propose or to execute; what is read
 * goes into the state, and is read anew with every plan. `Source` is where its provider's data come from.
 */
export interface DataKind<Source> extends KindBase {
  /**
   * Reads what the program asks for.
   *
   * @param wanted wholly known, and as the schema has it
   * @throws LibvirtError as libvirt said it; DataError where what is asked for is not there
   */
  read(wanted: Attributes, source: Source): Promise<DataReading>;
}

/** What a data source found. */
export interface DataReading {
  /** The attributes that are read; those that the program set are not repeated. */
  readonly attributes: Attributes;
  /** Warnings: less was found than was asked for. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a data source was asked for is not there, or is not what can be read. */
export class DataError extends Error {
  constructor(
    message: string,
    /** What to do next. */
    readonly action: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DataError';
  }
}
