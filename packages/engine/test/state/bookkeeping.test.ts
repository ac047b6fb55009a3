import { printPrivate, readOurParts, readPrivate } from '../../src/state/bookkeeping.js';

const bookkeeping = {
  identity: { uuid: 'u' },
  wanted: { name: 'web', memory: 9007199254740993n },
  intent: false,
};
const attributes = { name: 'web', devices: { disks: [{ dev: 'vda' }] } };

const NONE = { bookkeeping: undefined, trying: undefined };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
const printed = (foreign?: string): string =>
  printPrivate({ bookkeeping, trying: undefined, foreign }, attributes) ?? '';

describe('what we keep in private', () => {
  it('is base64 of an object whose values are base64 of JSON, the form that Terraform carries on', () => {
    const outer: unknown = JSON.parse(Buffer.from(printed(), 'base64').toString('utf8'));
    expect(outer).toEqual({ virtform: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) });
  });

  it('is read back, whatever the order of the attributes', () => {
    const turned = { devices: { disks: [{ dev: 'vda' }] }, name: 'web' };
    expect(readPrivate(printed(), turned)).toEqual({ bookkeeping, trying: undefined, foreign: undefined });
  });

  it.each([
    ['an intent', { bookkeeping: { ...bookkeeping, intent: true }, trying: undefined }],
    ['an update that was begun', { bookkeeping, trying: { name: 'web', memory: 2 } }],
    ['a restart that was begun', { bookkeeping, trying: { memory: 2 }, restarting: true as const }],
    ['one of an object that nothing else is kept of', { bookkeeping: undefined, trying: { memory: 2 } }],
  ])('%s is read back', (_, parts) => {
    const text = printPrivate({ ...parts, foreign: undefined }, attributes) ?? '';
    expect(readPrivate(text, attributes)).toEqual({ ...parts, foreign: undefined });
    expect(readOurParts(text)).toEqual(parts);
    const stale = readPrivate(text, { ...attributes, name: 'db' });
    expect(stale).toEqual({ bookkeeping: undefined, trying: undefined, foreign: undefined });
  });

  it('is ignored where the attributes are not those that it was written for', () => {
    expect(readPrivate(printed(), { ...attributes, name: 'db' }).bookkeeping).toBeUndefined();
  });

  it('stands beside what others keep there', () => {
    const others = encode({ theirs: encode({ a: 1 }) });
    const both = readPrivate(printed(others), attributes);
    expect(both.bookkeeping).toEqual(bookkeeping);
    expect(printPrivate({ ...NONE, foreign: both.foreign }, attributes)).toBe(others);
  });

  it.each([
    ['of another form', encode(null)],
    ['that is no JSON', Buffer.from([1, 2, 3]).toString('base64')],
    ['that is a list', encode([1])],
  ])('leaves alone what is %s', (_, foreign) => {
    expect(readPrivate(foreign, attributes)).toEqual({ ...NONE, foreign });
    expect(printPrivate({ ...NONE, bookkeeping, foreign }, attributes)).toBe(foreign);
  });

  it('is dropped where it is stale and nobody else keeps anything', () => {
    const stale = readPrivate(printed(), { name: 'db' });
    expect(printPrivate(stale, { name: 'db' })).toBeUndefined();
  });
});
