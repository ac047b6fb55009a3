import { getEventListeners } from 'node:events';
import { onAbort } from '../src/abort.js';

test('all who want to know are told, once', () => {
  const controller = new AbortController();
  const told: number[] = [];
  const takeBack = [1, 2, 3].map((who) => onAbort(controller.signal, () => told.push(who)));
  takeBack[1]?.();
  controller.abort();
  controller.abort();
  expect(told).toEqual([1, 3]);
});

test('a signal has one listener at most, and none when nobody wants to know', () => {
  const { signal } = new AbortController();
  const takeBack = Array.from({ length: 100 }, () => onAbort(signal, () => undefined));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  for (const undo of takeBack) undo();
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  // What was taken back twice takes nothing of who came later.
  onAbort(signal, () => undefined);
  takeBack[0]?.();
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
});

test('without a signal there is nothing to know', () => {
  expect(() => onAbort(undefined, () => undefined)()).not.toThrow();
});
