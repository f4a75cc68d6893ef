import { afterAll, beforeAll, expect } from 'vitest';
import { proves } from '../src/test/proves';
import { kit, signIn } from './kit';
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

const PROJECT = 'hostile';
const { server: plain, newPage } = kit();
const behindTls = new SluiceServer({ SLUICE_PUBLIC_URL: 'https://flags.shop.example' });

beforeAll(async () => {
  await behindTls.start();
  await plain.call('POST', '/projects', { key: PROJECT, name: HOSTILE[0] });
});

afterAll(() => behindTls.discard());

proves(
  'S19',
  'text that people or programs wrote is never more than text, under a policy without inline code',
  async () => {
    for (const [n, hostile] of HOSTILE.entries()) {
      const key = `hostile-${n}`;
      await plain.call('POST', `/projects/${PROJECT}/flags`, {
        key,
        type: 'boolean',
        description: hostile,
        owner: hostile,
        tags: [],
      });
      await plain.call('POST', `/projects/${PROJECT}/flags/${key}/environments/production/on`, { comment: hostile });
    }
    const { key } = await plain.call<{ key: string }>('POST', `/projects/${PROJECT}/keys`, {
      environment: 'production',
      kind: 'sdk',
      name: HOSTILE[1],
    });
    const instance = new SdkInstance(plain.origin, key, '"><img/src=x/onerror=window.struck=1>');
    await instance.connect();
    const { page, complaints } = await newPage();
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });

    await signIn(page, plain, `/flags?project=${PROJECT}`);
    await page
      .getByRole('listitem')
      .getByText(HOSTILE[0] ?? '')
      .first()
      .waitFor();
    for (const flag of await page.getByRole('link', { name: /^hostile-/ }).all()) {
      await flag.hover();
    }
    await page.getByRole('link', { name: 'hostile-0' }).click();
    await page.getByRole('heading', { name: '1 instance connected' }).waitFor();
    instance.lagging = true;
    await plain.call('POST', `/projects/${PROJECT}/flags/hostile-0/environments/production/off`, {
      comment: HOSTILE[1],
    });
    await page.getByRole('list', { name: 'Laggards' }).waitFor();
    await page.getByText(`“${HOSTILE[1]}”`).waitFor();

    expect(await page.evaluate(() => 'struck' in window)).toBe(false);
    expect(
      await page.locator('main').locator('script, img, iframe, style, [onload], [onerror], [onmouseover]').count(),
    ).toBe(0);
    expect(complaints).toEqual([]);
    const { headers } = await fetch(`${plain.origin}/flags`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src '(none|self)'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBeNull();
    const tls = await fetch(`${behindTls.origin}/`);
    expect(tls.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    await instance.close();
  },
);
