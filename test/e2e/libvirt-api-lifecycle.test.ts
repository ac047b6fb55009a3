import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  type Domain,
  DomainAffectFlags,
  DomainCoreDumpFlags,
  DomainCoreDumpFormat,
  DomainCreateFlags,
  DomainJobOperation,
  DomainJobStatsFlags,
  DomainJobType,
  DomainLifecycle,
  DomainLifecycleAction,
  DomainMetadataType,
  DomainPausedReason,
  DomainRunningReason,
  type Domains,
  DomainSaveFlags,
  DomainState,
  DomainXmlFlags,
  isNotFound,
  LibvirtError,
} from '@virtform/libvirt';
import { openHost } from '../testbed/host.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';

// The life of a guest that has no operating system, from one start to the next.

const hypervisor = sharedHypervisor();
const { host, domain } = openHost(() => hypervisor().uri);

const domains = (): Domains => host().domains;
const place = (name: string): string => path.join(hypervisor().scratch, name);

const xml = (name: string): string =>
  `<domain type='qemu'><name>${name}</name><memory unit='MiB'>64</memory>
    <os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features></domain>`;

async function stateOf(dom: Domain): Promise<number> {
  return (await domains().state(dom)).state;
}

test('one without a definition is gone when it ends', async () => {
  const brief = await domains().createXml(xml('brief'), DomainCreateFlags.PAUSED);
  expect(brief.id).toBeGreaterThan(0);
  expect(await domains().lookupById(brief.id)).toEqual(brief);
  expect([await domains().isActive(brief), await domains().isPersistent(brief)]).toEqual([true, false]);
  expect(await domains().state(brief)).toMatchObject({ state: DomainState.PAUSED });
  await domains().destroy(brief);
  const gone: unknown = await domains()
    .lookupByUuid(brief.uuid)
    .catch((error: unknown) => error);
  expect(isNotFound(gone)).toBe(true);
});

test('what its definition says beside devices', async () => {
  const named = await domains().defineXml(xml('named'));
  await domains().setMetadata(
    named,
    DomainMetadataType.TITLE,
    { value: 'a web server' },
    DomainAffectFlags.CONFIG,
  );
  expect(await domains().metadata(named, DomainMetadataType.TITLE, undefined, DomainAffectFlags.CONFIG)).toBe(
    'a web server',
  );
  await domains().setMetadata(named, DomainMetadataType.TITLE, {}, DomainAffectFlags.CONFIG);
  await expect(
    domains().metadata(named, DomainMetadataType.TITLE, undefined, DomainAffectFlags.CONFIG),
  ).rejects.toMatchObject({ codeName: 'VIR_ERR_NO_DOMAIN_METADATA' });
  await domains().setLifecycleAction(
    named,
    DomainLifecycle.CRASH,
    DomainLifecycleAction.PRESERVE,
    DomainAffectFlags.CONFIG,
  );
  expect(await domains().xmlDesc(named, DomainXmlFlags.INACTIVE)).toContain('<on_crash>preserve</on_crash>');
  await domains().setMaxMemory(named, 131_072n);
  expect(await domains().maxMemory(named)).toBe(131_072n);
  await domains().rename(named, 'renamed');
  const renamed = await domain('renamed');
  expect(renamed.uuid).toBe(named.uuid);
  await domains().undefine(renamed);
});

describe('one that runs', () => {
  let dom: Domain;

  beforeAll(async () => {
    dom = await domains().create(await domains().defineXml(xml('saved')));
  });

  afterAll(async () => {
    await domains().destroy(dom);
    await domains().undefine(dom);
  });

  test('stands still and goes on', async () => {
    await domains().suspend(dom);
    expect(await domains().state(dom)).toEqual({
      state: DomainState.PAUSED,
      reason: DomainPausedReason.USER,
    });
    await domains().resume(dom);
    expect(await domains().state(dom)).toEqual({
      state: DomainState.RUNNING,
      reason: DomainRunningReason.UNPAUSED,
    });
    await domains().reset(dom);
  });

  test('goes to a file, and comes back from it', async () => {
    await domains().save(dom, place('saved'));
    expect(await stateOf(dom)).toBe(DomainState.SHUTOFF);
    const inside = await domains().saveImageXmlDesc(place('saved'));
    expect(inside).toContain('<name>saved</name>');
    await domains().saveImageDefineXml(place('saved'), inside, DomainSaveFlags.PAUSED);
    await domains().restore(place('saved'));
    expect(await stateOf(dom)).toBe(DomainState.PAUSED);
    await domains().resume(dom);
    dom = await domain('saved');
  });

  test('is saved where its next start finds it', async () => {
    await domains().managedSave(dom, DomainSaveFlags.RUNNING);
    expect(await domains().hasManagedSave(dom)).toBe(true);
    const inside = await domains().managedSaveXmlDesc(dom);
    await domains().managedSaveDefineXml(dom, inside);
    dom = await domains().create(dom);
    expect(await domains().state(dom)).toEqual({
      state: DomainState.RUNNING,
      reason: DomainRunningReason.RESTORED,
    });
    expect(await domains().jobStats(dom, DomainJobStatsFlags.COMPLETED)).toMatchObject({
      type: DomainJobType.COMPLETED,
      operation: DomainJobOperation.SAVE,
    });
    await domains().managedSave(dom);
    await domains().managedSaveRemove(dom);
    expect(await domains().hasManagedSave(dom)).toBe(false);
    dom = await domains().create(dom);
  });

  test('its memory is written to a file', async () => {
    await domains().coreDump(dom, place('core'), DomainCoreDumpFlags.MEMORY_ONLY);
    const compressed = DomainCoreDumpFormat.KDUMP_ZLIB;
    await domains().coreDumpWithFormat(dom, place('kdump'), compressed, DomainCoreDumpFlags.MEMORY_ONLY);
    expect([existsSync(place('core')), existsSync(place('kdump'))]).toEqual([true, true]);
    expect(await domains().jobInfo(dom)).toMatchObject({ type: DomainJobType.NONE });
    await expect(domains().abortJob(dom)).rejects.toBeInstanceOf(LibvirtError);
  });

  test('how it may migrate', async () => {
    await domains().migrateSetMaxDowntime(dom, 500n);
    await domains().migrateSetMaxSpeed(dom, 64n);
    await domains().migrateSetCompressionCache(dom, 16_777_216n);
    expect(await domains().migrateMaxDowntime(dom)).toBe(500n);
    expect(await domains().migrateMaxSpeed(dom)).toBe(64n);
    expect(await domains().migrateCompressionCache(dom)).toBe(16_777_216n);
  });

  test('nothing confines it here', async () => {
    expect(await domains().securityLabel(dom)).toEqual({ label: '', enforcing: false });
    expect(await domains().securityLabelList(dom)).toContainEqual({ label: '+0:+0', enforcing: false });
    expect(await domains().launchSecurityInfo(dom)).toEqual([]);
  });

  test('a wish it cannot fulfil is not held against it', async () => {
    await domains().shutdown(dom);
    await untilTrue('it still runs', async () => (await stateOf(dom)) === DomainState.RUNNING);
  });
});
