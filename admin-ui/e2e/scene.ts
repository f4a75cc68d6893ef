import { SdkInstance } from './sdk-instance';
import { inTime } from './slow-store';
import type { SluiceClient } from './sluice-client';

/** A shop on an ordinary day: for pictures, and for what must hold on every page. */
export const SCENE = 'shop';

const FLAGS = [
  { key: 'new-checkout', owner: 'payments', tags: ['checkout'], description: 'The checkout in one page' },
  {
    key: 'express-delivery',
    owner: 'logistics',
    tags: ['checkout', 'delivery'],
    description: 'Delivery on the same day',
  },
  { key: 'dark-theme', owner: 'web', tags: ['look'], description: 'Colours for the night', temporary: false },
  { key: 'old-cart', owner: 'payments', tags: ['checkout'], description: 'The cart of last year', temporary: true },
];

/** Somebody who has signed in, and changes things under their own name. */
class Person {
  private cookie = '';
  private csrf = '';

  constructor(private readonly server: SluiceClient) {}

  async signIn(name: string, displayName: string, role: string): Promise<void> {
    const grants = [{ project: SCENE, environment: '*', role }];
    await this.server.call('POST', '/users', { name, displayName, grants });
    // A link may be used up although the answer says that this is not known: each try has its own.
    const response = await inTime(async () => {
      const link = await this.server.linkOf(name);
      return this.attempt('POST', '/session', { link: new URL(link).hash.replace('#link=', '') });
    });
    await requireOk('POST /session', response);
    this.cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
    this.csrf = ((await response.json()) as { csrf: string }).csrf;
  }

  async send(method: string, path: string, body: unknown): Promise<void> {
    await requireOk(`${method} ${path}`, await inTime(() => this.attempt(method, path, body)));
  }

  private attempt(method: string, path: string, body: unknown): Promise<Response> {
    const { origin } = this.server;
    const headers = {
      'Content-Type': 'application/json',
      'If-Match': '*',
      Origin: origin,
      Cookie: this.cookie,
      'Sluice-Csrf': this.csrf,
    };
    return fetch(`${origin}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
  }
}

async function requireOk(call: string, response: Response): Promise<void> {
  if (!response.ok) {
    throw new Error(`${call} answered ${response.status}: ${await response.text()}`);
  }
}

/** Makes it; what it gives ends the programs that follow. */
export async function makeScene(server: SluiceClient): Promise<() => Promise<void>> {
  const project = `/projects/${SCENE}`;
  const at = (flag: string, environment = 'production') => `${project}/flags/${flag}/environments/${environment}`;
  await server.call('POST', '/projects', { key: SCENE, name: 'Shop' });
  for (const flag of FLAGS) {
    await server.call('POST', `${project}/flags`, { type: 'boolean', ...flag });
  }
  await server.call('POST', `${project}/flags`, {
    key: 'search-engine',
    type: 'string',
    description: 'Who answers when somebody looks for something',
    owner: 'search',
    tags: ['search'],
    variations: { classic: 'classic', vector: 'vector', hybrid: 'hybrid' },
    offVariation: 'classic',
    fallthrough: 'classic',
  });
  await server.call('POST', `${project}/environments/production/segments`, {
    key: 'testers',
    description: 'Colleagues, and customers who asked for it',
    included: ['ada', 'grace', 'edsger'],
    rules: [{ id: 'colleagues', when: [{ attribute: 'email', op: 'endsWith', values: ['@shop.example'] }] }],
  });
  const made = await server.call<{ key: string }>('POST', `${project}/keys`, {
    environment: 'production',
    kind: 'sdk',
    name: 'shop',
  });
  const programs = ['shop', 'shop', 'shop', 'search'].map((name) => new SdkInstance(server.origin, made.key, name));
  for (const program of programs) {
    await program.connect();
  }

  const [ana, ben] = [new Person(server), new Person(server)];
  await ana.signIn('ana', 'Ana Lima', 'admin');
  await ben.signIn('ben', 'Ben Okoro', 'releaser');
  await ana.send('POST', `${at('dark-theme')}/on`, { comment: 'tested for two weeks' });
  await ana.send('PUT', `${at('new-checkout')}/rules/germany?comment=the+pilot`, {
    when: [{ attribute: 'geo.country', op: 'in', values: ['DE'] }],
    serve: { split: { percent: { on: 25 }, rest: 'off' } },
  });
  await ben.send('PUT', `${at('new-checkout')}/percentage`, {
    variation: 'on',
    percentage: 5,
    enable: true,
    comment: 'first ramp',
  });
  await ben.send('PUT', `${at('search-engine')}/percentage`, { variation: 'vector', percentage: 12.5, enable: true });
  await ben.send('POST', `${at('old-cart')}/on`, { comment: 'until the new cart is done' });
  await ana.send('PUT', `${at('new-checkout')}/percentage`, {
    variation: 'on',
    percentage: 25,
    comment: 'no complaints',
  });
  await ben.send('POST', `${at('express-delivery')}/on`, {});
  await ana.send('POST', `${at('old-cart')}/off`, { comment: 'orders of one customer were lost' });

  const [first, second, , fourth] = programs;
  for (const [flag, on, failed] of [
    ['new-checkout', 1_900, 12],
    ['search-engine', 640, 3],
  ] as const) {
    const { version } = await server.call<{ version: number }>('GET', at(flag));
    await first?.reportOutcomes(flag, version, flag === 'new-checkout' ? 'on' : 'vector', on, failed);
  }
  if (second && fourth) {
    second.lagging = true;
    fourth.vanish();
  }
  await ana.send('POST', `${at('dark-theme', 'development')}/on`, {});
  await ben.send('PUT', `${at('express-delivery')}/percentage`, { variation: 'on', percentage: 50 });
  return async () => {
    await Promise.all(programs.filter((program) => program !== fourth).map((program) => program.close()));
  };
}
