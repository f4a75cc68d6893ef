import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { getTargeting } from '../features/targeting/api/get-targeting';
import { useEditing } from '../features/targeting/editing';
import type { Clause, Rule, Targeting, TargetingBody } from '../features/targeting/model/types';
import { TargetingPanel } from '../features/targeting/targeting-panel';
import { Csrf } from '../shared/csrf';
import type { FieldError } from '../shared/http';
import { keys } from '../shared/keys';
import { ConfirmProvider } from '../shared/ui/confirm';

const PLACE = '/api/v1/projects/demo/flags/new-checkout/environments/production';
export const LAST = { at: '2026-11-21T08:00:00Z', actor: 'ada', action: 'targeting.put', comment: '' };

export function targeting(more: Partial<Targeting> = {}): Targeting {
  return {
    enabled: true,
    offVariation: 'off',
    prerequisites: [],
    targets: [],
    rules: [],
    fallthrough: 'off',
    version: 3,
    lastChange: LAST,
    ...more,
  };
}

export const rule = (when: Clause, more: Partial<Rule> = {}): Rule => ({
  id: 'de',
  when: [when],
  serve: 'on',
  ...more,
});
export const country: Clause = { attribute: 'geo.country', op: 'in', values: ['DE'] };

/** The borders: what is stored, what was asked and saved, and what the server objects to. Fresh for each test. */
export const fake = {
  stored: targeting(),
  /** This for that in the text of what is stored: what no value of JavaScript can say. */
  literally: ['', ''] as [that: string, text: string],
  previewed: [] as TargetingBody[],
  /** What was asked and saved, to the letter. */
  sent: [] as string[],
  saved: [] as { body: TargetingBody & { comment?: string }; ifMatch: string | null }[],
  objections: [] as FieldError[],
};

const server = setupServer(
  http.get(PLACE, () => {
    const text = JSON.stringify(fake.stored).replace(...fake.literally);
    return new HttpResponse(text, { headers: { 'Content-Type': 'application/json' } });
  }),
  http.post(`${PLACE}/preview`, async ({ request }) => {
    fake.previewed.push((await bodyOf(request)) as TargetingBody);
    return fake.objections.length > 0 ? refusal(422, 'invalid') : HttpResponse.json(prospect());
  }),
  http.put(PLACE, async ({ request }) => {
    const body = (await bodyOf(request)) as TargetingBody;
    const ifMatch = request.headers.get('If-Match');
    if (ifMatch !== `"${fake.stored.version}"`) {
      return refusal(412, 'moved-on');
    }
    fake.saved.push({ body, ifMatch });
    fake.stored = { ...fake.stored, ...body, version: fake.stored.version + 1 };
    return HttpResponse.json({ revision: 14, environment: 'production', flag: 'new-checkout', changed: true });
  }),
);

async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.text();
  fake.sent.push(text);
  return JSON.parse(text);
}

function refusal(status: number, kind: string) {
  return HttpResponse.json(
    { type: `urn:sluice:problem:${kind}`, title: 'Refused', status, detail: 'Refused', errors: fake.objections },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
}

function prospect() {
  const moved = { moved: 12.5, exact: true, changes: [{ from: 'off', to: 'on', share: 12.5 }] };
  return {
    environment: 'production',
    flag: 'new-checkout',
    version: fake.stored.version,
    changes: true,
    note: '',
    sentence: { before: 'Everyone gets off.', after: '12.5 % get on.' },
    exposure: { before: {}, after: {} },
    diff: [],
    moves: [{ place: 'fallthrough', reach: 'same', now: moved, whenEnabled: moved }],
  };
}

/** Answers the calls of the page in every test of the file. */
export function fakeTargetingForEachTest(): void {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    Object.assign(fake, {
      stored: targeting(),
      literally: ['', ''],
      previewed: [],
      sent: [],
      saved: [],
      objections: [],
    });
  });
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
}

function Page({ forbidden }: { forbidden: string | undefined }) {
  const { data } = useQuery({
    queryKey: keys.targeting('demo', 'new-checkout', 'production'),
    queryFn: ({ signal }) => getTargeting('demo', 'new-checkout', 'production', signal),
  });
  return data ? <Editor targeting={data} forbidden={forbidden} /> : null;
}

function Editor({ targeting: read, forbidden }: { targeting: Targeting; forbidden: string | undefined }) {
  return (
    <TargetingPanel
      project="demo"
      environment="production"
      flag="new-checkout"
      variations={['on', 'off', 'maybe']}
      segments={['staff', 'testers']}
      flags={{ 'payments-v2': ['on', 'off'] }}
      editing={useEditing(read)}
      forbidden={forbidden}
    />
  );
}

export const user = userEvent.setup({ delay: null });

export async function openPage(forbidden?: string) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <Csrf value="token">
          <ConfirmProvider>
            <Page forbidden={forbidden} />
          </ConfirmProvider>
        </Csrf>
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByRole('heading', { name: 'Who gets what in production' });
  return client;
}

export async function openRule() {
  await openPage();
  await user.click(screen.getByRole('button', { name: /^Users/ }));
  return within(screen.getByRole('article'));
}

export async function save(comment = '') {
  await waitFor(() => expect(fake.previewed.length).toBeGreaterThan(0));
  await screen.findByText(/moves from off to on/);
  await user.click(screen.getByRole('button', { name: 'Review and save' }));
  const dialog = within(await screen.findByRole('dialog'));
  if (comment) {
    await user.type(dialog.getByLabelText('Why'), comment);
  }
  await user.click(dialog.getByRole('button', { name: 'Save in production' }));
  await waitFor(() => expect(fake.saved).toHaveLength(1));
}
