import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { country, fake, fakeTargetingForEachTest, openRule, rule, targeting, user } from '../../test/targeting-page';

fakeTargetingForEachTest();

describe('the rule editor takes every operator with an input of its own', () => {
  const VALUES = 'Values of condition 1 of rule de';

  async function openExists() {
    fake.stored = targeting({ rules: [rule({ attribute: 'x', op: 'exists' })] });
    return openRule();
  }

  async function choose(label: string) {
    await user.selectOptions(screen.getByLabelText('Operator of condition 1 of rule de'), label);
  }

  async function sends(clause: object) {
    await waitFor(() => expect(fake.previewed.at(-1)?.rules?.[0]?.when).toEqual([clause]));
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

  test('patterns, whose commas and semicolons are their own', async () => {
    await openExists();
    await choose('matches the pattern');
    const field = screen.getByLabelText(VALUES);
    await user.type(field, '^a{{1,3};$');
    await user.keyboard('{Enter}');
    await user.click(field);
    await user.paste('^b{1,2}$\n^c;d$');

    await sends({ attribute: 'x', op: 'matches', values: ['^a{1,3};$', '^b{1,2}$', '^c;d$'] });
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
    fake.stored = targeting({ rules: [rule(country)] });
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

describe('a number too long for JavaScript', () => {
  const VALUES = 'Values of condition 1 of rule de';
  const LONGEST = '9223372036854775807';

  test('is sent as it was typed, up to 64 bits', async () => {
    fake.stored = targeting({ rules: [rule({ attribute: 'account', op: 'in', values: [8] })] });
    const card = await openRule();
    await user.type(card.getByLabelText(VALUES), `1234567890123456789,${LONGEST}{Enter}`);

    expect(card.getByText('1234567890123456789')).toBeVisible();
    await waitFor(() => expect(fake.sent.at(-1)).toContain(`"values":[8,1234567890123456789,${LONGEST}]`));
  });

  test('is refused by its name where it would be rounded, and can be written as a text', async () => {
    fake.stored = targeting({ rules: [rule({ attribute: 'account', op: 'in', values: [8] })] });
    const card = await openRule();
    const field = card.getByLabelText(VALUES);
    await user.type(field, '7,9223372036854775809{Enter}');

    expect(card.getByRole('alert')).toHaveTextContent(
      '9223372036854775809 would be rounded to 9.223372036854776e+18. Write it as a text, or with fewer digits',
    );
    expect(field).toHaveValue('9223372036854775809');
    expect(field).toBeInvalid();
    await waitFor(() => expect(fake.previewed.at(-1)?.rules?.[0]?.when[0]?.values).toEqual([8, 7]));
    await user.click(card.getByRole('radio', { name: 'Text' }));
    await user.type(field, '{Enter}');

    expect(card.queryByRole('alert')).not.toBeInTheDocument();
    await waitFor(() => expect(fake.sent.at(-1)).toContain('"values":[8,7,"9223372036854775809"]'));
  });

  test('is compared with exactly, or refused in a field of its own', async () => {
    fake.stored = targeting({ rules: [rule({ attribute: 'account', op: 'lt', values: [8] })] });
    const card = await openRule();
    const field = card.getByLabelText(VALUES);
    await user.clear(field);
    await user.type(field, LONGEST);
    await waitFor(() => expect(fake.sent.at(-1)).toContain(`"values":[${LONGEST}]`));
    const asked = fake.sent.length;
    await user.type(field, '0');

    expect(card.getByRole('alert')).toHaveTextContent(`${LONGEST}0 would be rounded to 9.223372036854776e+19.`);
    expect(field).toHaveValue(`${LONGEST}0`);
    await user.click(screen.getByRole('button', { name: 'Review and save' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(fake.sent.slice(asked).filter((text) => !text.includes(`[${LONGEST}]`))).toEqual([]);
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
    fake.stored = full();
    fake.objections = Object.values(WHERE)
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
    fake.stored = full();
    fake.objections = [{ pointer: '/rules/0/when/0/values/1', detail: 'no RE2' }];
    const card = await openRule();
    await user.click(screen.getByRole('radio', { name: 'maybe gets the rest of everyone else' }));
    await card.findByText('no RE2');

    expect(card.getByLabelText('Values of condition 1 of rule de')).toBeInvalid();
    expect(card.getByText('(').closest('[data-invalid="true"]')).not.toBeNull();
    expect(card.getByText('a').closest('span[data-invalid="true"]')).toBeNull();
  });
});
