// `import { VirtualMachine } from 'virtform'` is all that an app needs beside cdktf.
export * from '@virtform/constructs';
