import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LibvirtError } from '../errors.js';

/** What libvirt.conf says that concerns connecting. */
export interface ClientSettings {
  readonly uriDefault: string | undefined;
  readonly aliases: ReadonlyMap<string, string>;
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

/** This process and its file system. */
export function settingsView(): SettingsView {
  return {
    env: process.env,
    uid: process.getuid?.() ?? 0,
    home: process.env.HOME ?? '/',
    read: (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined),
    exists: existsSync,
  };
}

/**
 * The URI to open, as libvirt chooses it: the one that is given, `LIBVIRT_DEFAULT_URI`, `uri_default` in libvirt.conf; else the system's
 * QEMU where its daemon listens, for root in any case, and the user's own otherwise. An alias of libvirt.conf stands for its URI.
 */
export function chooseUri(given: string | undefined, view: SettingsView): string {
  const settings = readSettings(view);
  const wanted = given ?? nonEmpty(view.env.LIBVIRT_DEFAULT_URI) ?? settings.uriDefault;
  if (wanted !== undefined) return settings.aliases.get(wanted) ?? wanted;
  const sockets = ['/run/libvirt/virtqemud-sock', '/run/libvirt/libvirt-sock'];
  return view.uid === 0 || sockets.some(view.exists) ? 'qemu:///system' : 'qemu:///session';
}

function readSettings(view: SettingsView): ClientSettings {
  const config = nonEmpty(view.env.XDG_CONFIG_HOME) ?? path.join(view.home, '.config');
  const file = view.uid === 0 ? '/etc/libvirt/libvirt.conf' : path.join(config, 'libvirt/libvirt.conf');
  const text = view.read(file);
  return text === undefined ? { uriDefault: undefined, aliases: new Map() } : parseSettings(text, file);
}

/**
 * Reads libvirt.conf: `name = "text"` and `name = [ "text", … ]`, with comments after `#`. Of its settings only those that concern
 * connecting count.
 */
export function parseSettings(text: string, file: string): ClientSettings {
  const values = new Map<string, readonly string[]>();
  const setting = /\s*([A-Za-z_]+)\s*=\s*(\[[^\]]*\]|"[^"\n]*"|'[^'\n]*'|-?\d+)/y;
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
  const aliases = (values.get('uri_aliases') ?? []).map((alias): readonly [string, string] => {
    const at = alias.indexOf('=');
    if (at <= 0) {
      throw new LibvirtError(`${file}: the alias "${alias}" is not name=URI`, { fault: 'caller' });
    }
    return [alias.slice(0, at).trim(), alias.slice(at + 1).trim()];
  });
  return { uriDefault: nonEmpty(values.get('uri_default')?.[0]), aliases: new Map(aliases) };
}

/** A `#` begins a comment, unless it stands between quotes. Lines stay where they are. */
function withoutComments(text: string): string {
  return text.replace(/"[^"\n]*"|'[^'\n]*'|#.*/g, (part) => (part.startsWith('#') ? '' : part));
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
