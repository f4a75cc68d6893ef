// The OFREP providers for JavaScript, unmodified, against a running server. NodeProvidersTest starts it and says where the server is.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature as Server } from '@openfeature/server-sdk';
import { ClientProviderEvents, OpenFeature as Web } from '@openfeature/web-sdk';
import { EventSource } from 'eventsource';

const { SLUICE_URL: baseUrl, SLUICE_SDK_KEY, SLUICE_CLIENT_KEY, SLUICE_ADMIN_TOKEN } = process.env;
const PATIENCE_MILLIS = 20_000;

globalThis.EventSource = EventSource; // browsers have one

const headers = (key) => [['Authorization', `Bearer ${key}`]];

/** Again while the store is too slow, as it may be on a busy machine: an act may be repeated. */
async function act(path) {
  const until = performance.now() + PATIENCE_MILLIS;
  let status;
  do {
    const answer = await fetch(`${baseUrl}/api/v1/projects/demo/flags/${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${SLUICE_ADMIN_TOKEN}` },
    });
    status = answer.status;
  } while (status === 503 && performance.now() < until);
  assert.equal(status, 200);
}

/** Fetches, and keeps the status of every answer. */
function listening(statuses) {
  return async (request, options) => {
    const answer = await fetch(request, options);
    statuses.push(answer.status);
    return answer;
  };
}

function patiently(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${PATIENCE_MILLIS} ms`)), PATIENCE_MILLIS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const VALUES = [
  ['Boolean', 'yes', false, true],
  ['Boolean', 'no', true, false],
  ['String', 'text', '?', 'x'],
  ['String', 'empty-text', '?', ''],
  ['Number', 'integer', 7, 10],
  ['Number', 'zero-integer', 7, 0],
  ['Number', 'double', 7, 10],
  ['Number', 'zero-double', 7, 0],
  ['Number', 'fraction', 7, 0.25],
  ['Object', 'tree', { other: 1 }, { deep: { n: [1, 1.5] } }],
  ['Object', 'empty-tree', { other: 1 }, {}],
];

describe('the server provider', () => {
  let client;
  let stranger;

  before(async () => {
    await Server.setProviderAndWait('sdk', new OFREPProvider({ baseUrl, headers: headers(SLUICE_SDK_KEY) }));
    await Server.setProviderAndWait('stranger', new OFREPProvider({ baseUrl, headers: headers('slc_sdk_nobody') }));
    client = Server.getClient('sdk');
    stranger = Server.getClient('stranger');
  });

  after(() => Server.close());

  for (const [type, flag, otherwise, expected] of VALUES) {
    test(`gets ${type} of ${flag}`, async () => {
      const details = await client[`get${type}Details`](flag, otherwise);
      assert.equal(details.errorCode, undefined, details.errorMessage);
      assert.deepEqual(details.value, expected);
    });
  }

  test('gets what a disabled flag serves, or keeps the default of the code', async () => {
    const details = await client.getStringDetails('disabled', '?');
    assert.equal(details.value, 'y');
    assert.equal(details.reason, 'DISABLED');
    assert.equal(await client.getStringValue('disabled-bare', 'of the code'), 'of the code');
  });

  test('is decided for by its context', async () => {
    const target = await client.getStringDetails('targeted', '?', { targetingKey: 'u1' });
    const rule = await client.getStringDetails('targeted', '?', { targetingKey: 'u2', plan: 'gold' });
    const split = await client.getStringDetails('split', '?', { targetingKey: 'u1' });
    const keyless = await client.getStringDetails('split', '?', {});
    assert.deepEqual([target.value, target.reason, target.variant], ['x', 'TARGETING_MATCH', 'a']);
    assert.equal(rule.flagMetadata.place, 'gold');
    assert.deepEqual([split.value, split.reason], ['x', 'SPLIT']);
    assert.equal(keyless.value, 'y');
  });

  test('is told what is not there or not allowed', async () => {
    const unknown = await client.getBooleanDetails('nothing', true);
    const refused = await stranger.getBooleanDetails('yes', false);
    assert.deepEqual([unknown.value, unknown.errorCode], [true, 'FLAG_NOT_FOUND']);
    assert.deepEqual([refused.value, refused.reason], [false, 'ERROR']);
  });
});

describe('the web provider', () => {
  const statuses = [];
  let provider;
  let client;

  before(async () => {
    provider = new OFREPWebProvider({
      baseUrl,
      headers: headers(SLUICE_CLIENT_KEY),
      fetchImplementation: listening(statuses),
    });
    await Web.setContext({ targetingKey: 'u1' });
    await Web.setProviderAndWait('web', provider);
    client = Web.getClient('web');
  });

  after(() => Web.close());

  for (const [type, flag, otherwise, expected] of VALUES) {
    test(`gets ${type} of ${flag}`, () => {
      const details = client[`get${type}Details`](flag, otherwise);
      assert.equal(details.errorCode, undefined, details.errorMessage);
      assert.deepEqual(details.value, expected);
    });
  }

  test('gets what a disabled flag serves, or keeps the default of the code', () => {
    const details = client.getStringDetails('disabled', '?');
    assert.equal(details.value, 'y');
    assert.equal(details.reason, 'DISABLED');
    const bare = client.getStringDetails('disabled-bare', 'of the code');
    assert.equal(bare.value, 'of the code');
    assert.equal(bare.errorCode, undefined);
  });

  test('is decided for by its context', async () => {
    assert.equal(client.getStringValue('targeted', '?'), 'x');
    assert.equal(client.getStringDetails('split', '?').reason, 'SPLIT');
    await Web.setContext({ targetingKey: 'u2' });
    assert.equal(client.getStringValue('targeted', '?'), 'y');
    await Web.setContext({ targetingKey: 'u2', plan: 'gold' });
    assert.equal(client.getStringValue('targeted', '?'), 'x');
    await Web.setContext({});
    assert.equal(client.getStringValue('split', '?'), 'y');
    await Web.setContext({ targetingKey: 'u1' });
  });

  test('is told what is not there or not allowed', async () => {
    const unknown = client.getBooleanDetails('new-checkout', true); // is there, but not for clients
    assert.deepEqual([unknown.value, unknown.errorCode], [true, 'FLAG_NOT_FOUND']);
    const stranger = new OFREPWebProvider({ baseUrl, headers: headers('slc_client_nobody') });
    await assert.rejects(Web.setProviderAndWait('stranger', stranger));
  });

  test('is told that nothing has changed', async () => {
    const polling = new OFREPWebProvider({
      baseUrl,
      headers: headers(SLUICE_CLIENT_KEY),
      pollInterval: 50,
      changeDetection: 'polling',
      fetchImplementation: listening(statuses),
    });
    statuses.length = 0;
    await Web.setProviderAndWait('polling', polling);
    await patiently(
      (async () => {
        while (!statuses.includes(304)) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      })(),
      'a 304',
    );
    assert.equal(Web.getClient('polling').getStringValue('text', '?'), 'x');
    await polling.onClose();
  });

  test('hears of a change and has the new value', async () => {
    assert.equal(client.getBooleanValue('toggled', false), true);
    const heard = new Promise((resolve) => {
      client.addHandler(ClientProviderEvents.ConfigurationChanged, (event) => {
        if (event.flagsChanged?.includes('toggled')) {
          resolve(performance.now());
        }
      });
    });
    const from = performance.now();
    await act('toggled/environments/production/off');
    const millis = Math.round((await patiently(heard, 'a change event')) - from);
    console.log(`a change event after ${millis} ms`);
    assert.equal(client.getBooleanValue('toggled', true), false);
  });
});
