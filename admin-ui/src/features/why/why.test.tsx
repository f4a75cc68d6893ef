import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { useState } from 'react';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderInPlace } from '../../test/around';
import type { FoundClause, Step } from './api/evaluate';
import { contextOf, nobody } from './context-form';
import { Explanation } from './explanation';
import { MOST_SAMPLES, nothingYet, tallied } from './tally';
import { WhyOne } from './why-one';

const plan: FoundClause = {
  op: 'in',
  negate: false,
  ignoreCase: false,
  found: 'MATCH',
  holds: true,
  attributes: [{ name: 'plan', found: 'MATCH', private: false, value: 'gold' }],
  values: ['gold', 'silver'],
  moreValues: 3,
  segments: [],
};

describe('an explanation', () => {
  test('goes clause by clause to the step that decided', () => {
    const steps: Step[] = [
      { step: 'switch', enabled: true },
      { step: 'prerequisite', flag: 'payments', variations: ['on'], met: true, variation: 'on', reason: 'STATIC' },
      {
        step: 'targets',
        attribute: { name: 'targetingKey', found: 'NO_MATCH', private: false, value: 'u1' },
        variation: null,
      },
      { step: 'rule', id: 'never-staff', holds: false, clauses: [{ ...plan, holds: false, found: 'MISSING' }] },
      {
        step: 'rule',
        id: 'de-gold',
        holds: true,
        clauses: [plan],
        split: {
          by: 'account',
          salt: 'new-checkout',
          buckets: 100_000,
          rest: false,
          bucketKeyMissing: false,
          key: { name: 'account', found: 'MATCH', private: false, value: 4711 },
          bucket: 58_570,
          range: { variation: 'on', from: 0, to: 60_000 },
        },
      },
    ];
    renderInPlace(<Explanation steps={steps} />);

    const told = within(screen.getByRole('list', { name: 'The steps, in order' })).getAllByRole('listitem');
    const words = told.map((item) => item.textContent);

    expect(words[0]).toBe('Yes The flag is enabled.');
    expect(words[1]).toBe('Yes Prerequisite payments: needs on, gives on (STATIC).');
    expect(words[2]).toBe('No Individual targets: targetingKey = "u1" is not named.');
    expect(words[3]).toContain('No Rule never-staff: does not hold.');
    expect(words[3]).toContain('it is missing, so the clause does not hold.');
    expect(screen.getByText(/plan = "gold" in "gold", "silver" and 3 more: matches\./)).toBeVisible();
    expect(
      screen.getByText(
        'Split by account = 4711 with salt new-checkout: bucket 58570 of 100000, in the range 0 to 60000 of on.',
      ),
    ).toBeVisible();
    expect(screen.getByText('Decided here.').closest('li')).toHaveTextContent('Rule de-gold');
  });

  test('never shows what is private, and names how somebody came into a segment', () => {
    const inSegment: FoundClause = {
      ...plan,
      op: 'inSegment',
      attributes: [],
      values: ['staff'],
      moreValues: 0,
      segments: [
        {
          segment: 'staff',
          member: true,
          by: 'RULE',
          toldBefore: false,
          rules: [
            {
              id: 'mail',
              holds: true,
              clauses: [{ ...plan, op: 'endsWith', attributes: [{ name: 'email', found: 'MATCH', private: true }] }],
            },
          ],
        },
      ],
    };
    renderInPlace(<Explanation steps={[{ step: 'rule', id: 'staff', holds: true, clauses: [inSegment] }]} />);

    expect(screen.getByText(/staff: in, by a rule/)).toBeVisible();
    expect(screen.getByText(/email \(private\) endsWith/)).toBeVisible();
  });
});

describe('who is asking', () => {
  test('is what was typed in, each in its kind, and nothing for empty fields', () => {
    const attributes = [
      { name: 'plan', kind: 'text', text: '8' },
      { name: 'age', kind: 'number', text: '8' },
      { name: 'beta', kind: 'yes or no', text: 'yes' },
      { name: 'roles', kind: 'list', text: 'a, b,' },
      { name: 'cart', kind: 'JSON', text: '{"items": 2}' },
      { name: '', kind: 'text', text: '' },
    ] as const;

    expect(contextOf({ ...nobody, targetingKey: 'u1', attributes })).toEqual({
      context: {
        targetingKey: 'u1',
        attributes: { plan: '8', age: 8, beta: true, roles: ['a', 'b'], cart: { items: 2 } },
      },
    });
  });

  test('is told where it can not be read', () => {
    const attributes = [
      { name: 'age', kind: 'number', text: 'eight' },
      { name: '', kind: 'text', text: 'gold' },
      { name: 'cart', kind: 'JSON', text: '{' },
    ] as const;

    const read = contextOf({ ...nobody, attributes });

    expect('errors' in read && [...read.errors]).toEqual([
      [0, 'eight is no number'],
      [1, 'An attribute needs a name'],
      [2, 'This is no JSON'],
    ]);
  });
});

