import { execFile, spawn, type ChildProcessWithoutNullStreams as Child } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { harvestCapabilities, seedCapabilities } from './hypervisor/capabilities.js';
import {
  endProcess,
  findInNamespace,
  identify,
  isRunning,
  type ProcessIdentity,
} from './hypervisor/processes.js';
import { readRecord, RECORD, writeRecord, type HypervisorRecord } from './hypervisor/record.js';
import { CGROUPS, removeGroups } from './hypervisor/cgroups.js';
import { FOLDERS, writeSettings } from './hypervisor/settings.js';
import { layUplink, removeUplink } from './hypervisor/uplink.js';

/** What a command said and how it ended. */
export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A private hypervisor: one libvirtd in network, mount, UTS, IPC and pid namespaces of its own, with folders of its own. It
 * touches nothing of the machine's libvirt, and everything in it ends together.
 */
export interface Hypervisor {
  /** Holds all that it writes. */
  readonly folder: string;
  /** A folder for disks and the like, which goes when the hypervisor goes. */
  readonly scratch: string;
  /** For virsh and for virtform: `qemu+unix:///system?socket=…`. */
  readonly uri: string;
  /** `qemu+tcp://…/system`, where it was started with `tcp`. */
  readonly tcpUri: string | undefined;
  /** The daemon's socket; `${socket}-ro` is the read-only one. */
  readonly socket: string;
  /** The first process in its namespaces, by its id outside of them. */
  readonly pid: number;
  /** Runs a command inside its namespaces, as root. */
  run(command: readonly [string, ...string[]]): Promise<CommandResult>;
  /** Ends the daemon with SIGKILL; guests go on. */
  killDaemon(): Promise<void>;
  /** Ends the daemon, starts it again and waits until it answers. */
  restartDaemon(): Promise<void>;
  /** Ends it with everything that runs in it, and removes its folder. */
  stop(): Promise<void>;
}

export interface HypervisorOptions {
  /** Is made, and removed at the end; holds nothing else. */
  readonly folder: string;
  /** Listen on TCP as well, without authentication, on an address that only this machine reaches. */
  readonly tcp?: boolean;
  /**
   * libvirt holds guests to shares of CPU time, memory and disk bandwidth, by cgroups (v1) of its own, and can run containers, at the
   * same socket with lxc for a driver. Where the machine has none of them mounted (`hasCgroups`), it does not start.
   */
  readonly cgroups?: boolean;
  /** A folder that takes the place of /usr in its namespaces: libvirt and QEMU of another release (`debianRelease`). */
  readonly usr?: string;
  /** `process`: it ends with this process, however that ends. `detached`: it runs until it is stopped. */
  readonly owner: 'process' | 'detached';
}

/** Why a private hypervisor did not start, with what its daemon said. */
export class HypervisorError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HypervisorError';
  }
}

/** A socket's address holds 108 bytes, the one that ends it included (unix(7)). */
const LONGEST_SOCKET = 107;

/** One that runs detached in this folder. What is left of one that no longer runs is cleaned away. */
export async function findHypervisor(folder: string): Promise<Hypervisor | undefined> {
  const place = path.resolve(folder);
  const record = readRecord(place);
  if (record === undefined) return undefined;
  if (isRunning(record.init)) return handle(place, record);
  await remove(place, record);
  return undefined;
}

/**
 * Starts a private hypervisor and waits until its daemon answers: 0.2 s, and eight more for the first one with this version
 * of libvirt and QEMU. Needs root.
 *
 * @throws HypervisorError where it does not start
 */
export async function startHypervisor(options: HypervisorOptions): Promise<Hypervisor> {
  const folder = path.resolve(options.folder);
  if ((await findHypervisor(folder)) !== undefined) {
    throw new HypervisorError(`A private hypervisor runs in ${folder} already.`);
  }
  prepareFolder(folder);
  const uuid = randomUUID();
  const cgroups = options.cgroups === true ? CGROUPS : [];
  writeSettings(folder, { uuid, tcp: options.tcp === true, cgroups: options.cgroups === true });
  const seeded = seedCapabilities(path.join(folder, 'cache'), options.usr);
  const sockets = shortPath(path.join(folder, 'run', 'libvirt'));

  const child = spawnInit(folder, `virtform-${uuid.slice(0, 8)}`, options, sockets, cgroups);
  try {
    const init = await readIdentity(child);
    const uplink = options.tcp === true ? await layUplink(init.pid, folder) : undefined;
    const record: HypervisorRecord = { init, sockets, ...(uplink === undefined ? {} : { uplink }) };
    writeRecord(folder, record);
    child.stdin.write('go\n');
    const hypervisor = handle(folder, record);
    const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
    // libvirtd goes to the background a moment after it takes connections: killed before, it has not started for init.sh.
    await answering(hypervisor.socket, ended, () => existsSync(path.join(folder, 'run', 'started')));
    if (!seeded) await harvestCapabilities(path.join(folder, 'cache'), hypervisor.uri, options.usr);
    return hypervisor;
  } catch (error) {
    child.kill('SIGKILL');
    const said = ['init.log', 'libvirtd.log'].map((name) => logOf(folder, name)).join('');
    const record = readRecord(folder);
    if (record !== undefined) await remove(folder, record);
    throw new HypervisorError(`The private hypervisor in ${folder} did not start.\n${said}`.trimEnd(), {
      cause: error,
    });
  }
}

