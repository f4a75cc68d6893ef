import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that passes everything on, but holds back the events of streams, as one that buffers does. */
export class HoldingProxy {
  private readonly server: Server;

  constructor(origin: string) {
    const { hostname, port } = new URL(origin);
    this.server = createServer((from, to) => {
      const { method, url, headers } = from;
      const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        if (answer.headers['content-type']?.startsWith('text/event-stream')) {
          to.flushHeaders();
          answer.resume();
        } else {
          answer.pipe(to);
        }
      });
      onward.on('error', () => to.destroy());
      to.on('close', () => onward.destroy());
      from.pipe(onward);
    });
  }

  /** Where programs find it. */
  async start(): Promise<string> {
    await new Promise<void>((ready) => this.server.listen(0, '127.0.0.1', ready));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}
