import { QueryObserver } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { keys } from '../../shared/keys';
import {
  country,
  fake,
  fakeTargetingForEachTest,
  LAST,
  openPage,
  rule,
  save,
  targeting,
  user,
} from '../../test/targeting-page';

fakeTargetingForEachTest();

describe('what the page sees by itself', () => {
  test('is never sent, and what is missing is asked for only when somebody tries to save', async () => {
    await openPage();
    await user.click(screen.getByRole('button', { name: 'Add a rule' }));

    expect(screen.queryByText('Which attribute?')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Review and save' }));

    expect(await screen.findByText('Which attribute?')).toBeVisible();
    expect(screen.getByText('Add at least one value')).toBeVisible();
    expect(fake.previewed).toEqual([]);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

describe('the order of rules', () => {
  test('changes with the arrow keys, is told, and is what is sent', async () => {
    fake.stored = targeting({ rules: ['a', 'b', 'c'].map((id) => rule(country, { id })) });
    await openPage();

    screen.getByRole('button', { name: /^Move rule c/ }).focus();
    await user.keyboard('{ArrowUp}');
    await user.keyboard('{ArrowUp}{ArrowUp}');

    expect(screen.getByText('Rule c is now 1 of 3.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /^Move rule c, now 1/ })).toHaveFocus();
    await waitFor(() => expect(fake.previewed.at(-1)?.rules?.map(({ id }) => id)).toEqual(['c', 'a', 'b']));
  });
});

describe('the split editor', () => {
  const field = (variation: string) =>
    screen.getByRole('spinbutton', { name: `Percentage of ${variation} for everyone` });

  beforeEach(() => {
    fake.stored = targeting({ fallthrough: { split: { by: 'account', percent: { on: 10 }, rest: 'off' } } });
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
      expect(fake.previewed.at(-1)?.fallthrough).toEqual({
        split: { by: 'account', percent: { on: 10, maybe: 1.072 }, rest: 'off' },
      }),
    );
  });

  test('says when more is given out than there is, and asks nobody', async () => {
    await openPage();
    await user.clear(field('maybe'));
    await user.type(field('maybe'), '90.001');

    expect(screen.getAllByText(/0.001 % too much is given out/).length).toBeGreaterThan(0);
    expect(fake.previewed.every(({ fallthrough }) => !JSON.stringify(fallthrough).includes('90.001'))).toBe(true);
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

    expect(fake.saved).toEqual([
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

  test('does not take one’s own change for that of somebody else, however long it takes to be read', async () => {
    const client = await openPage();
    let seen = false;
    const watcher = new MutationObserver(() => {
      seen ||= /Two changes to bring together|saved a change while/.test(document.body.textContent ?? '');
    });
    watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
    const slow = new QueryObserver(client, {
      queryKey: [...keys.flags('demo'), 'slow'],
      queryFn: () => new Promise<string>((resolve) => setTimeout(() => resolve('read'), 300)),
    });
    const stop = slow.subscribe(() => {});
    await user.selectOptions(screen.getByRole('combobox', { name: 'Variation for everyone' }), 'on');
    await save();

    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Discard' })).not.toBeInTheDocument());
    stop();
    watcher.disconnect();
    expect(seen).toBe(false);
  });

  test('while somebody else was faster loses nothing: the two are brought together, piece by piece', async () => {
    fake.stored = targeting({ rules: [rule(country)] });
    const client = await openPage();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Variation for everyone else' }), 'on');
    await screen.findByText(/moves from off to on/);
    fake.stored = {
      ...fake.stored,
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

    expect(fake.saved[0]).toMatchObject({
      ifMatch: '"4"',
      body: { fallthrough: 'on', rules: [rule({ ...country, values: ['DE', 'AT'] })] },
    });
  });

  test('on a version that moved on unseen is refused, and opens the merge', async () => {
    await openPage();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Variation for everyone' }), 'on');
    await screen.findByText(/moves from off to on/);
    await user.click(screen.getByRole('button', { name: 'Review and save' }));
    fake.stored = { ...fake.stored, fallthrough: 'maybe', version: 4 };
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Save in production' }));

    expect(await screen.findByRole('dialog', { name: 'Two changes to bring together' })).toBeVisible();
    expect(fake.saved).toEqual([]);
  });

  test('goes on by itself when only the switch was touched meanwhile', async () => {
    const client = await openPage();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Variation for everyone' }), 'on');
    fake.stored = { ...fake.stored, enabled: false, version: 4 };
    await client.invalidateQueries();
    await save();

    expect(fake.saved[0]).toMatchObject({ ifMatch: '"4"', body: { enabled: false, fallthrough: 'on' } });
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

  async function write(text: string) {
    const field = screen.getByRole('textbox', { name: 'Targeting as JSON' });
    await user.clear(field);
    await user.click(field);
    await user.paste(text);
    return field;
  }

  test('says what it can’t read and changes nothing', async () => {
    await openPage();
    await user.click(screen.getByRole('radio', { name: 'JSON' }));
    await write('{"enabled": "yes"}');

    expect(screen.getByRole('alert')).toHaveTextContent('enabled: "yes" is not allowed; expected true or false');
    expect(screen.getByRole('button', { name: 'Review and save' })).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Discard' }));
    expect(screen.queryByRole('button', { name: 'Review and save' })).not.toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  test.each([
    ['an operator that there is not', '"op": "in"', '"op": "i"', /rules\[0\]\.when\[0\]\.op: "i" is not allowed/],
    ['values that are no list', '["DE"]', '"DE"', /rules\[0\]\.when\[0\]\.values: "DE" is not allowed/],
  ])('keeps the draft and the text with %s, and saves neither', async (_, good, broken, words) => {
    fake.stored = targeting({ rules: [rule(country)] });
    await openPage();
    await user.click(screen.getByRole('radio', { name: 'JSON' }));
    const readable = JSON.stringify({ ...targeting({ rules: [rule(country)] }), fallthrough: 'on' }, null, 1).replace(
      /\[\s+"DE"\s+\]/,
      '["DE"]',
    );
    await write(readable);
    await screen.findByText(/moves from off to on/);
    const asked = fake.previewed.length;

    const field = await write(readable.replace(good, broken));

    expect(screen.getByRole('alert')).toHaveTextContent(words);
    expect(screen.getByRole('button', { name: 'Review and save' })).toBeDisabled();
    await user.click(screen.getByRole('radio', { name: 'Form' }));
    const question = within(await screen.findByRole('dialog', { name: 'Drop the text that can’t be read?' }));
    await user.click(question.getByRole('button', { name: 'Cancel' }));
    expect(field).toHaveValue(readable.replace(good, broken));
    await user.click(screen.getByRole('radio', { name: 'Form' }));
    await user.click(await screen.findByRole('button', { name: 'Drop the text' }));

    expect(await screen.findByRole('combobox', { name: 'Variation for everyone else' })).toHaveValue('on');
    expect(screen.getByRole('button', { name: 'Review and save' })).toBeEnabled();
    expect(fake.previewed.slice(asked).every(({ rules }) => rules?.[0]?.when[0]?.op === 'in')).toBe(true);
  });
});

describe('a number that JavaScript would round', () => {
  const ACCOUNT = '1234567890123456789';

  async function openLong() {
    fake.stored = targeting({ rules: [rule({ attribute: 'account', op: 'in', values: ['long'] })] });
    fake.literally = ['"long"', ACCOUNT];
    const client = await openPage();
    expect(await screen.findByText(`Users whose account is ${ACCOUNT}`)).toBeVisible();
    return client;
  }

  test('is shown, and saved with a change beside it, as it came', async () => {
    await openLong();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Variation for everyone else' }), 'on');
    await save();

    expect(fake.sent.length).toBeGreaterThan(1);
    expect(fake.sent.filter((text) => !text.includes(`"values":[${ACCOUNT}]`))).toEqual([]);
  });

  test('is shown in JSON and outlives what is edited around it there', async () => {
    await openLong();
    await user.click(screen.getByRole('radio', { name: 'JSON' }));
    const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Targeting as JSON' });
    expect(field.value).toContain(`            ${ACCOUNT}\n`);
    const edited = field.value.replace('"fallthrough": "off"', '"fallthrough": "on"');
    await user.clear(field);
    await user.click(field);
    await user.paste(edited);
    await save();

    expect(fake.saved[0]?.body.fallthrough).toBe('on');
    expect(fake.sent.at(-1)).toContain(`"values":[${ACCOUNT}]`);
  });

  test('beyond what the server keeps is refused in JSON by its name', async () => {
    await openLong();
    await user.click(screen.getByRole('radio', { name: 'JSON' }));
    const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Targeting as JSON' });
    const edited = field.value.replace(ACCOUNT, `${ACCOUNT}01`);
    await user.clear(field);
    await user.click(field);
    await user.paste(edited);

    expect(screen.getByRole('alert')).toHaveTextContent(
      `${ACCOUNT}01 would be rounded to 1.2345678901234568e+20. Write it as a text, or with fewer digits`,
    );
    expect(screen.getByRole('button', { name: 'Review and save' })).toBeDisabled();
    expect(fake.sent).toEqual([]);
  });

  test('is brought together with what others did, as it came', async () => {
    const client = await openLong();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Variation for everyone else' }), 'on');
    fake.stored = { ...fake.stored, offVariation: 'maybe', version: 4 };
    await client.invalidateQueries();
    await user.click(await screen.findByRole('button', { name: 'Bring together' }));
    await user.click(screen.getByRole('button', { name: 'Take this into my draft' }));
    await save();

    expect(fake.saved[0]).toMatchObject({ ifMatch: '"4"', body: { offVariation: 'maybe', fallthrough: 'on' } });
    expect(fake.sent.at(-1)).toContain(`"values":[${ACCOUNT}]`);
  });
});

test('the share of errors that a breaker bears is told as it was written', async () => {
  fake.stored = targeting({ guard: { variation: 'on', baseline: 'off', maxErrorShare: 0.07 } });
  await openPage();

  expect(screen.getByText(/A breaker watches/)).toHaveTextContent('over 7 % errors, a process serves off instead');
});

test('who may not change it sees it all, and why not', async () => {
  fake.stored = targeting({ rules: [rule(country)] });
  await openPage('Needs the role releaser in production; you are an editor there.');

  expect(screen.getByText(/Needs the role releaser/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Add a rule' })).toBeDisabled();
  expect(screen.getByRole('combobox', { name: 'Variation for everyone else' })).toBeDisabled();
});