describe('a number too long for JavaScript', () => {
  const ACCOUNT = '1234567890123456789';
  const server = setupServer(
    http.post('/api/v1/projects/demo/environments/production/evaluate', async ({ request }) => {
      const text = await request.text();
      asked.push(text);
      const key = { name: 'account', found: 'MATCH', private: false, value: 'long' };
      const split = { by: 'account', salt: 's', buckets: 100_000, rest: true, bucketKeyMissing: false, key, bucket: 7 };
      const explanation = { steps: [{ step: 'fallthrough', split }], text: '' };
      const decision = { variation: 'a', value: { id: 'long' }, reason: 'SPLIT', place: 'fallthrough', explanation };
      const body = JSON.stringify({ revision: 3, results: [{ decisions: { checkout: decision } }] });
      const headers = { 'Content-Type': 'application/json' };
      return new HttpResponse(body.replaceAll('"long"', ACCOUNT), { headers });
    }),
  );
  const asked: string[] = [];
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterAll(() => server.close());

  function Page() {
    const [flag, setFlag] = useState<string>();
    const attributes = [{ name: 'account', kind: 'number', text: ACCOUNT }] as const;
    return (
      <WhyOne
        project="demo"
        environment="production"
        draft={{ ...nobody, attributes }}
        onDraft={() => {}}
        flag={flag}
        onFlag={setFlag}
        actsOf={() => null}
      />
    );
  }

  test('is asked about and told as it is', async () => {
    const user = userEvent.setup({ delay: null });
    renderInPlace(<Page />);
    await user.click(screen.getByRole('button', { name: 'What do they get?' }));
    await user.click(await screen.findByText(`a = {"id":${ACCOUNT}}`));

    expect(await screen.findByText(new RegExp(`^Split by account = ${ACCOUNT} with salt s: bucket 7`))).toBeVisible();
    expect(asked).toHaveLength(2);
    expect(asked.filter((text) => !text.includes(`{"account":${ACCOUNT}}`))).toEqual([]);
  });

  test('is refused by its name where it would be rounded', () => {
    const attributes = [
      { name: 'account', kind: 'number', text: '12345678901234567890' },
      { name: 'cart', kind: 'JSON', text: '{"id": 1e400}' },
    ] as const;

    const read = contextOf({ ...nobody, attributes });

    expect('errors' in read && [...read.errors.values()]).toEqual([
      '12345678901234567890 would be rounded to 1.2345678901234567e+19. Write it as a text, or with fewer digits',
      '1e400 is larger than any number can be. Write it as a text, or with fewer digits',
    ]);
  });
});

describe('a list', () => {
  const row = (number: number, variation: string | null) => ({
    row: number,
    targetingKey: `u${number}`,
    variation,
    reason: 'SPLIT' as const,
    place: 'fallthrough',
    flagVersion: 1,
    bucketKeyMissing: false,
  });

  test('is counted as it comes, with the first rows of each variation', () => {
    const first = tallied(nothingYet, [row(1, 'on'), row(2, 'off'), { row: 3, error: 'no column' }]);
    const more = Array.from({ length: MOST_SAMPLES + 5 }, (_, index) => row(index + 4, 'on'));
    const all = tallied(tallied(first, more), [row(900, null)]);

    expect([...all.variations]).toEqual([
      ['on', MOST_SAMPLES + 6],
      ['off', 1],
      ['none', 1],
    ]);
    expect(all.samples.get('on')).toHaveLength(MOST_SAMPLES);
    expect(all.odd).toEqual([{ row: 3, error: 'no column' }]);
    expect(all.rows).toBe(MOST_SAMPLES + 9);
    expect(first.rows).toBe(3);
  });
});
