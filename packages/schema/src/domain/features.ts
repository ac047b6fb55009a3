import { Attributes, Extra, flag, num, obj, ObjectAttribute, once, ScalarAttribute, str } from '../dsl.js';
import {
  answer,
  between,
  byDefault,
  evenEmpty,
  filled,
  idleWhereBeside,
  known,
  oneOf,
  only,
  required,
  since,
  sized,
  toggle,
  unitOf,
} from '../facts.js';
import { capabilities } from './capabilities.js';

/** What switches a feature; libvirt writes `on` where the element says nothing. */
const switched = (...extras: readonly Extra[]): ScalarAttribute =>
  str('@state', 'Whether it is on', toggle, filled, ...extras);

/** A feature that is switched by `state`. */
const state = (
  at: string,
  description: string,
  more: Attributes = {},
  ...extras: readonly Extra[]
): ObjectAttribute => obj(at, description, () => ({ state: switched(), ...more }), evenEmpty, ...extras);

/** A feature with one value. */
const value = (
  at: string,
  description: string,
  values: readonly string[],
  ...extras: readonly Extra[]
): ObjectAttribute =>
  obj(at, description, () => ({ value: str('@value', 'Value', oneOf(...values), required) }), ...extras);

const hyperV = () =>
  obj(
    'hyperv',
    'What a guest of Windows is offered',
    () => ({
      mode: str(
        '@mode',
        'How the set is chosen',
        oneOf('custom', 'passthrough', 'host-model'),
        byDefault('custom'),
        filled,
        since('8.0.0'),
      ),
      relaxed: state('relaxed', 'Timers are not watched strictly'),
      vapic: state('vapic', 'Virtual APIC'),
      spinlocks: obj('spinlocks', 'Spinlocks tell the hypervisor that they wait', () => ({
        state: switched(),
        retries: num(
          '@retries',
          'Attempts before they tell',
          between(4095, 0xffffffff),
          filled,
          idleWhereBeside('state', 'off'),
        ),
      })),
      vp_index: state('vpindex', 'Index of virtual processors'),
      runtime: state('runtime', 'Time that a vCPU ran'),
      synic: state('synic', 'Synthetic interrupt controller'),
      stimer: obj('stimer', 'Synthetic timers', () => ({
        state: switched(),
        direct: obj(
          'direct',
          'Without messages',
          () => ({ state: switched(byDefault('off')) }),
          since('5.7.0'),
          // `virDomainFeaturesHyperVDefParse` reads it of timers that are on.
          idleWhereBeside('state', 'off'),
        ),
      })),
      reset: state('reset', 'Reset by the guest'),
      vendor_id: obj('vendor_id', 'Vendor of the hypervisor', () => ({
        state: switched(),
        value: str('@value', 'Text of at most 12 characters', idleWhereBeside('state', 'off')),
      })),
      frequencies: state('frequencies', 'Frequency registers', {}, since('4.7.0')),
      re_enlightenment: state('reenlightenment', 'Notice after a migration', {}, since('4.7.0')),
      tlb_flush: obj(
        'tlbflush',
        'TLB flushes by the hypervisor',
        () => ({
          state: switched(),
          direct: state('direct', 'For nested guests', {}, since('11.0.0')),
          extended: state('extended', 'Of single ranges', {}, since('11.0.0')),
        }),
        since('4.7.0'),
      ),
      ipi: state('ipi', 'Interrupts between processors', {}, since('4.10.0')),
      evmcs: state('evmcs', 'Enlightened VMCS (Intel, nested)', {}, since('4.10.0')),
      avic: state('avic', 'Virtual APIC of AMD and Intel', {}, since('8.10.0')),
      emsr_bitmap: state('emsr_bitmap', 'MSR bitmap of nested guests', {}, since('10.7.0')),
      xmm_input: state('xmm_input', 'Parameters in XMM registers', {}, since('10.7.0')),
    }),
    evenEmpty,
  );

