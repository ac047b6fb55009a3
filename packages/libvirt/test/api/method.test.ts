import { methodMaker } from '../../src/api/method.js';
import { recorder } from './recorder.js';
import { dom, params } from './samples.js';

test('an answer is made of what the host says', async () => {
  const { caller } = recorder({ DOMAIN_GET_XML_DESC: { xml: '<domain/>' } });
  const length = methodMaker(caller).answer('DOMAIN_GET_XML_DESC', ['dom', 'flags'], ({ xml }) => xml.length);
  await expect(length(dom, 0)).resolves.toBe(9);
});

test('an action gives nothing, whatever the host says', async () => {
  const { caller } = recorder({ DOMAIN_CREATE_WITH_FLAGS: { dom } });
  await expect(
    methodMaker(caller).action('DOMAIN_CREATE_WITH_FLAGS', ['dom', 'flags'])(dom, 0),
  ).resolves.toBeUndefined();
});

test.each([
  [undefined, 0],
  [0, 0],
  [3, 3],
  // What `1 << 31` and `|` make of the highest bit.
  [-2_147_483_648, 0x8000_0000],
  [-2_147_483_632, 0x8000_0010],
])('the flags %p go out as %d', async (flags, sent) => {
  const { caller, calls } = recorder();
  const list = methodMaker(caller).action('CONNECT_LIST_ALL_NODE_DEVICES', ['flags'], { needResults: 1 });
  await Reflect.apply(list, undefined, [flags]);
  expect(calls).toEqual([['CONNECT_LIST_ALL_NODE_DEVICES', { needResults: 1, flags: sent }]]);
});

describe('what is counted first', () => {
  test('is asked for as often as it counts', async () => {
    const { caller, calls } = recorder({
      DOMAIN_GET_MEMORY_PARAMETERS: ({ nparams }) =>
        nparams === 0 ? { params: [], nparams: 3 } : { params, nparams },
    });
    const get = methodMaker(caller).parameters('DOMAIN_GET_MEMORY_PARAMETERS', ['dom', 'flags']);
    await expect(get(dom, 2)).resolves.toEqual(params);
    expect(calls.map(([, args]) => args)).toEqual([
      { dom, nparams: 0, flags: 6 },
      { dom, nparams: 3, flags: 6 },
    ]);
  });

  test('is not asked for where there is none', async () => {
    const { caller, calls } = recorder();
    const get = methodMaker(caller).items('NODE_GET_CPU_STATS', ['cpuNum'], { flags: 0 });
    await expect(get(0)).resolves.toEqual([]);
    expect(calls).toHaveLength(1);
  });
});

test('a refusal comes through as it is', async () => {
  const refusal = new Error('no such guest');
  const { caller } = recorder({ DOMAIN_GET_XML_DESC: () => Promise.reject(refusal) });
  const { answer } = methodMaker(caller);
  await expect(answer('DOMAIN_GET_XML_DESC', ['dom', 'flags'], ({ xml }) => xml)(dom, 0)).rejects.toBe(
    refusal,
  );
});