function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const known = new Set<string>([RECORD, ...FOLDERS]);
  const other = readdirSync(folder).find((name) => !known.has(name));
  // It is removed with all that is in it at the end.
  if (other !== undefined)
    throw new HypervisorError(`${folder} holds ${other}: a private hypervisor needs a folder to itself.`);
}

/** Starts the first process. It reports its id, then waits for a line, so that nothing runs that is not written down. */
function spawnInit(
  folder: string,
  name: string,
  { owner, usr = '' }: HypervisorOptions,
  sockets: string,
  cgroups: readonly string[],
): Child {
  const script = path.join(__dirname, 'hypervisor', 'init.sh');
  const namespaces = ['--mount', '--uts', '--ipc', '--net', '--pid', '--fork', '--kill-child=SIGKILL'];
  const keep = owner === 'detached' ? 'yes' : 'no';
  const args = [...namespaces, '/bin/sh', script, folder, name, keep, sockets, usr, cgroups.join(' ')];
  const child = spawn('unshare', args, { stdio: 'pipe', detached: true, cwd: '/', env: environment() });
  child.unref();
  return child;
}

/** Temporary files of its own: what a daemon runs as other users (swtpm_setup) may not be let into those of this process. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, TMPDIR: '/run/tmp' };
}

async function readIdentity(child: Child): Promise<ProcessIdentity> {
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => reject(new Error(`unshare ended: ${said.trim()}`)));
    child.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())));
  });
  // Its input stays open: the end of this process is the end of that.
  child.stdout.destroy();
  child.stderr.destroy();
  const identity = identify(pid);
  if (identity === undefined) throw new Error(`Process ${pid}, the first in the namespaces, ended at once.`);
  return identity;
}

function handle(folder: string, record: HypervisorRecord): Hypervisor {
  const { init, sockets, uplink } = record;
  const socket = path.join(sockets, 'libvirt-sock');
  const run = (command: readonly [string, ...string[]]): Promise<CommandResult> =>
    capture('nsenter', ['-t', String(init.pid), '-m', '-u', '-i', '-n', '-p', '-C', '--', ...command]);
  const killDaemon = async (): Promise<void> => {
    for (const pid of findInNamespace(init.pid, 'libvirtd')) {
      const daemon = identify(pid);
      if (daemon !== undefined) await endProcess(daemon, 'SIGKILL');
    }
  };
  return {
    folder,
    scratch: path.join(folder, 'scratch'),
    uri: `qemu+unix:///system?socket=${encodeURIComponent(socket).replaceAll('%2F', '/')}`,
    tcpUri: uplink === undefined ? undefined : `qemu+tcp://${uplink.address}/system`,
    socket,
    pid: init.pid,
    run,
    killDaemon,
    async restartDaemon() {
      await killDaemon();
      const { status, stderr } = await run([
        'libvirtd',
        '--listen',
        '--daemon',
        '--pid-file',
        '/run/libvirtd.pid',
      ]);
      if (status !== 0) throw new HypervisorError(`libvirtd in ${folder} did not start again.\n${stderr}`);
      await answering(socket, () => !isRunning(init));
    },
    stop: () => remove(folder, record),
  };
}

/** Ends what runs and removes what it wrote. The folder goes last: as long as it is there, the next start can clean up. */
async function remove(folder: string, record: HypervisorRecord): Promise<void> {
  await endProcess(record.init, 'SIGKILL');
  await removeGroups(folder);
  if (record.uplink !== undefined) await removeUplink(record.uplink);
  if (!record.sockets.startsWith(folder)) rmSync(record.sockets, { force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** The folder itself, or a link to it where the sockets in it would have too long an address. */
function shortPath(folder: string): string {
  if (Buffer.byteLength(path.join(folder, 'libvirt-sock-ro')) <= LONGEST_SOCKET) return folder;
  const link = `/tmp/virtform-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
  if (!existsSync(link)) rmSync(link, { force: true });
  if (!existsSync(link)) symlinkSync(folder, link);
  // Anyone can write to /tmp: a link that someone else put there is not followed.
  if (lstatSync(link).uid !== process.getuid?.() || readlinkSync(link) !== folder) {
    throw new HypervisorError(`${link}, needed as a short way to ${folder}, is someone else's. Remove it.`);
  }
  return link;
}

/** Waits until the daemon takes a connection; it answers the first call when its drivers are ready. */
async function answering(
  socket: string,
  ended: () => boolean,
  started: () => boolean = () => true,
): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!started() || !(await accepts(socket))) {
    if (ended()) throw new Error('Its first process ended.');
    if (Date.now() > deadline) throw new Error(`Nothing answered at ${socket} within 30 s.`);
    await sleep(10);
  }
}

function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = connect(socket);
    attempt.once('connect', () => {
      attempt.destroy();
      resolve(true);
    });
    attempt.once('error', () => resolve(false));
  });
}

function capture(command: string, args: readonly string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 64 * 1024 * 1024, env: environment() };
    execFile(command, args, options, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ status, stdout, stderr });
    });
  });
}

function logOf(folder: string, name: string): string {
  const file = path.join(folder, 'log', name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
