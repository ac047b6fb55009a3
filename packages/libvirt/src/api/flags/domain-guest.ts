// Flags by libvirt's own names, without their prefix. Combine them with |.

/** virKeycodeSet: whose key codes they are. */
export const KeycodeSet = {
  LINUX: 0,
  XT: 1,
  ATSET1: 2,
  ATSET2: 3,
  ATSET3: 4,
  OSX: 5,
  XT_KBD: 6,
  USB: 7,
  WIN32: 8,
  /** Since 4.2. */ QNUM: 9,
} as const;

/** virDomainProcessSignal. Since 1.0.1. */
export const ProcessSignal = {
  NOP: 0,
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  BUS: 7,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  STKFLT: 16,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  URG: 23,
  XCPU: 24,
  XFSZ: 25,
  VTALRM: 26,
  PROF: 27,
  WINCH: 28,
  POLL: 29,
  PWR: 30,
  SYS: 31,
} as const;

/** virDomainGetHostnameFlags: who is asked. Since 6.1. */
export const GuestHostnameFlags = { LEASE: 1, AGENT: 2 } as const;

/** virDomainSetTimeFlags. SYNC takes the time of the guest's own clock (RTC). Since 1.2.5. */
export const GuestTimeFlags = { SYNC: 1 } as const;

/** virDomainSetUserPasswordFlags. Since 1.2.16. */
export const GuestPasswordFlags = { ENCRYPTED: 1 } as const;

/** virDomainGuestInfoTypes. Since 5.7. */
export const GuestInfoTypes = {
  USERS: 1,
  OS: 2,
  TIMEZONE: 4,
  HOSTNAME: 8,
  FILESYSTEM: 16,
  /** Since 7.0. */ DISKS: 32,
  /** Since 7.10. */ INTERFACES: 64,
  /** Since 11.2. */ LOAD: 128,
} as const;

/** virDomainAuthorizedSSHKeysSetFlags. Without any, the keys take the place of all others. Since 6.10. */
export const AuthorizedSshKeysFlags = { APPEND: 1, REMOVE: 2 } as const;

/** virDomainAgentResponseTimeoutValues, in place of seconds. BLOCK waits for good. Since 5.10. */
export const AgentTimeout = { BLOCK: -2, DEFAULT: -1, NOWAIT: 0 } as const;

/** virNodeSuspendTarget: where a guest, or the host, keeps its memory while it sleeps. */
export const SuspendTarget = { MEM: 0, DISK: 1, HYBRID: 2 } as const;

/** virDomainGraphicsReloadType. Since 10.2. */
export const GraphicsReloadType = { ANY: 0, VNC: 1 } as const;

/** virDomainQemuMonitorCommandFlags. HMP: the command is one for people, not JSON. */
export const MonitorCommandFlags = { DEFAULT: 0, HMP: 1 } as const;

/** virDomainConsoleFlags. FORCE takes a console away from whoever has it open; SAFE refuses where that cannot be known. */
export const DomainConsoleFlags = { FORCE: 1, SAFE: 2 } as const;

/** virDomainChannelFlags. Since 1.0.2. */
export const DomainChannelFlags = { FORCE: 1 } as const;
