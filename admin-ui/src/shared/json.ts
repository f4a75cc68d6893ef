/** A safe whole number has at most so many digits: an answer without a longer run of them holds none that is not. */
const LONG_RUN = /\d{16}/;
/** The strings and the numbers of a JSON text, each whole. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const WHOLE = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const LONGEST_DIGITS = 100;

/** A number in a text that somebody has typed would be rounded; the message names it and says what to do. */
export class Rounded extends Error {}

/**
 * Reads JSON as the server means it: a whole number beyond 2^53-1 becomes a bigint, for it may name somebody, and any other
 * would be another one. Throws `SyntaxError`.
 */
export function readJson(text: string): unknown {
  const plain: unknown = JSON.parse(text);
  if (!LONG_RUN.test(text)) {
    return plain;
  }
  const mark = absentFrom(JSON.stringify(plain));
  const marked = text.replace(TOKENS, (token) => (isLong(token) ? `"${mark}${token}"` : token));
  return JSON.parse(marked, (_, part: unknown) =>
    typeof part === 'string' && part.startsWith(mark) ? BigInt(part.slice(mark.length)) : part,
  );
}

/** The same of what a person has typed; throws `Rounded` besides, if it holds a number that nobody could keep. */
export function readTyped(text: string): unknown {
  const value = readJson(text);
  for (const [token] of text.matchAll(TOKENS)) {
    const words = token.startsWith('"') ? undefined : rounding(token);
    if (words !== undefined) {
      throw new Rounded(words);
    }
  }
  return value;
}

/** The other way round: what was read is written as the same numbers. Undefined is no JSON and stays undefined. */
export function writeJson(value: unknown, indent?: number): string {
  let special = false;
  const plain = JSON.stringify(
    value,
    (_, part: unknown) => {
      const written = specially(part);
      special ||= written !== undefined;
      return written === undefined ? part : 0;
    },
    indent,
  );
  if (!special) {
    return plain;
  }
  const mark = absentFrom(plain);
  const marked = (_: string, part: unknown) => {
    const written = specially(part);
    return written === undefined ? part : mark + written;
  };
  return JSON.stringify(value, marked, indent).replace(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1');
}

/** The number that a text stands for; undefined if it is none, or would be rounded. */
export function readNumber(text: string): number | bigint | undefined {
  if (!DECIMAL.test(text) || rounding(text) !== undefined) {
    return undefined;
  }
  const number = Number(text);
  return WHOLE.test(text) && fitsLong(text) && !Number.isSafeInteger(number) ? BigInt(text) : number;
}

/** Why a number can't be kept as it was typed: the server has whole ones of 64 bits, and doubles. Undefined if it can. */
export function rounding(text: string): string | undefined {
  return fitsLong(text) ? undefined : roundingOfDouble(text);
}

/** The same where there are only doubles. */
export function roundingOfDouble(text: string): string | undefined {
  const number = Number(text);
  if (!DECIMAL.test(text) || isExact(text, number)) {
    return undefined;
  }
  const fate = Number.isFinite(number)
    ? `would be rounded to ${writeJson(number)}`
    : 'is larger than any number can be';
  return `${text} ${fate}. Write it as a text, or with fewer digits`;
}

/** Whether the double says the same digits, if it is asked for as many. */
function isExact(text: string, double: number): boolean {
  const [mantissa = ''] = text.toLowerCase().split('e');
  const digits = mantissa.replace(/[+.-]/g, '').replace(/^0+|0+$/g, '');
  if (digits === '') {
    return true;
  }
  const [said = ''] = Math.abs(double)
    .toExponential(Math.min(digits.length - 1, LONGEST_DIGITS))
    .split('e');
  return said.replace('.', '') === digits;
}

function fitsLong(text: string): boolean {
  return WHOLE.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

function isLong(token: string): boolean {
  return WHOLE.test(token) && !Number.isSafeInteger(Number(token));
}

/** How a number is written that `JSON.stringify` has no way for, or writes as a whole number that it is not. */
function specially(part: unknown): string | undefined {
  if (typeof part === 'bigint') {
    return String(part);
  }
  return Number.isInteger(part) && !Number.isSafeInteger(part) ? (part as number).toExponential() : undefined;
}

/** A text that stands nowhere in this one. */
function absentFrom(text: string): string {
  const runs = text.match(/#+/g) ?? [];
  return '#'.repeat(1 + runs.reduce((longest, run) => Math.max(longest, run.length), 0));
}
