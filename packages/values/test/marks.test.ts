import { mark, Marked, marksOf, remark, SetValue, unmark, unmarkDeep, Value } from '@virtform/values';

const sensitive = (value: Value): Value => mark(value, ['sensitive']);

describe('mark', () => {
  test('adds to the marks that are there, in one layer', () => {
    const value = mark(mark('x', ['sensitive']), ['ephemeral']);
    expect(value).toEqual(new Marked('x', new Set(['sensitive', 'ephemeral'])));
  });

  test('without marks leaves the value as it is', () => {
    expect(mark('x', [])).toBe('x');
  });
});

describe('unmark', () => {
  test('takes off the outer marks and leaves those of the parts', () => {
    const inner = { password: sensitive('p') };
    expect(unmark(mark(inner, ['ephemeral']))).toEqual({ value: inner, marks: new Set(['ephemeral']) });
  });

  test('of a plain value finds none', () => {
    expect(unmark(1)).toEqual({ value: 1, marks: new Set() });
  });
});

describe('unmarkDeep', () => {
  test('leaves what holds no mark the object that it is', () => {
    const value = { list: ['a', { b: 1 }], set: new SetValue(['a']) };
    expect(unmarkDeep({ value, secret: sensitive('x') }).value).toEqual({ value, secret: 'x' });
    expect(unmarkDeep(value).value).toBe(value);
  });

  test('gives the bare value and where each mark stood', () => {
    const value = {
      devices: [{ name: 'a' }, { password: sensitive('p') }],
      all: sensitive({ part: sensitive(1) }),
    };
    expect(unmarkDeep(value)).toEqual({
      value: { devices: [{ name: 'a' }, { password: 'p' }], all: { part: 1 } },
      marks: [
        { path: ['devices', 1, 'password'], marks: new Set(['sensitive']) },
        { path: ['all'], marks: new Set(['sensitive']) },
        { path: ['all', 'part'], marks: new Set(['sensitive']) },
      ],
    });
  });

  test('counts the marks of elements for the whole set', () => {
    expect(unmarkDeep({ tags: new SetValue(['a', sensitive('b')]) })).toEqual({
      value: { tags: new SetValue(['a', 'b']) },
      marks: [{ path: ['tags'], marks: new Set(['sensitive']) }],
    });
  });
});

test('marksOf finds every mark, however deep', () => {
  expect(marksOf([{ a: sensitive(1) }, mark('x', ['ephemeral'])])).toEqual(
    new Set(['sensitive', 'ephemeral']),
  );
});

describe('remark', () => {
  test('undoes unmarkDeep', () => {
    const value = {
      devices: [{ name: 'a' }, { password: sensitive('p') }],
      all: sensitive({ part: sensitive(1) }),
    };
    expect(remark(unmarkDeep(value))).toEqual(value);
  });

  test('lets a place alone that is not there any more', () => {
    const { marks } = unmarkDeep({ a: [sensitive('x')], b: { c: sensitive('y') } });
    expect(remark({ value: { a: 'z', b: {} }, marks })).toEqual({ a: 'z', b: {} });
  });
});
