import { probeKvm } from 'virtform/lib/doctor/kvm.js';

it('the probe for KVM runs on a real QEMU: software emulation executes it', async () => {
  // Emulation needs a moment more than the hardware, and this machine may be busy.
  expect(await probeKvm({ accelerator: 'tcg', deadline: 30_000 })).toEqual({ works: true });
});
