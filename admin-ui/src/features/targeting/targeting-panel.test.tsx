import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Csrf } from '../../shared/csrf';
import { keys } from '../../shared/keys';
import { getTargeting } from './api/get-targeting';
import { useEditing } from './editing';
import type { Clause, Rule, Targeting, TargetingBody } from './model/types';
import { TargetingPanel } from './targeting-panel';

const PLACE = '/api/v1/projects/demo/flags/new-checkout/environments/production';
const LAST = { at: '2026-11-21T08:00:00Z', actor: 'ada', action: 'targeting.put', comment: '' };

function targeting(more: Partial<Targeting> = {}): Targeting {
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

const rule = (when: Clause, more: Partial<Rule> = {}): Rule => ({ id: 'de', when: [when], serve: 'on', ...more });
const country: Clause = { attribute: 'geo.country', op: 'in', values: ['DE'] };

/** The borders: what is stored, what was asked and saved, and what the server objects to. */
let stored: Targeting;
let previewed: TargetingBody[];
let saved: { body: TargetingBody & { comment?: string }; ifMatch: string | null }[];
let objections: { pointer: string; detail: string }[];

const server = setupServer(
  http.get(PLACE, () => HttpResponse.json(stored)),
  http.post(`${PLACE}/preview`, async ({ request }) => {
    previewed.push((await request.json()) as TargetingBody);
    return objections.length > 0 ? refusal(422, 'invalid') : HttpResponse.json(prospect());
  }),
  http.put(PLACE, async ({ request }) => {
    const body = (await request.json()) as TargetingBody;
    const ifMatch = request.headers.get('If-Match');
    if (ifMatch !== `"${stored.version}"`) {
      return refusal(412, 'moved-on');
    }
    saved.push({ body, ifMatch });
    stored = { ...stored, ...body, version: stored.version + 1 };
    return HttpResponse.json({ revision: 14, environment: 'production', flag: 'new-checkout', changed: true });
  }),
);

function refusal(status: number, kind: string) {
  return HttpResponse.json(
    { type: `urn:sluice:problem:${kind}`, title: 'Refused', status, detail: 'Refused', errors: objections },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
}

function prospect() {
  const moved = { moved: 12.5, exact: true, changes: [{ from: 'off', to: 'on', share: 12.5 }] };
  return {
    environment: 'production',
    flag: 'new-checkout',
    version: stored.version,
    changes: true,
    note: '',
    sentence: { before: 'Everyone gets off.', after: '12.5 % get on.' },
    exposure: { before: {}, after: {} },
    diff: [],
    moves: [{ place: 'fallthrough', reach: 'same', now: moved, whenEnabled: moved }],
  };
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  stored = targeting();
  previewed = [];
  saved = [];
  objections = [];
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

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

const user = userEvent.setup({ delay: null });

async function openPage(forbidden?: string) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <Csrf value="token">
          <Page forbidden={forbidden} />
        </Csrf>
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByRole('heading', { name: 'Who gets what in production' });
  return client;
}

async function openRule() {
  await openPage();
  await user.click(screen.getByRole('button', { name: /^Users/ }));
  return within(screen.getByRole('article'));
}

async function save(comment = '') {
  await waitFor(() => expect(previewed.length).toBeGreaterThan(0));
  await screen.findByText(/moves from off to on/);
  await user.click(screen.getByRole('button', { name: 'Review and save' }));
  const dialog = within(await screen.findByRole('dialog'));
  if (comment) {
    await user.type(dialog.getByLabelText('Why'), comment);
  }
  await user.click(dialog.getByRole('button', { name: 'Save in production' }));
  await waitFor(() => expect(saved).toHaveLength(1));
}

describe('the rule editor takes every operator with an input of its own', () => {
  const VALUES = 'Values of condition 1 of rule de';

  async function openExists() {
    stored = targeting({ rules: [rule({ attribute: 'x', op: 'exists' })] });
    return openRule();
  }

  async function choose(label: string) {
    await user.selectOptions(screen.getByLabelText('Operator of condition 1 of rule de'), label);
  }

  async function sends(clause: object) {
    await waitFor(() => expect(previewed.at(-1)?.rules?.[0]?.when).toEqual([clause]));
  }

  /** The first by its input; what was given goes along to the others of its kind. */
  async function sendsAll(labels: Readonly<Record<string, string>>, field: string, typed: string, value: unknown) {
    await openExists();
    for (const [n, [op, label]] of Object.entries(labels).entries()) {
      await choose(label);
      if (n === 0) {
        await user.type(screen.getByLabelText(field), typed);
      }
      await sends({ attribute: 'x', op, values: [value] });
    }
  }

  test('texts', async () => {
    const labels = {
      startsWith: 'starts with',
      endsWith: 'ends with',
      contains: 'contains',
      matches: 'matches the pattern',
      in: 'is any of',
    };
    await sendsAll(labels, VALUES, '^a+$,', '^a+$');
  });

  test('versions', async () => {
    const labels = {
      semverEq: 'is version',
      semverLt: 'is below version',
      semverLte: 'is at most version',
      semverGt: 'is above version',
      semverGte: 'is at least version',
    };
    await sendsAll(labels, VALUES, '1.2.3{Enter}', '1.2.3');
  });

  test('numbers', async () => {
    const labels = { lt: 'is below', lte: 'is at most', gt: 'is above', gte: 'is at least' };
    await sendsAll(labels, VALUES, '-1.5', -1.5);
  });

  test('times', async () => {
    const labels = { before: 'is before', after: 'is after' };
    await sendsAll(labels, `${VALUES}, UTC`, '2026-12-24T18:00:00', '2026-12-24T18:00:00Z');
  });

  test('networks', () => sendsAll({ inCidr: 'is in the network' }, VALUES, '10.0.0.0/8{Enter}', '10.0.0.0/8'));

  test('inSegment, which has no attribute', async () => {
    const card = await openExists();
    await choose('in segment');
    await user.type(card.getByLabelText(VALUES), 'staff{Enter}');

    await sends({ op: 'inSegment', values: ['staff'] });
    expect(card.queryByLabelText('Attribute of condition 1 of rule de')).not.toBeInTheDocument();
  });

  test('withinKm, by its three numbers', async () => {
    const card = await openExists();
    await choose('near a place');
    await user.type(card.getByLabelText(`Latitude of ${VALUES}`), '48.1');
    await user.type(card.getByLabelText(`Longitude of ${VALUES}`), '11.6');
    await user.type(card.getByLabelText(`Distance of ${VALUES}`), '30');

    await sends({ op: 'withinKm', values: [{ latitude: 48.1, longitude: 11.6, km: 30 }] });
  });

  test('exists, turned round', async () => {
    await openExists();
    await choose('is missing');

    await sends({ attribute: 'x', op: 'exists', negate: true });
  });

  test('in, of countries by their names', async () => {
    stored = targeting({ rules: [rule(country)] });
    const card = await openRule();
    await user.type(card.getByLabelText(VALUES), 'austria{Enter}ch{Enter}');

    await sends({ ...country, values: ['DE', 'AT', 'CH'] });
    expect(card.getByText('Users in Germany, Austria or Switzerland')).toBeVisible();
  });

  test('in, of numbers, which are no texts', async () => {
    const card = await openExists();
    await choose('is none of');
    await user.click(card.getByRole('radio', { name: 'Number' }));
    await user.type(card.getByLabelText(VALUES), '8,9{Enter}');

    await sends({ attribute: 'x', op: 'in', values: [8, 9], negate: true });
  });
});

describe('what the server objects to stands at its field', () => {
  const full = () =>
    targeting({
      prerequisites: [{ flag: 'payments-v2', variations: ['on'] }],
      targets: [{ variation: 'on', attribute: 'targetingKey', keys: ['ada', 'bob'] }],
      rules: [rule({ attribute: 'x', op: 'matches', values: ['a', '('] })],
      fallthrough: { split: { by: 'account', percent: { on: 10 }, rest: 'off' } },
    });
  const WHERE: Readonly<Record<string, readonly string[]>> = {
    '': [
      '/rules/0',
      '/rules/0/id',
      '/rules/0/when',
      '/rules/0/when/0',
      '/rules/0/when/0/attribute',
      '/rules/0/when/0/values',
      '/rules/0/when/0/values/1',
      '/rules/0/serve',
      '/rules/0/serve/split/by',
      '/rules/0/serve/split/percent',
      '/rules/0/serve/split/percent/on',
      '/rules/0/serve/split/rest',
    ],
    'While it is disabled': ['/offVariation'],
    Prerequisites: ['/prerequisites/0/flag', '/prerequisites/0/variations/0'],
    Individuals: ['/targets/0/keys/1'],
    'Everyone else': [
      '/fallthrough',
      '/fallthrough/split/by',
      '/fallthrough/split/percent',
      '/fallthrough/split/percent/on',
    ],
  };

  test('wherever that is', async () => {
    stored = full();
    objections = Object.values(WHERE)
      .flat()
      .map((pointer) => ({ pointer, detail: `not so: ${pointer}` }));
    const card = await openRule();
    await user.click(card.getByRole('radio', { name: 'Percentages' }));
    await card.findByText('not so: /rules/0');

    for (const [title, pointers] of Object.entries(WHERE)) {
      const place =
        title === '' ? card : within(screen.getByRole('region', { name: (name) => name.startsWith(title) }));
      const said = place.getAllByRole('alert').map((alert) => alert.textContent);
      expect(said.sort()).toEqual(pointers.map((pointer) => `not so: ${pointer}`).sort());
    }
    expect(screen.getByText(/^20 things to mend: /)).toBeVisible();
  });

  test('and marks the very value and the field', async () => {
    stored = full();
    objections = [{ pointer: '/rules/0/when/0/values/1', detail: 'no RE2' }];
    const card = await openRule();
    await user.click(screen.getByRole('radio', { name: 'maybe gets the rest of everyone else' }));
    await card.findByText('no RE2');

    expect(card.getByLabelText('Values of condition 1 of rule de')).toBeInvalid();
    expect(card.getByText('(').closest('[data-invalid="true"]')).not.toBeNull();
    expect(card.getByText('a').closest('span[data-invalid="true"]')).toBeNull();
  });
});

describe('what the page sees by itself', () => {
  test('is never sent, and what is missing is asked for only when somebody tries to save', async () => {
    await openPage();
    await user.click(screen.getByRole('button', { name: 'Add a rule' }));

    expect(screen.queryByText('Which attribute?')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Review and save' }));

    expect(await screen.findByText('Which attribute?')).toBeVisible();
    expect(screen.getByText('Add at least one value')).toBeVisible();
    expect(previewed).toEqual([]);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

describe('the order of rules', () => {
  test('changes with the arrow keys, is told, and is what is sent', async () => {
    stored = targeting({ rules: ['a', 'b', 'c'].map((id) => rule(country, { id })) });
    await openPage();

    screen.getByRole('button', { name: /^Move rule c/ }).focus();
    await user.keyboard('{ArrowUp}');
    await user.keyboard('{ArrowUp}{ArrowUp}');

    expect(screen.getByText('Rule c is now 1 of 3.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /^Move rule c, now 1/ })).toHaveFocus();
    await waitFor(() => expect(previewed.at(-1)?.rules?.map(({ id }) => id)).toEqual(['c', 'a', 'b']));
  });
});

describe('the split editor', () => {
  const field = (variation: string) =>
    screen.getByRole('spinbutton', { name: `Percentage of ${variation} for everyone` });

  beforeEach(() => {
    stored = targeting({ fallthrough: { split: { by: 'account', percent: { on: 10 }, rest: 'off' } } });
  });

  test('sends whole thousandths, without the errors of floats, and leaves the others alone', async () => {
    await openPage();
    await user.clear(field('maybe'));
    await user.type(field('maybe'), '0.07');
    field('maybe').focus();
    await user.keyboard('{ArrowUp}{ArrowUp}{Shift>}{ArrowUp}{/Shift}');

    expect(field('maybe')).toHaveValue('1.072');
    expect(screen.getByRole('status', { name: 'Share of off for everyone' })).toHaveTextContent('88.928 %');
    await waitFor(() =>
      expect(previewed.at(-1)?.fallthrough).toEqual({
        split: { by: 'account', percent: { on: 10, maybe: 1.072 }, rest: 'off' },
      }),
    );
  });

  test('says when more is given out than there is, and asks nobody', async () => {
    await openPage();
    await user.clear(field('maybe'));
    await user.type(field('maybe'), '90.001');

    expect(screen.getAllByText(/0.001 % too much is given out/).length).toBeGreaterThan(0);
    expect(previewed.every(({ fallthrough }) => !JSON.stringify(fallthrough).includes('90.001'))).toBe(true);
  });

  test('gives the rest to another without moving anybody', async () => {
    await openPage();
    await user.click(screen.getByRole('radio', { name: 'on gets the rest of everyone' }));

    expect(field('off')).toHaveValue('90');
    expect(screen.getByRole('status', { name: 'Share of on for everyone' })).toHaveTextContent('10 %');
  });

  test('stops the slider where the others begin', async () => {
    await openPage();
    const slider = screen.getByRole('slider', { name: 'Percentage of maybe for everyone' });
    slider.focus();
    await user.keyboard('{End}');

    expect(field('maybe')).toHaveValue('90');
  });

  test('refuses what is no percentage at the field', async () => {
    await openPage();
    await user.clear(field('on'));
    await user.type(field('on'), '12.3456');

    expect(screen.getByText('Expected 0 to 100 with at most 3 decimals')).toBeVisible();
    expect(field('on')).toBeInvalid();
  });

  test('becomes one variation, and percentages again', async () => {
    await openPage();
    await user.click(screen.getByRole('radio', { name: 'One variation' }));
    expect(screen.getByRole('combobox', { name: 'Variation for everyone' })).toHaveValue('off');
    await user.click(screen.getByRole('radio', { name: 'Percentages' }));

    expect(field('on')).toHaveValue('0');
  });
});

describe('saving', () => {
  test('shows who moves and the difference, asks why, and sends it on the version that was edited', async () => {
    await openPage();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Variation for everyone' }), 'on');
    await save('go');

    expect(saved).toEqual([
      {
        ifMatch: '"3"',
        body: {
          enabled: true,
          offVariation: 'off',
          prerequisites: [],
          targets: [],
          rules: [],
          fallthrough: 'on',
          comment: 'go',
        },
      },
    ]);
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(screen.queryByText(/not saved/)).not.toBeInTheDocument();
    expect(screen.getByRole('combobox', { name: 'Variation for everyone' })).toHaveValue('on');
  });

  test('while somebody else was faster loses nothing: the two are brought together, piece by piece', async () => {
    stored = targeting({ rules: [rule(country)] });
    const client = await openPage();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Variation for everyone else' }), 'on');
    await screen.findByText(/moves from off to on/);
    stored = {
      ...stored,
      fallthrough: 'maybe',
      rules: [rule({ ...country, values: ['DE', 'AT'] })],
      version: 4,
      lastChange: { ...LAST, actor: 'bob' },
    };
    await client.invalidateQueries();
    expect(await screen.findByText(/saved a change while you were at it/)).toBeVisible();

    await user.click(screen.getByRole('button', { name: 'Bring together' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('group', { name: 'Everyone else: you both changed this' })).toBeVisible();
    expect(dialog.getByText(/users in Germany or Austria get on/)).toBeVisible();
    expect(dialog.getByRole('button', { name: 'Choose 1 more' })).toBeDisabled();
    await user.click(dialog.getByRole('radio', { name: /^Yours/ }));
    await user.click(dialog.getByRole('button', { name: 'Take this into my draft' }));
    await save();

    expect(saved[0]).toMatchObject({
      ifMatch: '"4"',
      body: { fallthrough: 'on', rules: [rule({ ...country, values: ['DE', 'AT'] })] },
    });
  });

  test('on a version that moved on unseen is refused, and opens the merge', async () => {
    await openPage();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Variation for everyone' }), 'on');
    await screen.findByText(/moves from off to on/);
    await user.click(screen.getByRole('button', { name: 'Review and save' }));
    stored = { ...stored, fallthrough: 'maybe', version: 4 };
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Save in production' }));

    expect(await screen.findByRole('dialog', { name: 'Two changes to bring together' })).toBeVisible();
    expect(saved).toEqual([]);
  });

  test('goes on by itself when only the switch was touched meanwhile', async () => {
    const client = await openPage();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Variation for everyone' }), 'on');
    stored = { ...stored, enabled: false, version: 4 };
    await client.invalidateQueries();
    await save();

    expect(saved[0]).toMatchObject({ ifMatch: '"4"', body: { enabled: false, fallthrough: 'on' } });
  });
});

describe('the JSON view', () => {
  test('is the document that REST takes, and what is written there is what the form shows', async () => {
    await openPage();
    await user.click(screen.getByRole('radio', { name: 'JSON' }));
    const text = screen.getByRole('textbox', { name: 'Targeting as JSON' });
    await user.clear(text);
    await user.click(text);
    await user.paste('{"enabled": true, "offVariation": "off", "fallthrough": "maybe"}');
    await user.click(screen.getByRole('radio', { name: 'Form' }));

    expect(screen.getByRole('combobox', { name: 'Variation for everyone' })).toHaveValue('maybe');
  });

  test('says what it can’t read and changes nothing', async () => {
    await openPage();
    await user.click(screen.getByRole('radio', { name: 'JSON' }));
    const text = screen.getByRole('textbox', { name: 'Targeting as JSON' });
    await user.clear(text);
    await user.click(text);
    await user.paste('{"enabled": "yes"}');

    expect(screen.getByRole('alert')).toHaveTextContent('enabled: expected true or false');
    expect(screen.queryByRole('button', { name: 'Review and save' })).not.toBeInTheDocument();
  });
});

test('who may not change it sees it all, and why not', async () => {
  stored = targeting({ rules: [rule(country)] });
  await openPage('Needs the role releaser in production; you are an editor there.');

  expect(screen.getByText(/Needs the role releaser/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Add a rule' })).toBeDisabled();
  expect(screen.getByRole('combobox', { name: 'Variation for everyone else' })).toBeDisabled();
});
