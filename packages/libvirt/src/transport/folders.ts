/** Whose folders. */
export interface UserView {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Where libvirt keeps a user's settings: `~/.config/libvirt`. */
export function userConfigFolder({ env, home }: UserView): string {
  return `${nonEmpty(env.XDG_CONFIG_HOME) ?? `${home}/.config`}/libvirt`;
}

/** Where a user's own daemons listen. Without a runtime folder libvirt (glib) falls back on the cache folder. */
export function userRuntimeFolder({ env, home }: UserView): string {
  const runtime = nonEmpty(env.XDG_RUNTIME_DIR) ?? nonEmpty(env.XDG_CACHE_HOME) ?? `${home}/.cache`;
  return `${runtime}/libvirt`;
}

/** An environment variable that is set to nothing counts as one that is not set. */
export function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
