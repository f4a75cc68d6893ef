import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { proves } from '../src/test/proves';
import { launchChromium } from './chromium';
import { SdkInstance } from './sdk-instance';
import { SluiceServer } from './sluice-server';

/** Each would leave a mark in the window, or open a dialog, if any part of it were taken for more than text. */
const HOSTILE = [
  '<script>window.struck=1</script>',
  '"><img src=x onerror="window.struck=1">',
  "'-(window.struck=1)-'",
  '<svg/onload=window.struck=1>',
  '<iframe srcdoc="<script>parent.struck=1</script>"></iframe>',
  '<a href="javascript:window.struck=1">x</a>',
  '</title></style></textarea><script>window.struck=1</script>',
  '{{constructor.constructor("window.struck=1")()}}',
  '<style>*{background:url(javascript:window.struck=1)}</style>',
  '\u202e<b onmouseover=window.struck=1>\u0000\u001b[31m',
];

const plain = new SluiceServer();
const behindTls = new SluiceServer({ SLUICE_PUBLIC_URL: 'https://flags.shop.example' });
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
  await plain.start();
  await behindTls.start();
});

afterAll(async () => {
  await browser?.close();
  await plain.discard();
  await behindTls.discard();
});

proves(
  'S19',
  'text that people or programs wrote is never more than text, under a policy without inline code',
  async () => {
    for (const [n, hostile] of HOSTILE.entries()) {
      const key = `hostile-${n}`;
      await plain.call('POST', '/projects/demo/flags', {
        key,
        type: 'boolean',
        description: hostile,
        owner: hostile,
        tags: [],
      });
      await plain.call('POST', `/projects/demo/flags/${key}/environments/production/on`, { comment: hostile });
    }
    const { key } = await plain.call<{ key: string }>('POST', '/projects/demo/keys', {
      environment: 'production',
      kind: 'sdk',
      name: HOSTILE[1],
    });
    const instance = new SdkInstance(plain.origin, key, '"><img/src=x/onerror=window.struck=1>');
    await instance.connect();
    const context = await browser.newContext();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });

    const answer = await page.goto(await plain.link());
    await page.getByRole('heading', { name: '1 connected instance' }).waitFor();
    await page
      .getByText(HOSTILE[0] ?? '')
      .first()
      .waitFor();
    for (const card of await page.getByRole('article', { name: /^hostile-/ }).all()) {
      await card.hover();
    }

    expect(await page.evaluate(() => 'struck' in window)).toBe(false);
    expect(
      await page.locator('main').locator('script, img, iframe, style, [onload], [onerror], [onmouseover]').count(),
    ).toBe(0);
    expect(complaints).toEqual([]);
    const headers = answer?.headers() ?? {};
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toMatch(/default-src '(none|self)'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['strict-transport-security']).toBeUndefined();
    const tls = await fetch(`${behindTls.origin}/`);
    expect(tls.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    await instance.close();
    await context.close();
  },
);
