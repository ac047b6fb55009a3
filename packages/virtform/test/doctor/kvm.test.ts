import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { probeKvm } from '../../src/doctor/kvm.js';

// Programs that end the ways QEMU has been seen to end stand in for it: which of them happens depends on the machine.
describe('the probe for KVM', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'virtform-kvm-test-'));
  const device = path.join(folder, 'kvm');
  writeFileSync(device, '');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const emulator = (script: string): string => {
    const file = path.join(folder, `qemu-${readdirSync(folder).length}`);
    writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  };

  it('says that it works when the guest reached its end', async () => {
    expect(await probeKvm({ device, emulator: emulator('exit 33') })).toEqual({ works: true });
  });

  it.each([
    ['the emulator aborts', 'echo "error: failed to set MSR 0x345" >&2; kill -ABRT $$', /aborted.*MSR 0x345/],
    [
      'the emulator refuses',
      'echo "invalid accelerator kvm" >&2; exit 1',
      /ended with 1.*invalid accelerator/,
    ],
    ['the guest is reset instead', 'exit 0', /ended with 0/],
  ])('says that it does not where %s', async (_case, script, reason) => {
    expect(await probeKvm({ device, emulator: emulator(script) })).toEqual({
      works: false,
      reason: expect.stringMatching(reason),
    });
  });

  it('ends a guest that hangs, and says so', async () => {
    const pidFile = path.join(folder, 'pid');
    const hanging = emulator(`echo $$ > ${pidFile}; exec sleep 60`);
    expect(await probeKvm({ device, emulator: hanging, deadline: 400 })).toEqual({
      works: false,
      reason: expect.stringContaining('had not ended after 0.4 s'),
    });
    const stat = `/proc/${readFileSync(pidFile, 'utf8').trim()}/stat`;
    expect(!existsSync(stat) || readFileSync(stat, 'utf8').includes(') Z ')).toBe(true);
  });

  it('says that the emulator is missing', async () => {
    const verdict = await probeKvm({ device, emulator: path.join(folder, 'absent') });
    expect(verdict).toEqual({ works: false, reason: expect.stringContaining('absent') });
  });

  it('says that the device is missing', async () => {
    const verdict = await probeKvm({ device: path.join(folder, 'no-kvm'), emulator: emulator('exit 33') });
    expect(verdict).toEqual({ works: false, reason: expect.stringContaining('There is no') });
  });

  it('leaves no file', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('virtform-kvm-'));
    await probeKvm({ device, emulator: emulator('exit 33') });
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('virtform-kvm-'))).toEqual(before);
  });
});
