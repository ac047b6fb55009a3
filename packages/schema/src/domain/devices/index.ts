import { obj, once, str } from '../../dsl.js';
import { filePath, filled } from '../../facts.js';
import { channels, consoles, parallels, redirDevs, redirFilters, serials, smartcards } from './character.js';
import { controllers } from './controller.js';
import { disks } from './disk.js';
import { filesystems } from './filesystem.js';
import { graphics, videos } from './display.js';
import { hostdevs } from './hostdev.js';
import { interfaces } from './interface.js';
import { memBalloon, memorydevs, shmems } from './memory.js';
import {
  crypto,
  hubs,
  inputs,
  iommu,
  leases,
  nvram,
  panics,
  pstore,
  rngs,
  vsock,
  watchdogs,
} from './other.js';
import { audios, sounds } from './sound.js';
import { tpms } from './tpm.js';

/** `<devices>`. */
export const devices = once(() =>
  obj('devices', 'Devices', () => ({
    emulator: str('emulator', 'Program that runs the guest', filePath, filled),
    disks: disks(),
    controllers: controllers(),
    leases: leases(),
    filesystems: filesystems(),
    interfaces: interfaces(),
    smartcards: smartcards(),
    serials: serials(),
    parallels: parallels(),
    consoles: consoles(),
    channels: channels(),
    inputs: inputs(),
    tpms: tpms(),
    graphics: graphics(),
    sounds: sounds(),
    audios: audios(),
    videos: videos(),
    hostdevs: hostdevs(),
    redir_devs: redirDevs(),
    redir_filters: redirFilters(),
    hubs: hubs(),
    watchdogs: watchdogs(),
    mem_balloon: memBalloon(),
    rngs: rngs(),
    nvram: nvram(),
    panics: panics(),
    shmems: shmems(),
    memorydevs: memorydevs(),
    iommu: iommu(),
    vsock: vsock(),
    crypto: crypto(),
    pstore: pstore(),
  })),
);
