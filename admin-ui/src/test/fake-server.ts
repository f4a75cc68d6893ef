import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { FlagSummary } from '../features/flags/api/list-flags';
import type { Instance } from '../features/fleet/api/get-fleet';
import type { Project } from '../features/projects/api/list-projects';
import type { FieldError } from '../shared/http';
import type { Change, Convergence } from '../shared/live/arrivals';

const FLAG = '/api/v1/projects/demo/flags/:flag/environments/:environment';

interface InEnvironment {
  enabled: boolean;
  on: number | undefined;
  revision: number;
  rules: number;
}

/**
 * The borders of the page: answers in the shapes of the REST API, from one flag `new-checkout` of the project `demo`.
 * Knows nothing of targeting beyond one percentage: what is true of the real server is for the browser tests.
 */
export class FakeServer {
  readonly environments: Record<string, InEnvironment> = {
    production: { enabled: false, on: undefined, revision: 12, rules: 0 },
    development: { enabled: true, on: undefined, revision: 4, rules: 0 },
  };
  readonly instances: Instance[] = [instance('shop-1'), instance('shop-2')];
  /** What arrived, other than GET: method, path and body. */
  readonly acts: { method: string; path: string; body: unknown; csrf: string | null }[] = [];
  signedIn = true;
  /** Who is signed in, while somebody is; each session has its own token. */
  session = SESSION;
  /** How often somebody has asked who they are. */
  sessionsRead = 0;
  /** The store is away: nobody can be let in. */
  storeAway = false;
  /** What it answers with instead of flags: the kind of a problem. */
  refusing: 'store-away' | 'not-found' | undefined;
  /** Refuses to be followed while it is. */
  away = false;
  links = new Set(['good']);
  password = 'correct horse battery';
  description = 'The checkout in one page';
  private held: Promise<void> | undefined;
  private streams = new Set<ReadableStreamDefaultController<Uint8Array>>();

