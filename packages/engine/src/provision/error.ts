/** A provisioner that did not do what it was to do. */
export class ProvisionError extends Error {
  constructor(
    message: string,
    /** What to do next. */
    readonly action: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ProvisionError';
  }
}

/** What a program wrote before it failed, behind a sentence. */
export function withOutput(sentence: string, tail: string): string {
  return tail === '' ? `${sentence} It wrote nothing.` : `${sentence} Output: ${tail}`;
}

/** A provisioner that was ended by an interrupt of ours. */
export function interrupted(): ProvisionError {
  return new ProvisionError('It was interrupted.', 'Apply again.');
}
