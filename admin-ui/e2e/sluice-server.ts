import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SluiceClient } from './sluice-client';

const JAR = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', 'flag-server', 'target', 'flag-server.jar');
const START_MILLIS = 60_000;
const STOP_MILLIS = 20_000;

interface Files {
  port: number;
  redis?: { pid: number };
}

/** The real server in a folder of its own, with its own Redis and the demo flags. */
export class SluiceServer {
  readonly token = `e2e-${randomBytes(16).toString('hex')}`;
  private readonly data = mkdtempSync(join(tmpdir(), 'sluice-e2e-'));
  private process: ChildProcess | undefined;
  private output = '';
  private port = 0;
  private stopping = false;
  private lastWords = '';

  /** Settings on top of those that every one of these servers has. */
  constructor(private readonly settings: Record<string, string> = {}) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Calls the REST API as a program does, with the admin token. */
  call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return new SluiceClient(this.origin, this.token).call(method, path, body);
  }

  /** A one-time link that signs in. */
  link(): Promise<string> {
    return new SluiceClient(this.origin, this.token).link();
  }

  /** Starts on a free port, or again on the one it had. */
  async start(): Promise<void> {
    if (!existsSync(JAR)) {
      throw new Error('flag-server/target/flag-server.jar is missing; build it first: mvn package -DskipTests');
    }
    const announced = join(this.data, 'server.json');
    rmSync(announced, { force: true });
    this.stopping = false;
    const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
    this.process = spawn(java, ['-jar', JAR, 'serve'], {
      cwd: this.data,
      env: {
        ...process.env,
        SLUICE_HTTP_PORT: String(this.port),
        SLUICE_MANAGEMENT_PORT: '0',
        SLUICE_DATA: this.data,
        SLUICE_ADMIN_TOKEN: this.token,
        SLUICE_DEMO: 'on',
        SLUICE_DRAIN_WAIT_SECONDS: '0',
        ...this.settings,
      },
    });
    this.process.stdout?.on('data', (text) => this.keep(text));
    this.process.stderr?.on('data', (text) => this.keep(text));

    this.process.once('exit', (code, signal) => this.ended(code, signal));

    const deadline = Date.now() + START_MILLIS;
    while (!existsSync(announced)) {
      if (this.process.exitCode !== null || Date.now() > deadline) {
        throw new Error(`The server did not get ready. It said:\n${this.output}`);
      }
      await pause(50);
    }
    this.port = this.announced().port;
  }

  /**
   * Waits until it takes a write in good time. Beside everything else that starts with it, and with a build just before, the disk and the
   * processors may leave Redis more than the second that it has; then what a person does in the browser is answered "not known", which is
   * right and no test's business.
   */
  async settle(): Promise<void> {
    await this.link();
  }

  /** A server that ends by itself takes every test with it: what it said last must be seen. */
  private ended(code: number | null, signal: string | null): void {
    if (!this.stopping) {
      this.lastWords = `The server ended by itself (code ${code}, signal ${signal}). It said:\n${this.output}\n`;
      process.stderr.write(this.lastWords);
    }
  }

  /** Ends it as an operator does; what does not go in time is killed, and its Redis with it. */
  async stop(): Promise<void> {
    const running = this.process;
    if (!running || running.exitCode !== null || running.signalCode !== null) {
      return;
    }
    const redis = existsSync(join(this.data, 'server.json')) ? this.announced().redis?.pid : undefined;
    const gone = once(running, 'exit');
    this.stopping = true;
    running.kill('SIGTERM');
    const inTime = await Promise.race([gone.then(() => true), pause(STOP_MILLIS, false, { ref: false })]);
    if (!inTime) {
      running.kill('SIGKILL');
      if (redis !== undefined) {
        process.kill(redis, 'SIGTERM');
      }
      throw new Error(`The server did not end within ${STOP_MILLIS} ms of SIGTERM. It said:\n${this.output}`);
    }
  }

  /** Removes what it kept. What it said when it ended by itself is said again, for it stands far above what came of it. */
  async discard(): Promise<void> {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
    process.stderr.write(this.lastWords);
  }

  private announced(): Files {
    return JSON.parse(readFileSync(join(this.data, 'server.json'), 'utf8'));
  }

  private keep(text: unknown): void {
    this.output = (this.output + String(text)).slice(-8_000);
  }
}
