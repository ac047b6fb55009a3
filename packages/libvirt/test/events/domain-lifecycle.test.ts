import { domainLifecycle } from '../../src/events/domain-lifecycle.js';

/** libvirt-domain.h: virDomainEventType and the details of each. */
test.each([
  [0, 'defined', ['added', 'updated', 'renamed', 'from-snapshot']],
  [1, 'undefined', ['removed', 'renamed']],
  [2, 'started', ['booted', 'migrated', 'restored', 'from-snapshot', 'wakeup']],
  [
    3,
    'suspended',
    [
      'paused',
      'migrated',
      'io-error',
      'watchdog',
      'restored',
      'from-snapshot',
      'api-error',
      'postcopy',
      'postcopy-failed',
    ],
  ],
  [4, 'resumed', ['unpaused', 'migrated', 'from-snapshot', 'postcopy', 'postcopy-failed']],
  [5, 'stopped', ['shutdown', 'destroyed', 'crashed', 'migrated', 'saved', 'failed', 'from-snapshot']],
  [6, 'shutdown', ['finished', 'guest', 'host']],
  [7, 'pmsuspended', ['memory', 'disk']],
  [8, 'crashed', ['panicked', 'crashloaded']],
])('%d is %s', (event, change, details) => {
  for (const [number, detail] of [...details, `unknown-${details.length}`].entries()) {
    expect(domainLifecycle(event, number)).toEqual({ change, detail });
  }
});

test('the change tells which details there can be', () => {
  const read = domainLifecycle(5, 0);
  // Compiles only where 'shutdown' is a detail of 'stopped'.
  if (read.change === 'stopped') expect(read.detail === 'shutdown').toBe(true);
  expect.assertions(1);
});

test('numbers beyond the list are kept', () => {
  expect(domainLifecycle(9, 1)).toEqual({ change: 'unknown-9', detail: 'unknown-1' });
});
