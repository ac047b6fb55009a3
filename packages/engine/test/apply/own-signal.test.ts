import { ownSignal } from '../../src/apply/own-signal.js';

test('what is over says so to whoever still waits for it', () => {
  const { signal, end } = ownSignal(new AbortController().signal);
  expect(signal.aborted).toBe(false);
  end();
  expect(signal.aborted).toBe(true);
});

test('all fire with the one that they follow, for its reason', () => {
  const run = new AbortController();
  const [one, other] = [ownSignal(run.signal), ownSignal(run.signal)];
  const reason = new Error('interrupted');
  run.abort(reason);
  expect([one.signal.reason, other.signal.reason]).toEqual([reason, reason]);
});

test('what begins after the end fires at once', () => {
  const reason = new Error('interrupted');
  expect(ownSignal(AbortSignal.abort(reason)).signal.reason).toBe(reason);
});

test('one that is over does not hear of the end any more', () => {
  const run = new AbortController();
  const { signal, end } = ownSignal(run.signal);
  end();
  const reason = new Error('interrupted');
  run.abort(reason);
  expect(signal.reason).not.toBe(reason);
});

test('hundreds that follow one signal are no leak of listeners', () => {
  const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
  const run = new AbortController();
  for (let count = 0; count < 100; count += 1) ownSignal(run.signal);
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});
