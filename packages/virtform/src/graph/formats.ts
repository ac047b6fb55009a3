import type { ResourceGraph, ResourceGraphNode } from '@virtform/engine';

/** What a graph can be written as. */
export const GRAPH_FORMATS = {
  /** For Graphviz; as Terraform writes it. */
  dot: (graph) => formatDot(graph),
  /** As a page that GitHub and many editors draw. */
  mermaid: (graph) => formatMermaid(graph),
  svg: (graph) => drawSvg(graph),
  json: (graph) => formatJson(graph),
} satisfies Readonly<Record<string, (graph: ResourceGraph) => string | Promise<string>>>;

export type GraphFormat = keyof typeof GRAPH_FORMATS;

export function isGraphFormat(name: string): name is GraphFormat {
  return Object.hasOwn(GRAPH_FORMATS, name);
}

function formatDot({ nodes, edges }: ResourceGraph): string {
  const node = ({ address, label }: ResourceGraphNode): string =>
    `${quoted(address)} [label=${quoted(label)}];\n`;
  const clusters = byModule(nodes).map(([module, inside]) =>
    module === ''
      ? inside.map((each) => `  ${node(each)}`).join('')
      : [
          `  subgraph ${quoted(`cluster_${module}`)} {\n`,
          `    label = ${quoted(module)}\n`,
          '    fontname = "sans-serif"\n',
          ...inside.map((each) => `    ${node(each)}`),
          '  }\n',
        ].join(''),
  );
  return [
    'digraph G {\n',
    '  rankdir = "RL";\n',
    '  node [shape = rect, fontname = "sans-serif"];\n',
    ...clusters,
    ...edges.map(([from, to]) => `  ${quoted(from)} -> ${quoted(to)};\n`),
    '}\n',
  ].join('');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Mermaid takes few characters in the names of nodes: they are numbered. */
function formatMermaid({ nodes, edges }: ResourceGraph): string {
  const ids = new Map(nodes.map(({ address }, index) => [address, `n${index}`]));
  const id = (address: string): string => ids.get(address) ?? address;
  const node = ({ address, label }: ResourceGraphNode): string => `${id(address)}["${label}"]\n`;
  const groups = byModule(nodes).map(([module, inside], index) =>
    module === ''
      ? inside.map((each) => `  ${node(each)}`).join('')
      : [`  subgraph m${index}["${module}"]\n`, ...inside.map((each) => `    ${node(each)}`), '  end\n'].join(
          '',
        ),
  );
  return ['graph RL\n', ...groups, ...edges.map(([from, to]) => `  ${id(from)} --> ${id(to)}\n`)].join('');
}

async function drawSvg(graph: ResourceGraph): Promise<string> {
  const { instance } = await import('@viz-js/viz');
  return (await instance()).renderString(formatDot(graph), { format: 'svg' });
}

function formatJson({ nodes, edges }: ResourceGraph): string {
  const told = {
    nodes: nodes.map(({ address, module }) => ({ address, ...(module === '' ? {} : { module }) })),
    edges: edges.map(([from, to]) => ({ from, to })),
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}

function byModule(
  nodes: readonly ResourceGraphNode[],
): readonly (readonly [string, readonly ResourceGraphNode[]])[] {
  const found = new Map<string, ResourceGraphNode[]>();
  for (const node of nodes) found.set(node.module, [...(found.get(node.module) ?? []), node]);
  return [...found];
}