  readonly handlers = [
    http.get('/api/v1/session', () => {
      this.sessionsRead++;
      if (this.storeAway) {
        return problem(503, 'the store does not answer');
      }
      return this.signedIn ? HttpResponse.json(this.session) : problem(401, 'Sign in first.');
    }),
    http.post('/api/v1/session', async ({ request }) => {
      if (this.storeAway) {
        return problem(503, 'the store does not answer');
      }
      const { link, user, password } = (await request.json()) as Record<string, string | undefined>;
      if (link === undefined) {
        this.signedIn = user === 'ana' && password === this.password;
        return this.signedIn ? HttpResponse.json(this.session) : problem(401, 'They do not belong together');
      }
      this.signedIn = this.links.delete(link);
      return this.signedIn ? HttpResponse.json(this.session) : problem(401, 'link: this one was used');
    }),
    http.delete('/api/v1/session', async ({ request }) => {
      await this.note(request);
      this.signedIn = false;
      return new HttpResponse(null, { status: 204 });
    }),
    http.all('/api/v1/*', ({ request }) => {
      if (!this.signedIn) {
        return problem(401, 'Sign in first.');
      }
      const changes = request.method !== 'GET' && request.headers.get('Sluice-Csrf') !== this.session.csrf;
      return changes ? problemOf('csrf', 403, 'Sluice-Csrf: missing or wrong') : undefined;
    }),
    http.get('/api/v1/projects', () => HttpResponse.json({ items: [this.project()], next: null })),
    http.get('/api/v1/projects/demo/flags', () => this.unlessRefusing({ items: [this.summary()], next: null })),
    http.get('/api/v1/projects/demo/environments/:environment/fleet', ({ params }) =>
      HttpResponse.json({
        items: params.environment === 'production' ? this.instances : [],
        next: null,
        nodes: [],
        unlisted: 0,
      }),
    ),
    http.get('/api/v1/projects/demo/events', ({ request }) => {
      if (this.away) {
        return HttpResponse.error();
      }
      let mine: ReadableStreamDefaultController<Uint8Array>;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          mine = controller;
          this.streams.add(controller);
          controller.enqueue(encoder.encode(': here\n\n'));
        },
        // At once, where the signal of the request tells later: what a reader let go can't be closed again.
        cancel: () => {
          this.streams.delete(mine);
        },
      });
      request.signal.addEventListener('abort', () => this.streams.delete(mine));
      return new HttpResponse(body, { headers: { 'Content-Type': 'text/event-stream' } });
    }),
    http.get(FLAG, ({ params }) => {
      const { enabled, on, revision } = this.in(params);
      return HttpResponse.json({
        enabled,
        offVariation: 'off',
        prerequisites: [],
        targets: [],
        rules: [],
        fallthrough: on === undefined ? 'on' : { split: { by: 'targetingKey', percent: { on }, rest: 'off' } },
        version: revision,
        lastChange: CHANGE,
      });
    }),
    http.post(`${FLAG}/:act`, async ({ params, request }) => {
      await this.note(request);
      await this.held;
      this.in(params).enabled = params.act === 'on';
      return this.acted(params);
    }),
    http.post('/api/v1/projects/demo/flags', async ({ request }) => {
      const { key } = (await this.note(request)) as { key: string };
      return key === 'taken'
        ? problem(422, 'The body is not allowed', { pointer: '/key', detail: 'key: "taken" is not free' })
        : HttpResponse.json({ ...this.summary(), key }, { status: 201 });
    }),
    http.get('/api/v1/projects/demo/flags/:flag', ({ params }) =>
      this.unlessRefusing({ ...this.summary(), key: params.flag }),
    ),
    http.get('/api/v1/projects/demo/environments/:environment/segments', () =>
      HttpResponse.json({ items: [], next: null }),
    ),
  ];

  change(change: Partial<Change>): void {
    this.send('changed', {
      environment: 'production',
      flag: 'new-checkout',
      revision: 13,
      actor: 'someone',
      action: 'off',
      at: new Date().toISOString(),
      ...change,
    });
  }

  converge(convergence: Partial<Convergence>): void {
    this.send('convergence', {
      environment: 'production',
      revision: 13,
      connected: 2,
      acked: 2,
      laggards: [],
      complete: true,
      millis: 38,
      ...convergence,
    });
  }

  /** Keeps the answer to a switch back until the function that this gives is called. */
  hold(): () => void {
    let letGo = () => {};
    this.held = new Promise((resolve) => {
      letGo = resolve;
    });
    return () => letGo();
  }

  /** Ends every stream, as a server that is restarted does. */
  hangUp(): void {
    for (const stream of this.streams) {
      stream.close();
    }
    this.streams.clear();
  }

  /** How many tabs follow it. */
  get followers(): number {
    return this.streams.size;
  }

  private send(type: string, data: unknown): void {
    for (const stream of this.streams) {
      stream.enqueue(encoder.encode(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`));
    }
  }

  private unlessRefusing(body: object) {
    const kind = this.refusing;
    return kind === undefined
      ? HttpResponse.json(body)
      : problemOf(kind, kind === 'not-found' ? 404 : 503, `flags: ${kind}`);
  }

  private in(params: Record<string, unknown>): InEnvironment {
    const here = this.environments[String(params.environment)];
    if (!here) {
      throw new Error(`there is no environment ${params.environment}`);
    }
    return here;
  }

  private acted(params: Record<string, unknown>) {
    const here = this.in(params);
    here.revision++;
    const { enabled, revision } = here;
    const note = sentence(here);
    return HttpResponse.json({
      revision,
      version: revision,
      environment: params.environment,
      changed: true,
      enabled,
      note,
    });
  }

  private async note(request: Request): Promise<unknown> {
    const text = await request.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const path = new URL(request.url).pathname.replace('/api/v1', '');
    this.acts.push({ method: request.method, path, body, csrf: request.headers.get('Sluice-Csrf') });
    return body;
  }

  private project(): Project {
    const environments = Object.entries(this.environments).map(([key, { revision }]) => ({
      key,
      name: key,
      archived: false,
      revision,
      epoch: '1.a',
      hash: 'a',
    }));
    return { key: 'demo', name: 'Demo', archived: false, environments, flags: 1 };
  }

  private summary(): FlagSummary {
    return {
      key: 'new-checkout',
      type: 'boolean',
      description: this.description,
      owner: '',
      tags: [],
      runbook: '',
      temporary: false,
      clientVisible: false,
      variations: { on: true, off: false },
      archived: false,
      version: 1,
      lastChange: { at: '2026-11-21T07:00:00Z', actor: 'ada', action: 'flag.create', comment: '' },
      environments: Object.fromEntries(
        Object.entries(this.environments).map(([name, here]) => [
          name,
          {
            enabled: here.enabled,
            revision: here.revision,
            version: here.revision,
            sentence: sentence(here),
            switching: here.enabled ? 'Disabling: everyone gets off, at once.' : 'Enabling: everyone gets on.',
            exposure: exposure(here),
            percentage: here.on === undefined ? null : { by: 'targetingKey', percent: { on: here.on }, rest: 'off' },
            rules: here.rules,
            lastChange: CHANGE,
          },
        ]),
      ),
    };
  }
}

const CHANGE = { at: '2026-11-21T07:00:00Z', actor: 'ada', action: 'flag.on', comment: 'before the fair' };
const encoder = new TextEncoder();
const SESSION = {
  user: 'admin',
  passwordSet: true,
  csrf: 'token-of-this-session',
  grants: [{ project: '*', environment: '*', role: 'admin' }],
};

function instance(name: string): Instance {
  return {
    instance: name,
    application: 'shop',
    sdk: 'sluice-java/0.1.0',
    node: 'node-1',
    session: `session-of-${name}`,
    connectedAt: '2026-11-21T07:00:00Z',
    lastSeenAt: '2026-11-21T07:00:00Z',
    polling: false,
    acked: { epoch: '1.a', revision: 12, hash: 'a' },
    behind: 0,
    lost: false,
    notUnderstood: [],
    overrides: {},
    geo: null,
    droppedWindows: 0,
  };
}

function exposure({ enabled, on }: InEnvironment): Record<string, number> {
  const share = enabled ? (on ?? 100) : 0;
  return { on: share, off: 100 - share };
}

function sentence(here: InEnvironment): string {
  const { on = 0 } = exposure(here);
  return here.enabled ? `${on} % get on, all others get off.` : 'Off: everyone gets off.';
}

function problem(status: number, detail: string, ...errors: readonly FieldError[]) {
  return problemOf('test', status, detail, ...errors);
}

function problemOf(kind: string, status: number, detail: string, ...errors: readonly FieldError[]) {
  return HttpResponse.json(
    { type: `urn:sluice:problem:${kind}`, title: 'Refused', status, detail, errors },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
}

/** A fresh fake for each test of the file. */
export function fakeServerForEachTest(): { readonly current: FakeServer } {
  const holder = { current: new FakeServer() };
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => {
    server.resetHandlers();
    holder.current.hangUp();
    renew();
  });
  afterAll(() => server.close());
  const renew = () => {
    holder.current = new FakeServer();
    server.use(...holder.current.handlers);
  };
  beforeAll(renew);
  return holder;
}
