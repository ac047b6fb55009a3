import type { IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';

/** One HTTP request; nothing is followed, retried or kept. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** Sends a request. Rejects where no answer came, whatever the answer would have been. */
export type HttpSend = (request: HttpRequest) => Promise<HttpResponse>;

/** How a server is trusted, and how we prove who we are; PEM texts. */
export interface HttpTrust {
  readonly authorities?: string;
  readonly certificate?: string;
  readonly key?: string;
  /** Takes any certificate. */
  readonly insecure?: boolean;
}

/** ms without a byte after which a server counts as gone. */
const SILENCE = 60_000;

/** HTTP as this machine speaks it. The modules are loaded with the first request: most runs send none. */
export function realHttp(trust: HttpTrust = {}): HttpSend {
  const options: RequestOptions = {
    ...(trust.authorities === undefined ? {} : { ca: trust.authorities }),
    ...(trust.certificate === undefined ? {} : { cert: trust.certificate }),
    ...(trust.key === undefined ? {} : { key: trust.key }),
    rejectUnauthorized: trust.insecure !== true,
  };
  return async ({ method, url, headers, body }) => {
    const { request } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(url, { ...options, method, headers, timeout: SILENCE }, resolve);
      sent.on('error', reject);
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${SILENCE / 1000} s`)));
      sent.end(body);
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer as AsyncIterable<Uint8Array>) chunks.push(chunk);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) };
  };
}
