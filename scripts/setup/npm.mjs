import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';

/**
 * Runs `npm ci` where what is installed is not what package-lock.json asks for.
 *
 * @returns whether it ran
 */
export function ensureModules(root) {
  if (isInstalled(root)) return false;
  console.log('Installing npm packages');
  run('npm', ['ci', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'], {
    cwd: root,
    hint: 'Without access to an npm registry nothing can be installed; see the lines above for what npm could not do.',
  });
  return true;
}

/** npm keeps what it installed in node_modules/.package-lock.json, in the form of package-lock.json. */
function isInstalled(root) {
  const installedFile = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const installed = readPackages(installedFile);
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true;
    const present = installed[place];
    // Optional packages of other platforms are not installed.
    if (present === undefined) return entry.optional === true;
    return present.version === entry.version && present.integrity === entry.integrity;
  });
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
