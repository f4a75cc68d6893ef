import type { Locator, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { assertWhole, faultsOf, kit, picture, signIn } from './kit';
import { SdkInstance } from './sdk-instance';

const PROJECT = 'flag-story';
const FLAG = `/projects/${PROJECT}/flags/new-checkout`;
const PRODUCTION = `${FLAG}/environments/production`;
const { server, newPage } = kit();
let sdkKey: string;

const START = {
  enabled: true,
  offVariation: 'off',
  targets: [],
  prerequisites: [],
  rules: [
    { id: 'staff', when: [{ attribute: 'email', op: 'endsWith', values: ['@shop.example'] }], serve: 'on' },
    { id: 'beta', when: [{ attribute: 'plan', op: 'in', values: ['beta'] }], serve: 'on' },
  ],
  fallthrough: { split: { by: 'account', percent: { on: 10 }, rest: 'off' } },
};

beforeAll(async () => {
  await server.call('POST', '/projects', { key: PROJECT, name: 'Shop' });
  await server.call('POST', `/projects/${PROJECT}/flags`, { key: 'new-checkout', type: 'boolean', tags: ['checkout'] });
  await server.call('POST', `/projects/${PROJECT}/flags`, { key: 'payments-v2', type: 'boolean' });
  await server.call('PUT', `/projects/${PROJECT}/environments/production/segments/testers`, { included: ['ada'] });
  const made = await server.call<{ key: string }>('POST', `/projects/${PROJECT}/keys`, {
    environment: 'production',
    kind: 'sdk',
    name: 'browser test',
  });
  sdkKey = made.key;
});

let page: Page;
let complaints: string[];

beforeEach(async () => {
  await put(START);
  ({ page, complaints } = await newPage());
});

/** What is stored, whatever its version. */
async function put(targeting: object): Promise<void> {
  expect(await server.call('PUT', PRODUCTION, targeting, { 'If-Match': '*' })).toMatchObject({ enabled: true });
}

async function open(tab: Page = page, more = ''): Promise<void> {
  await signIn(tab, server, `/flags/new-checkout?project=${PROJECT}${more}`);
  await tab.getByRole('heading', { level: 2 }).first().waitFor();
}

async function save(tab: Page, comment = ''): Promise<void> {
  await tab.getByRole('button', { name: 'Review and save' }).click();
  const dialog = tab.getByRole('dialog', { name: 'Save new-checkout in production' });
  await dialog.getByLabel('Why').fill(comment);
  await dialog.getByRole('button', { name: 'Save in production' }).click();
  await dialog.waitFor({ state: 'detached' });
}

function rule(tab: Page, id: string): Locator {
  return tab.getByRole('article').filter({ has: tab.getByText(id, { exact: true }) });
}

describe('a flag', () => {
  test('gets a rule for a quarter of Germany, is saved with a reason, and the ring fills', async () => {
    const [quick, slow] = [
      new SdkInstance(server.origin, sdkKey, 'shop'),
      new SdkInstance(server.origin, sdkKey, 'shop'),
    ];
    await Promise.all([quick.connect(), slow.connect()]);
    await open();
    await page.getByRole('heading', { name: '2 instances connected' }).waitFor();

    await page.getByRole('button', { name: 'Add a rule' }).click();
    const card = rule(page, 'rule-3');
    await card.getByLabel('Attribute of condition 1 of rule rule-3').fill('geo.country');
    await card.getByLabel('Values of condition 1 of rule rule-3', { exact: true }).fill('Germany');
    await card.getByLabel('Values of condition 1 of rule rule-3', { exact: true }).press('Enter');
    await card.getByText('Percentages', { exact: true }).click();
    await card.getByRole('spinbutton', { name: 'Percentage of on for rule rule-3' }).fill('25');
    await card.getByText('Users in Germany get 25 % on, the rest off, by targetingKey').waitFor();
    await page.getByText(/Rule rule-3 is new/).waitFor();
    await assertWhole(page);
    await picture(page, 'flag-rule');
    slow.lagging = true;
    await page.getByRole('button', { name: 'Review and save' }).click();
    await page.getByRole('dialog').getByRole('list', { name: 'Who moves' }).waitFor();
    await assertWhole(page);
    await picture(page, 'flag-save');
    await page.getByRole('dialog').getByLabel('Why').fill('first step');
    await page.getByRole('button', { name: 'Save in production' }).click();

    await page.getByRole('heading', { name: 'In force on 1 of 2 instances' }).waitFor();
    await page.getByRole('list', { name: 'Laggards' }).getByText(/^shop/).waitFor();
    await slow.catchUp();
    await page.getByRole('heading', { name: 'In force on 2 of 2 instances' }).waitFor();
    expect(await server.call('GET', PRODUCTION)).toMatchObject({
      rules: [
        { id: 'staff' },
        { id: 'beta' },
        {
          id: 'rule-3',
          when: [{ attribute: 'geo.country', op: 'in', values: ['DE'] }],
          serve: { split: { by: 'targetingKey', percent: { on: 25 }, rest: 'off' } },
        },
      ],
      lastChange: { comment: 'first step' },
    });
    await Promise.all([quick.close(), slow.close()]);
    expect(complaints).toEqual([]);
  });

  test('that two people edit loses nothing of either', async () => {
    const other = await newPage();
    await Promise.all([open(), open(other.page)]);
    await page.getByRole('spinbutton', { name: 'Percentage of on for everyone else' }).fill('12.345');
    await other.page.getByRole('button', { name: 'Remove rule beta' }).click();
    await other.page.getByRole('spinbutton', { name: 'Percentage of on for everyone else' }).fill('50');
    await save(other.page, 'half of them');

    await page.getByText(/saved a change while you were at it/).waitFor();
    await page.getByRole('button', { name: 'Bring together' }).click();
    const dialog = page.getByRole('dialog', { name: 'Two changes to bring together' });
    await dialog.getByText('Rule beta').waitFor();
    await assertWhole(page);
    await picture(page, 'flag-merge');
    await dialog.getByRole('radio', { name: /^Yours/ }).click();
    await dialog.getByRole('button', { name: 'Take this into my draft' }).click();
    await save(page);

    expect(await server.call('GET', PRODUCTION)).toMatchObject({
      rules: [{ id: 'staff' }],
      fallthrough: { split: { percent: { on: 12.345 } } },
    });
    expect([...complaints, ...other.complaints]).toEqual([]);
  });

  test('has its rules put in order by dragging and by the arrow keys', async () => {
    await open();

    await page
      .getByRole('button', { name: /^Move rule beta/ })
      .dragTo(rule(page, 'staff'), { targetPosition: { x: 200, y: 4 } });
    await page.getByText('Rule beta is now 1 of 2.').waitFor();
    await page.getByRole('button', { name: /^Move rule beta/ }).press('ArrowDown');
    await page.getByText('Rule beta is now 2 of 2.').waitFor();
    await page.getByRole('button', { name: /^Move rule beta/ }).press('ArrowUp');
    await save(page);

    expect(await server.call('GET', PRODUCTION)).toMatchObject({ rules: [{ id: 'beta' }, { id: 'staff' }] });
    expect(complaints).toEqual([]);
  });

  test('is changed by keyboard alone: every control is reached in its turn', async () => {
    await open();
    await page.getByRole('button', { name: /^Users whose email/ }).press('Enter');
    await page.evaluate(() => {
      const seen = new Set<EventTarget | null>();
      Object.assign(window, { seen });
      document.addEventListener('focusin', ({ target }) => seen.add(target));
      (document.querySelector('main') as HTMLElement).focus();
    });
    for (let n = 0; n < 90; n++) {
      await page.keyboard.press('Tab');
    }

    const missed = await page.evaluate(() => {
      const { seen } = window as unknown as { seen: Set<EventTarget> };
      const controls = document.querySelectorAll<HTMLInputElement>(
        'main :is(a[href], button, input, select, textarea)',
      );
      const radios = (group: string) => [...document.getElementsByName(group)].some((radio) => seen.has(radio));
      return [...controls]
        .filter((one) => !one.disabled && one.checkVisibility() && one.tabIndex >= 0)
        .filter((one) => !seen.has(one) && !(one.type === 'radio' && radios(one.name)))
        .map((one) => one.outerHTML.slice(0, 160));
    });
    expect(missed).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('says what one user gets and why, and a click targets them', async () => {
    await open();

    await page.getByLabel('Targeting key').fill('user-7');
    await page.getByLabel('Attributes').fill('plan: beta');
    await page.getByRole('button', { name: 'What do they get?' }).click();
    await page.getByText(/for they were targeted \(rule beta\)/).waitFor();
    await page.getByText('Step by step').click();
    await page.getByText(/beta/).first().waitFor();
    await assertWhole(page);
    await page.getByRole('group', { name: 'Always give user-7' }).getByRole('button', { name: 'off' }).click();
    await save(page);

    expect(await server.call('GET', PRODUCTION)).toMatchObject({
      targets: [{ variation: 'off', attribute: 'targetingKey', keys: ['user-7'] }],
    });
    expect(complaints).toEqual([]);
  });

  test('shows what the server objects to at the field', async () => {
    await open();
    await page.getByRole('button', { name: /^Users whose email/ }).click();
    const card = rule(page, 'staff');
    await card.getByRole('combobox', { name: 'Operator of condition 1 of rule staff' }).selectOption('matches');
    await card.getByLabel('Values of condition 1 of rule staff', { exact: true }).fill('(');
    await card.getByLabel('Values of condition 1 of rule staff', { exact: true }).press('Enter');

    await card
      .getByRole('alert')
      .getByText(/"\(" is not allowed; expected an RE2 expression/)
      .waitFor();
    expect(await faultsOf(page)).toEqual([]);
    // The browser itself tells of each refusal.
    expect(complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
  });

  test('is compared with another environment and copied from there', async () => {
    await open();

    await page.getByRole('button', { name: 'Compare development with production' }).click();
    const dialog = page.getByRole('dialog', { name: /production as it is, and as development has it/ });
    await dialog.getByText('Everyone gets on.').first().waitFor();
    await assertWhole(page);
    await picture(page, 'flag-compare');
    await dialog.getByLabel('Why').fill('as in development');
    await dialog.getByRole('button', { name: 'Copy into production' }).click();
    await dialog.waitFor({ state: 'detached' });

    expect(await server.call('GET', PRODUCTION)).toMatchObject({ enabled: true, rules: [], fallthrough: 'on' });
    expect(complaints).toEqual([]);
  });

  test('shows whether it does anything: by variation, by place and by application', async () => {
    const instance = new SdkInstance(server.origin, sdkKey, 'shop');
    await instance.connect();
    await instance.reportEvaluations('new-checkout', 1, { on: 30, off: 270 });
    await open(page, '&tab=use');

    await page.getByRole('row', { name: /^off 270 90.0 %$/ }).waitFor();
    await page.getByRole('row', { name: /^shop\/1.0 / }).waitFor();
    await page.locator('canvas').waitFor();
    await assertWhole(page);
    await picture(page, 'flag-use');
    await page.getByText('12 hours', { exact: true }).click();
    await page.getByRole('table', { name: 'Evaluations in the last 12 hours, by variation' }).waitFor();
    await instance.close();
    expect(complaints).toEqual([]);
  });

  test('goes back to a version of before, with its difference shown', async () => {
    await put({ ...START, rules: [] });
    await open(page, '&tab=history');

    const versions = page.getByRole('list', { name: 'Versions of new-checkout in production' });
    await versions.getByText('in force').first().waitFor();
    await versions.getByText('What changed').first().click();
    await assertWhole(page);
    await picture(page, 'flag-history');
    await versions
      .getByRole('button', { name: /^Go back to version/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/staff/).first().waitFor();
    await dialog.getByRole('button', { name: 'Go back in production' }).click();
    await dialog.waitFor({ state: 'detached' });

    expect(await server.call('GET', PRODUCTION)).toMatchObject({ rules: [{ id: 'staff' }, { id: 'beta' }] });
    expect(complaints).toEqual([]);
  });

  test('is known for what it is, archived, and deleted by its name', async () => {
    await server.call('POST', `/projects/${PROJECT}/flags`, { key: 'over', type: 'boolean' });
    await signIn(page, server, `/flags/over?project=${PROJECT}&tab=settings`);
    await page.getByLabel('Owner').fill('ada');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('owned by ada').waitFor();
    await assertWhole(page);
    await picture(page, 'flag-settings');

    await page.getByRole('button', { name: 'Archive over' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Archive over' }).click();
    await page.getByText('It is archived', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Delete over' }).click();
    await page.getByLabel('Type over to go on').fill('over');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete over' }).click();
    await page.getByRole('heading', { level: 1, name: 'Flags' }).waitFor();

    const left = await server.call<{ items: { key: string }[] }>('GET', `/projects/${PROJECT}/flags`);
    expect(left.items.map(({ key }) => key)).not.toContain('over');
    // The event of the change may come before the answer: then the page looks once for what is gone.
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });
});
