import type { Duplex } from 'node:stream';
import type { CallOptions, Caller, StreamOptions } from '../../caller.js';
import { isHole } from '../../stream/hole.js';
import type { Domain } from '../values.js';

/** What a guest's screen shows. */
export interface Screenshot {
  /** `image/png` or `image/x-portable-pixmap`; undefined where libvirt does not say. */
  readonly mime: string | undefined;
  readonly image: Uint8Array;
}

/** What a person sees of a guest, and says to it. Refused to read-only connections. */
export interface DomainConsoles {
  /**
   * Opens a serial port or console by its alias, the first one where none is given. `flags`: DomainConsoleFlags; a console that is open
   * already is busy (VIR_ERR_OPERATION_FAILED) unless they say FORCE. `Duplex.toWeb()` makes web streams of it.
   */
  openConsole(domain: Domain, device?: string, flags?: number, options?: CallOptions): Promise<Duplex>;
  /** Opens a channel by its target's name or its alias, the first one where none is given (libvirt 1.0.2). `flags`: DomainChannelFlags. */
  openChannel(domain: Domain, name?: string, flags?: number, options?: CallOptions): Promise<Duplex>;
  /** What screen number `screen` shows, 0 by default. */
  screenshot(domain: Domain, screen?: number, options?: StreamOptions): Promise<Screenshot>;
}

/** The calls on guests' consoles. */
export function consoleCalls(caller: Caller): DomainConsoles {
  return {
    openConsole: (dom, devName, flags = 0, options) =>
      caller.converse('DOMAIN_OPEN_CONSOLE', { dom, devName, flags }, options),
    openChannel: (dom, name, flags = 0, options) =>
      caller.converse('DOMAIN_OPEN_CHANNEL', { dom, name, flags }, options),
    screenshot: async (dom, screen = 0, options) => {
      let mime: string | undefined;
      const parts: Uint8Array[] = [];
      const onReply = (reply: { readonly mime?: string | undefined }): void => void (mime = reply.mime);
      const source = caller.download('DOMAIN_SCREENSHOT', { dom, screen, flags: 0 }, { ...options, onReply });
      for await (const part of source) if (!isHole(part)) parts.push(part);
      return { mime, image: Buffer.concat(parts) };
    },
  };
}
