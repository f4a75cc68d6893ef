import { readTyped, writeJson } from '../../../shared/json';
import { OPERATORS } from './operators';
import type { TargetingBody } from './types';

/** Throws, naming the place, what it found there and what it expected, unless the value can be shown in the form. */
type Check = (value: unknown, at: string) => void;

/**
 * Reads a targeting that somebody has written by hand: throws where the form could not show it, or a number would be
 * rounded. Whether it is allowed is for the server to say.
 */
export function readBody(text: string): TargetingBody {
  const body = readTyped(text);
  targeting(body, '');
  return body as TargetingBody;
}

function refuse(value: unknown, at: string, expected: string): never {
  const found = value === undefined ? 'is missing' : `${writeJson(value).slice(0, 60)} is not allowed`;
  throw new Error(`${at === '' ? 'the whole' : at}: ${found}; expected ${expected}`);
}

function typed(type: 'string' | 'number' | 'boolean', expected: string): Check {
  return (value, at) => {
    if (typeof value !== type) {
      refuse(value, at, expected);
    }
  };
}

const text = typed('string', 'a text');
const number = typed('number', 'a number');
const truth = typed('boolean', 'true or false');

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(check: Check, what: string): Check {
  return (value, at) => {
    if (!Array.isArray(value)) {
      refuse(value, at, `a list of ${what}`);
    }
    value.forEach((one, index) => {
      check(one, `${at}[${index}]`);
    });
  };
}

function objectOf(needed: Readonly<Record<string, Check>>, others: Readonly<Record<string, Check>> = {}): Check {
  return (value, at) => {
    if (!isObject(value)) {
      refuse(value, at, 'an object');
    }
    const inside = (name: string) => (at === '' ? name : `${at}.${name}`);
    for (const [name, check] of Object.entries(needed)) {
      check(value[name], inside(name));
    }
    for (const [name, check] of Object.entries(others)) {
      if (value[name] !== undefined) {
        check(value[name], inside(name));
      }
    }
  };
}

function oneOf(names: readonly string[]): Check {
  return (value, at) => {
    if (typeof value !== 'string' || !names.includes(value)) {
      refuse(value, at, `one of ${names.join(', ')}`);
    }
  };
}

const shares: Check = (value, at) => {
  if (!isObject(value)) {
    refuse(value, at, 'percentages by variation');
  }
  for (const [name, share] of Object.entries(value)) {
    number(share, `${at}.${name}`);
  }
};

const serving: Check = (value, at) => {
  if (isObject(value) && 'split' in value) {
    objectOf({ percent: shares }, { by: text, rest: text })(value.split, `${at}.split`);
  } else if (isObject(value) && 'variation' in value) {
    text(value.variation, `${at}.variation`);
  } else if (typeof value !== 'string') {
    refuse(value, at, 'a variation or a split');
  }
};

const clauseValue: Check = (value, at) => {
  if (!isObject(value) && !['string', 'number', 'bigint', 'boolean'].includes(typeof value)) {
    refuse(value, at, 'a text, a number, true, false or a circle');
  }
};

const clause = objectOf(
  { op: oneOf(OPERATORS.map(({ op }) => op)) },
  { attribute: text, values: listOf(clauseValue, 'values'), negate: truth, ignoreCase: truth },
);

const targeting = objectOf(
  { enabled: truth, fallthrough: serving },
  {
    offVariation: text,
    prerequisites: listOf(objectOf({ flag: text, variations: listOf(text, 'variations') }), 'prerequisites'),
    targets: listOf(objectOf({ variation: text }, { attribute: text, keys: listOf(text, 'keys') }), 'targets'),
    rules: listOf(objectOf({ id: text, when: listOf(clause, 'conditions'), serve: serving }), 'rules'),
    guard: objectOf({ variation: text, baseline: text, maxErrorShare: number }),
    whenUnknown: objectOf({ use: oneOf(['lastKnown', 'default', 'failClosed']) }, { maxAgeSeconds: number }),
  },
);
