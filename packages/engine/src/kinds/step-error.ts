/** The host did not do what a step waited for: the call succeeded and the guest never let go of the device, say. */
export class StepError extends Error {
  override readonly name: string = 'StepError';

  constructor(
    message: string,
    /** What to do next. */
    readonly action: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What a step is about is not what it was planned for any more: it is gone, or was started or stopped. */
export class NotAsPlannedError extends StepError {
  override readonly name = 'NotAsPlannedError';
}
