import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with a request instead of answering as it should. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number }
  /** Does what is asked, and hangs up before it answers. */
  | { readonly kind: 'lost-answer' }
  | { readonly kind: 'damage' };

interface Answer {
  readonly status: number;
  readonly body?: Buffer | string;
}

/** A server that keeps one state by the protocol of Terraform's http backend. */
export class StateServer {
  state: Buffer | undefined;
  lock: string | undefined;
  account: string | undefined;
  readonly requests: string[] = [];
  private readonly faults: { readonly method: string; readonly fault: Fault }[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<StateServer> {
    const server = createServer();
    const started = new StateServer(server);
    server.on('request', (request: IncomingMessage, response) => {
      void readBody(request).then((body) => {
        const method = request.method ?? '';
        const at = started.faults.findIndex((planned) => planned.method === method);
        const fault = at === -1 ? undefined : started.faults.splice(at, 1)[0]?.fault;
        started.requests.push(`${method} ${request.url ?? ''}`);
        if (fault?.kind === 'status') {
          response.writeHead(fault.status).end();
          return;
        }
        const answer = started.answer(method, request, body);
        if (fault?.kind === 'lost-answer') {
          request.socket.destroy();
          return;
        }
        const content = Buffer.from(answer.body ?? '');
        const sum = createHash('md5').update(content).digest('base64');
        response
          .writeHead(answer.status, { 'Content-MD5': fault?.kind === 'damage' ? 'AAAA' : sum })
          .end(content);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/state`;
  }

  /** The next request with this method goes wrong. */
  fail(method: string, fault: Fault): void {
    this.faults.push({ method, fault });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(method: string, request: IncomingMessage, body: Buffer): Answer {
    if (this.account !== undefined && request.headers.authorization !== `Basic ${this.account}`) {
      return { status: 401 };
    }
    if (
      body.length > 0 &&
      request.headers['content-md5'] !== createHash('md5').update(body).digest('base64')
    ) {
      return { status: 400 };
    }
    switch (method) {
      case 'GET':
        return this.state === undefined ? { status: 404 } : { status: 200, body: this.state };
      case 'POST':
        return this.post(new URL(request.url ?? '', 'http://localhost').searchParams.get('ID'), body);
      case 'DELETE':
        this.state = undefined;
        return { status: 200 };
      case 'LOCK':
        if (this.lock !== undefined && idOf(this.lock) !== idOf(body))
          return { status: 423, body: this.lock };
        this.lock = body.toString('utf8');
        return { status: 200 };
      case 'UNLOCK':
        if (this.lock !== undefined && idOf(this.lock) !== idOf(body))
          return { status: 409, body: this.lock };
        this.lock = undefined;
        return { status: 200 };
      default:
        return { status: 405 };
    }
  }

  private post(id: string | null, body: Buffer): Answer {
    if (this.lock !== undefined && idOf(this.lock) !== id) return { status: 423, body: this.lock };
    if (this.lock === undefined && id !== null) return { status: 409 };
    this.state = body;
    return { status: 200 };
  }
}

function idOf(lock: Buffer | string): unknown {
  const parsed: unknown = JSON.parse(lock.toString());
  return typeof parsed === 'object' && parsed !== null && 'ID' in parsed ? parsed.ID : undefined;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
