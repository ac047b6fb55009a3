import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { reasonOf } from '../cause.js';
import { LibvirtError } from '../errors.js';
import { nonEmpty, userConfigFolder, userRuntimeFolder } from './folders.js';
import type { Parameters } from './parameters.js';

/** What libvirt.conf says that concerns connecting. */
export interface ClientSettings {
  readonly uriDefault: string | undefined;
  readonly aliases: ReadonlyMap<string, string>;
  /** URI parameters that count where a URI does not have them: `mode`, `proxy`, `tls_priority`. */
  readonly parameters: Parameters;
}

/** What choosing a URI depends on. */
export interface SettingsView {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
  readonly home: string;
  /** undefined where there is no such file. */
  readonly read: (file: string) => string | undefined;
  readonly exists: (file: string) => boolean;
}

/** The settings that stand for URI parameters, by the parameter's name. */
const PARAMETER_SETTINGS: ReadonlyMap<string, string> = new Map([
  ['mode', 'remote_mode'],
  ['proxy', 'remote_proxy'],
  ['tls_priority', 'tls_priority'],
]);

/** The drivers whose daemons are looked for, in libvirt's order, where no URI is given. */
const PROBED = { system: ['xen', 'qemu', 'lxc', 'vbox', 'bhyve', 'vz'], session: ['qemu', 'vbox'] } as const;

/** The characters that libvirt lets an alias have. */
const ALIAS = /^[A-Za-z0-9_-]+$/;

/** This process and its file system. */
export function settingsView(): SettingsView {
  return {
    env: process.env,
    uid: process.geteuid?.() ?? 0,
    home: homedir(),
    read: (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined),
    exists: existsSync,
  };
}

/**
 * The URI to open, as libvirt chooses it: the one that is given, `LIBVIRT_DEFAULT_URI`, `uri_default` in libvirt.conf. Else root gets the
 * system whose modular daemon listens, or its QEMU; anybody else their own session. An alias of libvirt.conf stands for its URI.
 */
export function chooseUri(given: string | undefined, settings: ClientSettings, view: SettingsView): string {
  const wanted = nonEmpty(given) ?? nonEmpty(view.env.LIBVIRT_DEFAULT_URI) ?? settings.uriDefault;
  if (wanted === undefined) return probe(view);
  // What older programs call Xen.
  if (/^xen$/i.test(wanted) || wanted === 'xen://') return 'xen:///system';
  return settings.aliases.get(wanted) ?? wanted;
}

function probe(view: SettingsView): string {
  const where = view.uid === 0 ? 'system' : 'session';
  const folder = view.uid === 0 ? '/run/libvirt' : userRuntimeFolder(view);
  const driver = PROBED[where].find((name) => view.exists(`${folder}/virt${name}d-sock`)) ?? 'qemu';
  return `${driver}:///${where}`;
}

/** Reads libvirt.conf: root's in /etc, anybody else's own. */
export function readSettings(view: SettingsView): ClientSettings {
  const file =
    view.uid === 0 ? '/etc/libvirt/libvirt.conf' : path.join(userConfigFolder(view), 'libvirt.conf');
  let text: string | undefined;
  try {
    text = view.read(file);
  } catch (cause) {
    throw new LibvirtError(
      `cannot read the settings in ${file}: ${reasonOf(cause)}; make it readable or remove it`,
      {
        fault: 'caller',
        cause,
      },
    );
  }
  return parseSettings(text ?? '', file);
}

/**
 * Reads libvirt.conf: `name = "text"` and `name = [ "text", … ]`, with comments after `#`. Of its settings only those that concern
 * connecting count.
 */
export function parseSettings(text: string, file: string): ClientSettings {
  const values = new Map<string, readonly string[]>();
  const setting = /\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(\[[^\]]*\]|"[^"\n]*"|'[^'\n]*'|-?\d+)/y;
  const body = withoutComments(text);
  while (setting.lastIndex < body.trimEnd().length) {
    const at = setting.lastIndex;
    const match = setting.exec(body);
    if (match === null) {
      const line =
        body.slice(0, at).split('\n').length + (/^\s*/.exec(body.slice(at))?.[0].split('\n').length ?? 1) - 1;
      throw new LibvirtError(
        `${file}, line ${line}: this is not name = "text" nor name = [ "text", … ]; mend or remove it`,
        {
          fault: 'caller',
        },
      );
    }
    const [, name = '', value = ''] = match;
    values.set(
      name,
      [...value.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, double, single]) => double ?? single ?? ''),
    );
  }
  const parameters = [...PARAMETER_SETTINGS].flatMap(([parameter, setting]): [string, string][] => {
    const value = nonEmpty(values.get(setting)?.[0]);
    return value === undefined ? [] : [[parameter, value]];
  });
  return {
    uriDefault: nonEmpty(values.get('uri_default')?.[0]),
    // Of two with one name the first counts.
    aliases: new Map((values.get('uri_aliases') ?? []).map((alias) => parseAlias(alias, file)).reverse()),
    parameters: new Map(parameters),
  };
}

function parseAlias(alias: string, file: string): [string, string] {
  const at = alias.indexOf('=');
  if (at < 0 || !ALIAS.test(alias.slice(0, at))) {
    throw new LibvirtError(
      `${file}: the alias "${alias}" is not NAME=URI with a name of letters, digits, _ and -`,
      { fault: 'caller' },
    );
  }
  return [alias.slice(0, at), alias.slice(at + 1)];
}

/** A `#` begins a comment, unless it stands between quotes. Lines stay where they are. */
function withoutComments(text: string): string {
  return text.replace(/"[^"\n]*"|'[^'\n]*'|#.*/g, (part) => (part.startsWith('#') ? '' : part));
}
