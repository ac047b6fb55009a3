import fc from 'fast-check';
import { orderGraph, reachable, reverseEdges } from '../../src/plan/graph.js';

const graph = (edges: Readonly<Record<string, readonly string[]>>) => ({
  nodes: new Map(Object.keys(edges).map((id) => [id, id])),
  edges: new Map(Object.entries(edges).map(([id, targets]) => [id, new Set(targets)])),
});

test.each<[string, Readonly<Record<string, readonly string[]>>, readonly string[]]>([
  ['nothing', {}, []],
  ['what stands alone keeps its place', { a: [], b: [] }, ['a', 'b']],
  ['dependencies come first', { a: ['b'], b: ['c'], c: [] }, ['c', 'b', 'a']],
  ['a diamond has its corners once', { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, ['d', 'b', 'c', 'a']],
  ['what is no node counts for nothing', { a: ['elsewhere'] }, ['a']],
])('order: %s', (_, edges, ids) => {
  expect(orderGraph(graph(edges))).toEqual({ ok: true, ids });
});

test.each<[Readonly<Record<string, readonly string[]>>, readonly string[]]>([
  [{ a: ['a'] }, ['a', 'a']],
  [{ a: ['b'], b: ['c'], c: ['b'] }, ['b', 'c', 'b']],
  [{ x: [], a: ['b'], b: ['c'], c: ['a'] }, ['a', 'b', 'c', 'a']],
])('a circle is shown from one of its members back to it: %j', (edges, cycle) => {
  expect(orderGraph(graph(edges))).toEqual({ ok: false, cycle });
});

test('a chain of a hundred thousand does not exhaust the stack', () => {
  const length = 100_000;
  const nodes = new Map(Array.from({ length }, (_, index) => [String(index), index]));
  const edges = new Map(Array.from({ length }, (_, index) => [String(index), new Set([String(index + 1)])]));
  const ordering = orderGraph({ nodes, edges });
  expect(ordering.ok && ordering.ids[0]).toBe(String(length - 1));
});

test('every order puts each behind what it depends on', () => {
  // Edges only from higher to lower numbers: no circle is possible.
  const acyclic = fc
    .array(fc.array(fc.nat(30), { maxLength: 5 }), { maxLength: 30 })
    .map((rows) =>
      Object.fromEntries(
        rows.map((row, index) => [String(index), row.filter((other) => other < index).map(String)]),
      ),
    );
  fc.assert(
    fc.property(acyclic, (edges) => {
      const ordering = orderGraph(graph(edges));
      if (!ordering.ok) return false;
      const place = new Map(ordering.ids.map((id, index) => [id, index]));
      return Object.entries(edges).every(([id, targets]) =>
        targets.every((target) => (place.get(target) ?? 0) < (place.get(id) ?? -1)),
      );
    }),
  );
});

test('reachable follows edges, circles included, and reverse turns them round', () => {
  const { edges } = graph({ a: ['b'], b: ['c', 'a'], c: [], d: ['c'] });
  expect([...reachable(edges, ['a'])].sort()).toEqual(['a', 'b', 'c']);
  expect([...reachable(reverseEdges(edges), ['c'])].sort()).toEqual(['a', 'b', 'c', 'd']);
});