/** `<features>`: what the machine has besides devices. */
export const features = once(() =>
  obj(
    'features',
    'What the machine has besides devices',
    () => ({
      pae: flag('pae', 'Physical address extension'),
      acpi: flag('acpi', 'ACPI: without it a guest cannot be shut down gracefully'),
      apic: obj(
        'apic',
        'Interrupt controllers of the processors',
        () => ({
          eoi: str('@eoi', 'End of interrupt without leaving the guest', toggle),
        }),
        evenEmpty,
      ),
      hap: state('hap', 'Hardware assisted paging'),
      viridian: flag('viridian', 'Viridian extensions', only('xen')),
      priv_net: flag('privnet', 'The container has a network of its own', only('lxc')),
      hyper_v: hyperV(),
      kvm: obj(
        'kvm',
        'What KVM offers the guest',
        () => ({
          hidden: state('hidden', 'The guest does not see KVM'),
          hint_dedicated: state('hint-dedicated', 'vCPUs never share a CPU of the host', {}, since('5.7.0')),
          poll_control: state('poll-control', 'The guest polls by itself', {}, since('6.10.0')),
          pvipi: state('pv-ipi', 'Interrupts between processors by the hypervisor', {}, since('7.10.0')),
          dirty_ring: obj(
            'dirty-ring',
            'Changed pages are told in a ring',
            () => ({
              state: switched(),
              size: num(
                '@size',
                'Entries, a power of two',
                between(1024, 65536),
                idleWhereBeside('state', 'off'),
              ),
            }),
            since('8.0.0'),
          ),
        }),
        evenEmpty,
        only('kvm', 'qemu'),
      ),
      xen: obj(
        'xen',
        'What Xen offers the guest',
        () => ({
          e820host: obj('e820_host', "The guest sees the host's memory map", () => ({
            state: str('@state', 'Whether it does', toggle, required),
          })),
          passthrough: obj('passthrough', 'Devices may be passed through', () => ({
            state: str('@state', 'Whether they may', toggle),
            mode: str('@mode', 'How pages are mapped', oneOf('sync_pt', 'share_pt')),
          })),
        }),
        evenEmpty,
        only('xen'),
        since('6.3.0'),
      ),
      pv_spinlock: state('pvspinlock', 'Paravirtual spinlocks'),
      pmu: state('pmu', 'Performance counters'),
      vm_port: state('vmport', 'VMware I/O port'),
      gic: obj(
        'gic',
        'Interrupt controller of ARM',
        () => ({
          version: str('@version', 'Version', known('2', '3', 'host')),
        }),
        evenEmpty,
        filled,
      ),
      smm: obj(
        'smm',
        'System management mode; Secure Boot needs it',
        () => ({
          state: switched(),
          // `virDomainFeaturesDefParse` reads it of a mode that is on.
          tseg: num('tseg', 'Memory of its own', sized('tseg_unit', 'MiB'), idleWhereBeside('state', 'off')),
          tseg_unit: str('tseg@unit', 'Unit of tseg', unitOf('tseg'), idleWhereBeside('state', 'off')),
        }),
        evenEmpty,
      ),
      ioapic: obj('ioapic', 'I/O interrupt controller', () => ({
        driver: str('@driver', 'Who emulates it', oneOf('kvm', 'qemu')),
      })),
      hpt: obj('hpt', 'Hash page table (POWER)', () => ({
        resizing: str('@resizing', 'It can be resized', oneOf('enabled', 'disabled', 'required')),
        max_page_size: str('maxpagesize', 'Largest page', sized('max_page_size_unit', 'KiB')),
        max_page_size_unit: str('maxpagesize@unit', 'Unit of max_page_size', unitOf('max_page_size')),
      })),
      htm: state('htm', 'Transactional memory (POWER)', {}, since('4.6.0'), only('qemu', 'kvm')),
      nested_hv: state('nested-hv', 'Nested guests (POWER)', {}, since('4.10.0'), only('qemu', 'kvm')),
      capabilities: capabilities(),
      vm_core_info: state('vmcoreinfo', 'The guest says where its core information is', {}, since('3.10.0')),
      msrs: obj(
        'msrs',
        'Model-specific registers that are not known',
        () => ({
          unknown: str('@unknown', 'What an access does', oneOf('ignore', 'fault'), required),
        }),
        since('5.1.0'),
        only('bhyve'),
      ),
      ccf_assist: state('ccf-assist', 'Count cache flush (POWER)', {}, since('5.9.0'), only('qemu', 'kvm')),
      cfpc: value(
        'cfpc',
        'Cache flush on a change of privilege (POWER)',
        ['broken', 'workaround', 'fixed'],
        since('6.3.0'),
        only('qemu', 'kvm'),
      ),
      sbbc: value(
        'sbbc',
        'Speculation barrier at bounds checks (POWER)',
        ['broken', 'workaround', 'fixed'],
        since('6.3.0'),
        only('qemu', 'kvm'),
      ),
      ibs: value(
        'ibs',
        'Indirect branch speculation (POWER)',
        ['broken', 'workaround', 'fixed-ibs', 'fixed-ccd', 'fixed-na'],
        since('6.3.0'),
        only('qemu', 'kvm'),
      ),
      tcg: obj(
        'tcg',
        'Software emulation',
        () => ({
          tb_cache: num('tb-cache', 'Cache of translated code', sized('tb_cache_unit', 'KiB')),
          tb_cache_unit: str('tb-cache@unit', 'Unit of tb_cache', unitOf('tb_cache')),
        }),
        since('7.10.0'),
        only('qemu'),
      ),
      async_teardown: obj(
        'async-teardown',
        'Memory is given back in the background when the guest ends',
        () => ({
          enabled: str('@enabled', 'Whether it is', answer),
        }),
        since('9.6.0'),
        only('qemu', 'kvm'),
      ),
      ras: state('ras', 'Reports of hardware errors (ARM)', {}, since('10.4.0'), only('qemu', 'kvm')),
      ps2: state('ps2', 'PS/2 controller', {}, since('10.7.0'), only('qemu', 'kvm')),
      aia: value(
        'aia',
        'Advanced interrupt architecture (RISC-V)',
        ['none', 'aplic', 'aplic-imsic'],
        since('11.1.0'),
        only('qemu', 'kvm'),
      ),
    }),
    filled,
  ),
);
