import { expect, test } from 'vitest';
import { bodyOf, draftOf } from './draft';
import { faultsOf } from './faults';
import { readBody } from './read-body';

const WHOLE = {
  enabled: true,
  offVariation: 'off',
  prerequisites: [{ flag: 'payments-v2', variations: ['on'] }],
  targets: [{ variation: 'on', attribute: 'targetingKey', keys: ['ada'] }],
  rules: [
    {
      id: 'near',
      when: [
        { attribute: 'geo.country', op: 'in', values: ['DE', 7, true], negate: true, ignoreCase: true },
        { op: 'withinKm', values: [{ latitude: 52.5, longitude: 13.4, km: 10 }] },
      ],
      serve: { split: { by: 'account', percent: { on: 12.5 }, rest: 'off' } },
    },
  ],
  fallthrough: 'off',
  guard: { variation: 'on', baseline: 'off', maxErrorShare: 0.07 },
  whenUnknown: { use: 'failClosed', maxAgeSeconds: 60 },
};

test('everything that a targeting can hold is read', () => {
  expect(bodyOf(draftOf(readBody(JSON.stringify(WHOLE))))).toEqual(WHOLE);
});

/** Each place of a targeting: what stands there, and by which path it is named. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const below =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) =>
          places(inner, [...path, Array.isArray(value) ? Number(name) : name]),
        )
      : [];
  return [path, ...below];
}

function withAt(path: readonly (string | number)[], odd: unknown): string {
  const whole = { root: structuredClone(WHOLE) as unknown };
  const [last = '', ...others] = ['root', ...path].reverse();
  let into: Record<string | number, unknown> = whole;
  for (const name of others.reverse()) {
    into = into[name] as Record<string | number, unknown>;
  }
  into[last] = odd;
  return JSON.stringify(whole.root);
}

test.each([null, 'x', 7, true, [], {}, [null], [[]], [{}], undefined])(
  '%j in any place is refused by name, or can be shown',
  (odd) => {
    for (const path of places(WHOLE)) {
      const text = withAt(path, odd);
      let draft: ReturnType<typeof draftOf>;
      try {
        draft = draftOf(readBody(text ?? ''));
      } catch (refusal) {
        expect(String(refusal), `${path.join('.')} = ${JSON.stringify(odd)}`).toMatch(/expected|JSON/);
        continue;
      }
      expect(() => faultsOf(draft), text).not.toThrow();
      expect(() => bodyOf(draft), text).not.toThrow();
    }
  },
);

test.each([
  [
    '{"enabled": true, "fallthrough": "off", "rules": [{"id": "a", "when": [{"op": "i"}], "serve": "on"}]}',
    'rules[0].when[0].op: "i" is not allowed; expected one of in, ',
  ],
  [
    '{"enabled": true, "fallthrough": "off", "rules": [{"id": "a", "when": [{"op": "in", "values": "x"}], "serve": "on"}]}',
    'rules[0].when[0].values: "x" is not allowed; expected a list of values',
  ],
  ['{"enabled": true}', 'fallthrough: is missing; expected a variation or a split'],
  ['[]', 'the whole: [] is not allowed; expected an object'],
])('%s says where', (text, words) => {
  expect(() => readBody(text)).toThrow(words);
});
