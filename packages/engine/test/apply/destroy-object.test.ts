import { libvirt } from '@virtform/libvirt';
import { Lab, labConfiguration } from '../support/lab.js';
import { Workbench } from '../support/workbench.js';

test('what is to go goes where a part of it is done already: a guest that stopped by itself', async () => {
  const lab = new Lab();
  lab.write(labConfiguration({}));
  await lab.apply();
  const result = await lab.within(async (run) => {
    const plan = await run.plan({ destroy: true });
    const web = plan.nodes.find(({ address }) => address === 'libvirt_domain.web');
    expect(web).toMatchObject({ steps: [{ effect: 'stop' }, { effect: 'undefine' }] });
    const { domains } = libvirt(
      await lab.simulation.live().effects.hosts.connect('qemu:///system', 'change'),
    );
    await domains.destroy(await domains.lookupByName('web'));
    return run.apply(plan);
  });
  expect(result.diagnostics).toEqual([]);
  expect([...lab.world.domains.values()]).toEqual([]);
});

test('a guest that somebody started meanwhile does not: that was not shown', async () => {
  const lab = new Lab();
  lab.write(labConfiguration({ running: false }));
  await lab.apply();
  const result = await lab.within(async (run) => {
    const plan = await run.plan({ destroy: true });
    const { domains } = libvirt(
      await lab.simulation.live().effects.hosts.connect('qemu:///system', 'change'),
    );
    await domains.create(await domains.lookupByName('web'));
    return run.apply(plan);
  });
  expect(result.diagnostics).toMatchObject([
    { severity: 'error', address: 'libvirt_domain.web', detail: expect.stringContaining('stop') },
  ]);
  expect([...lab.world.domains.values()]).toHaveLength(1);
});

test('what goes by somebody else between the last look and the step is gone', async () => {
  const bench = new Workbench();
  bench.write({ web: { name: 'web' } });
  await bench.apply();
  const host = bench.host();
  host.hook = (what, when) => {
    if (what === 'remove web' && when === 'before') host.things.clear();
    return Promise.resolve();
  };
  const result = await bench.within('apply', async (run) => run.apply(await run.plan({ destroy: true })));
  expect(result).toMatchObject({ diagnostics: [], destroyed: 1 });
  expect((await bench.state())?.resources).toEqual([]);
});
