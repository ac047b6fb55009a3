import type { BlockNode } from '../../src/plan/block-graph.js';
import { buildGraph } from '../../src/plan/build-graph.js';
import { walkGraph } from '../../src/plan/walk.js';
import type { StateResource } from '../../src/state/state.js';
import { configurationOf } from '../config/given.js';

/** What a state without resources gives. */
const NOTHING: readonly StateResource[] = [];

async function graphOf(resource: object): Promise<ReturnType<typeof buildGraph>> {
  return buildGraph({ configuration: await configurationOf({ resource }), resources: NOTHING });
}

const address = (node: BlockNode): string => (node.node === 'resource' ? node.address : node.block.name);

test('what has to wait holds up what depends on it and nothing else; the answers keep the order of the graph', async () => {
  const graph = await graphOf({
    x: { slow: {}, after: { ref: '${x.slow.id}' }, last: { ref: '${x.after.id}' }, free: {} },
  });
  const visited: string[] = [];
  let release = (): void => undefined;
  const slow = new Promise<void>((resolve) => (release = resolve));
  const walking = walkGraph(graph, (node) => {
    visited.push(address(node));
    return address(node) === 'x.slow' ? slow.then(() => 'x.slow') : address(node);
  });
  expect(visited).toEqual(['x.slow', 'x.free']);
  release();
  expect(await walking).toEqual(['x.slow', 'x.after', 'x.last', 'x.free']);
  expect(visited).toEqual(['x.slow', 'x.free', 'x.after', 'x.last']);
});

test('what a visit throws ends the walk', async () => {
  const graph = await graphOf({ x: { a: {}, b: { ref: '${x.a.id}' } } });
  const failing = walkGraph(graph, async (node) => {
    if (address(node) === 'x.a') throw new Error('no');
    return 1;
  });
  await expect(failing).rejects.toThrow('no');
});
