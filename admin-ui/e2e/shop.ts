import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const JAR = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', 'sample-apps', 'shop', 'target', 'shop.jar');
const PROGRAM = 'dev.sluice.shop.web.ShopBuild2';
const START_MILLIS = 60_000;

/** One instance of the demo shop, with the real SDK in it: a process that can be stopped, continued and killed. */
export class Shop {
  private readonly folder = mkdtempSync(join(tmpdir(), 'sluice-shop-'));
  private process: ChildProcess | undefined;
  private output = '';

  constructor(
    private readonly name: string,
    private readonly server: string,
    private readonly key: string,
  ) {}

  /** Starts it, and waits until it takes orders: by then it has its flags, or has given up waiting for them. */
  async start(): Promise<void> {
    if (!existsSync(JAR)) {
      throw new Error('sample-apps/shop/target/shop.jar is missing; build it first: mvn package -DskipTests');
    }
    const announced = join(this.folder, 'shop.json');
    const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
    this.process = spawn(java, ['-Xmx96m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', JAR, PROGRAM], {
      cwd: this.folder,
      env: {
        ...process.env,
        SLUICE_URL: this.server,
        SLUICE_SDK_KEY: this.key,
        SHOP_NAME: this.name,
        // It ends with us, however we end.
        SHOP_LIFELINE: 'stdin',
        SHOP_PORT: '0',
        SHOP_ANNOUNCE: announced,
        SHOP_CONTROL_TOKEN: 'of-a-browser-test',
      },
    });
    this.process.stdout?.on('data', (text) => this.keep(text));
    this.process.stderr?.on('data', (text) => this.keep(text));
    const deadline = Date.now() + START_MILLIS;
    while (!existsSync(announced)) {
      if (this.process.exitCode !== null || Date.now() > deadline) {
        throw new Error(`The shop ${this.name} did not get ready. It said:\n${this.output}`);
      }
      await pause(50);
    }
  }

  /** Which checkout a shopper meets, "old" or "new"; coming from this address, as a proxy before the shop would say it. */
  async checkoutOf(shopper: string, address?: string): Promise<string | null> {
    const { port } = JSON.parse(readFileSync(join(this.folder, 'shop.json'), 'utf8')) as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}/orders`, {
      method: 'POST',
      headers: address === undefined ? {} : { 'X-Forwarded-For': address },
      body: JSON.stringify({ shopper, lines: [{ article: 'kettle', quantity: 1 }] }),
    });
    await response.arrayBuffer();
    return response.headers.get('Shop-Checkout');
  }

  /** Freezes it as it is: its connections stay open, and it answers nothing. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  /** Ends it without giving it time to say goodbye. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async discard(): Promise<void> {
    this.thaw();
    await this.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const running = this.process;
    if (!running || running.exitCode !== null || running.signalCode !== null) {
      return;
    }
    const gone = once(running, 'exit');
    running.kill(signal);
    const kill = setTimeout(() => running.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(kill);
  }

  private keep(text: unknown): void {
    this.output = (this.output + String(text)).slice(-4_000);
  }
}
