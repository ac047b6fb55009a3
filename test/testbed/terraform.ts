import { execFile, execFileSync } from 'node:child_process';
import { accessSync, constants, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The folder with the program of dmacvicar/libvirt 0.9.7, `terraform-provider-libvirt`. It is no dependency: who has it, names it. */
const PROVIDER = process.env.VIRTFORM_TEST_PROVIDER ?? '';

/** Why Terraform cannot be run here with that provider; undefined where it can. */
export function whyNoProvider(): string | undefined {
  if (PROVIDER === '') return 'VIRTFORM_TEST_PROVIDER does not name the folder of terraform-provider-libvirt';
  try {
    accessSync(path.join(PROVIDER, 'terraform-provider-libvirt'), constants.X_OK);
  } catch {
    return `${PROVIDER} (VIRTFORM_TEST_PROVIDER) has no program terraform-provider-libvirt`;
  }
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
  } catch {
    return 'terraform is not installed';
  }
  return undefined;
}

/** What Terraform said, on both streams, and how it ended. */
export interface TerraformOutcome {
  readonly code: number;
  readonly said: string;
}

/** Terraform with that provider in a folder; nothing is installed, and nothing asked of a registry. */
export function terraformIn(
  folder: string,
  environment: Readonly<Record<string, string>>,
): (...words: readonly string[]) => Promise<TerraformOutcome> {
  const settings = path.join(folder, 'terraform.rc');
  writeFileSync(
    settings,
    `provider_installation {\n  dev_overrides {\n    "dmacvicar/libvirt" = ${JSON.stringify(PROVIDER)}\n  }\n}\n`,
  );
  const env = {
    ...process.env,
    TF_CLI_CONFIG_FILE: settings,
    CHECKPOINT_DISABLE: '1',
    NO_COLOR: '1',
    // That provider keeps its cloud-init images in the temporary folder.
    TMPDIR: folder,
    ...environment,
  };
  return (...words) =>
    new Promise((resolve, reject) => {
      const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
      execFile('terraform', [...words, '-no-color'], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === 'number') resolve({ code, said: stdout + stderr });
        else reject(new Error('terraform did not run', { cause: error }));
      });
    });
}
