import { LibvirtError } from './errors.js';

/** The same error from libvirt, with a message that says more. */
export function elaborate(error: LibvirtError, message: string): LibvirtError {
  const { fault, code, domain, level, procedure, str1, str2, str3, int1, int2 } = error;
  return new LibvirtError(message, {
    fault,
    ...(code === undefined ? {} : { code }),
    ...(domain === undefined ? {} : { domain }),
    ...(level === undefined ? {} : { level }),
    ...(procedure === undefined ? {} : { procedure }),
    ...(int1 === undefined ? {} : { int1 }),
    ...(int2 === undefined ? {} : { int2 }),
    str1,
    str2,
    str3,
    cause: error,
  });
}
