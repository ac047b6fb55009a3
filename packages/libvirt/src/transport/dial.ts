import net from 'node:net';
import { onAbort } from '../abort.js';
import { reasonOf, systemCode } from '../cause.js';
import { LibvirtError } from '../errors.js';
import type { LibvirtUri } from './uri.js';

type Target = { readonly path: string } | { readonly host: string; readonly port: number };

/** Bytes read from a socket at once; Linux keeps no more than about 208 KiB in a unix socket. */
const READ_AT_ONCE = 262_144;

/** Connects a socket, by path or by host and port; the signal gives up. */
export async function dial(
  target: Target,
  signal?: AbortSignal,
  open: (target: Target) => net.Socket = connectFrugally,
): Promise<net.Socket> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const socket = open(target);
    const settle = (end: () => void): void => {
      socket.removeAllListeners();
      ignore();
      end();
    };
    const abort = (): void => {
      settle(() => {
        socket.on('error', () => undefined).destroy();
        reject(new Error(`given up: ${reasonOf(signal?.reason)}`, { cause: signal?.reason }));
      });
    };
    socket.once('error', (error) => settle(() => reject(error)));
    socket.once('connect', () => settle(() => resolve(socket)));
    const ignore = onAbort(signal, abort);
  });
}

/** Why nobody answers, and what to do about it. */
export function dialError(uri: LibvirtUri, where: string, cause: unknown): LibvirtError {
  const code = systemCode(cause);
  const advice =
    code === 'ENOENT' || code === 'ECONNREFUSED'
      ? 'is the daemon running? (systemctl start virtqemud.socket, or libvirtd.socket)'
      : code === 'EACCES' || code === 'EPERM'
        ? 'this user may not use the socket; add it to the group libvirt, or use qemu:///session'
        : 'check the host name, the port and the network in between';
  return new LibvirtError(`cannot connect to ${uri.text} at ${where}: ${reasonOf(cause)}; ${advice}`, {
    fault: 'connection',
    cause,
  });
}

/** Whether there is no socket, or nobody behind it. */
export function isNobodyThere(cause: unknown): boolean {
  const code = systemCode(cause);
  return code === 'ENOENT' || code === 'ECONNREFUSED';
}

/**
 * A socket that reads into one buffer of its own: what it gives is a view, which the next read overwrites. Node's default is a fresh 64 KiB
 * for every read, however small, which costs a small call a third of its time in garbage. Such a socket cannot be wrapped in TLS.
 */
export function connectFrugally(target: Target): net.Socket {
  const socket: net.Socket = net.connect({
    ...target,
    onread: {
      buffer: Buffer.allocUnsafeSlow(READ_AT_ONCE),
      callback: (length, buffer) => {
        socket.emit('data', Buffer.from(buffer.buffer, buffer.byteOffset, length));
        return true;
      },
    },
  });
  return socket;
}
