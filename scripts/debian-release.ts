import { chmodSync } from 'node:fs';
import path from 'node:path';
import { cachedFolder } from './cached-folder.js';
import { unpackRelease } from './debian-release/packages.js';

/**
 * The /usr of another release of Debian with its libvirt and QEMU, to be mounted over this one's in a mount namespace:
 * nothing of it is installed. Users and settings are then still those of the machine.
 *
 * It is unpacked from Debian's packages if this recipe was not followed before (15 to 30 s, 285 MB), else at once from the cache.
 *
 * @param codename of the release: `trixie`
 * @param onBuild called before it is unpacked
 * @throws Error where a package cannot be fetched
 */
export async function debianRelease(codename: string, onBuild?: () => void): Promise<string> {
  const folder = await cachedFolder({
    name: path.join('debian', codename),
    recipe: path.join(__dirname, 'debian-release'),
    build: async (draft) => {
      await unpackRelease(draft, codename);
      // QEMU and dnsmasq may run as other users.
      chmodSync(draft, 0o755);
    },
    onBuild,
  });
  return path.join(folder, 'usr');
}
