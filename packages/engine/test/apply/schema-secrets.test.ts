import { Lab } from '../support/lab.js';

// A state names what the program marked alone; what the schema calls a secret has to be kept in mind by whoever reads one.

test('nothing is shown of a provisioner that a secret of the state is given to', async () => {
  const lab = new Lab();
  const provisioner = {
    'local-exec': { when: 'destroy', command: 'say', environment: { WORD: '${self.user_data}' } },
  };
  const seed = { name: 'ci', user_data: 'geheim123', meta_data: 'instance-id: vm1', provisioner };
  lab.write({ resource: { libvirt_cloudinit_disk: { it: seed } } });
  await lab.apply();
  lab.simulation.programs.answer = ({ environment }) => ({ output: `it is ${environment.WORD ?? ''}\n` });
  const lines: string[] = [];
  await lab.apply({ destroy: true }, undefined, {
    onEvent: (event) => {
      if (event.event === 'provision-output') lines.push(event.line);
    },
  });
  expect(lab.simulation.programs.ran.map(({ environment }) => environment.WORD)).toEqual(['geheim123']);
  expect(lines).toEqual([
    '(output suppressed due to sensitive value in config)',
    '(output suppressed due to sensitive value in config)',
  ]);
});
