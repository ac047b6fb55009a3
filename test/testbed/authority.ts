import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Authorities and certificates of a test's own, in one folder: `NAME.pem` with `NAME.key`. */
export interface CertificateFolder {
  /** The file of that name. */
  readonly file: (name: string) => string;
  /** Makes an authority. */
  readonly authority: (name: string) => void;
  /** Makes a certificate of it, for `IP:…` or `DNS:…`. */
  readonly certificate: (name: string, authority: string, altName: string) => void;
  /** Takes a certificate back: writes the authority's list of such, `AUTHORITY.crl`, with this one in it or with none. */
  readonly revoke: (authority: string, name: string | undefined) => void;
  /** A folder for pkipath= that trusts this authority and shows this certificate. */
  readonly identity: (folder: string, authority: string, certificate: string) => string;
}

/** Makes certificates with openssl. */
export function certificateFolder(folder: string): CertificateFolder {
  mkdirSync(folder, { recursive: true });
  const file = (name: string): string => path.join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const newKey = (name: string): readonly string[] => {
    return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
  };
  return {
    file,
    authority: (name) =>
      openssl('req', '-x509', ...newKey(name), '-subj', `/CN=${name}`, '-days', '2', '-out', `${name}.pem`),
    certificate: (name, authority, altName) => {
      const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${altName}`];
      openssl('req', ...newKey(name), ...subject, '-out', `${name}.csr`);
      const signing = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial'];
      const signed = ['-copy_extensions', 'copy', '-days', '2', '-out', `${name}.pem`];
      openssl('x509', '-req', '-in', `${name}.csr`, ...signing, ...signed);
    },
    revoke: (authority, name) => {
      writeFileSync(file('index.txt'), '');
      writeFileSync(file('ca.conf'), '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\n');
      const signer = ['-config', 'ca.conf', '-cert', `${authority}.pem`, '-keyfile', `${authority}.key`];
      if (name !== undefined) openssl('ca', ...signer, '-revoke', `${name}.pem`);
      openssl('ca', ...signer, '-gencrl', '-crldays', '2', '-out', `${authority}.crl`);
    },
    identity: (name, authority, certificate) => {
      mkdirSync(file(name), { recursive: true });
      copyFileSync(file(`${authority}.pem`), file(`${name}/cacert.pem`));
      copyFileSync(file(`${certificate}.pem`), file(`${name}/clientcert.pem`));
      copyFileSync(file(`${certificate}.key`), file(`${name}/clientkey.pem`));
      return file(name);
    },
  };
}
