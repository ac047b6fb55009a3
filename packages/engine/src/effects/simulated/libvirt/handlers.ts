import type { ArgsOf, ProcedureName, ResultOf } from '@virtform/libvirt';

/** What the simulated host does for each procedure, at once. May throw what libvirt answers instead. */
export type Handlers = { readonly [P in ProcedureName]?: (args: ArgsOf<P>) => ResultOf<P> };
