import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { quickstartSettings } from '../stacks/quickstart-settings';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'virtform-settings-'));
  mkdirSync(path.join(folder, '.virtform'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (name: string, content: string): string => {
  const file = path.join(folder, '.virtform', name);
  writeFileSync(file, content);
  return file;
};

it('are what npm start found out', () => {
  const image = write('guest-1.qcow2', '');
  const found = {
    uri: 'qemu:///session',
    domainType: 'qemu',
    cpu: 'maximum',
    image,
    network: 'user',
    poolPath: '/home/me/disks',
  };
  write('quickstart.json', JSON.stringify(found));
  expect(quickstartSettings(folder)).toEqual(found);
});

it('are sensible without it', () => {
  const image = write('quickstart.qcow2', '');
  expect(quickstartSettings(folder)).toEqual({
    uri: process.env.LIBVIRT_DEFAULT_URI ?? 'qemu:///system',
    domainType: 'kvm',
    image,
    network: 'nat',
    poolPath: '/var/lib/libvirt/images/quickstart',
  });
});

it('say where the image comes from when it is missing', () => {
  expect(() => quickstartSettings(folder)).toThrow(
    /guest image .*quickstart\.qcow2 is not there\. 'npm start' builds it/,
  );
});
