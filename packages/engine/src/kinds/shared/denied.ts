import { LibvirtError } from '@virtform/libvirt';

/** Codes by which libvirt says that whoever asks may not do that: a read-only client, somebody whom polkit lets do only so much. */
const DENIALS: ReadonlySet<string> = new Set(['VIR_ERR_OPERATION_DENIED', 'VIR_ERR_ACCESS_DENIED']);

/** What libvirt answers; undefined where it does not tell that to whoever asks. */
export async function unlessDenied<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof LibvirtError && DENIALS.has(error.codeName ?? '')) return undefined;
    throw error;
  }
}
