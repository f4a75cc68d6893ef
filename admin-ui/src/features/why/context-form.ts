import { Rounded, readNumber, readTyped, rounding } from '../../shared/json';
import type { Context } from './api/evaluate';

export type Kind = 'text' | 'number' | 'yes or no' | 'list' | 'JSON';

export const kinds: readonly Kind[] = ['text', 'number', 'yes or no', 'list', 'JSON'];

/** One attribute as it is typed in. */
export interface AttributeDraft {
  name: string;
  kind: Kind;
  text: string;
}

/** Who is asking, as it is typed in. */
export interface ContextDraft {
  targetingKey: string;
  ip: string;
  attributes: readonly AttributeDraft[];
}

export const nobody: ContextDraft = { targetingKey: '', ip: '', attributes: [] };

export type ReadContext = { context: Context } | { errors: ReadonlyMap<number, string> };

/** What the fields mean, or what is wrong with which attribute. Empty fields are absent. */
export function contextOf({ targetingKey, ip, attributes }: ContextDraft): ReadContext {
  const errors = new Map<number, string>();
  const values: Record<string, unknown> = {};
  attributes.forEach(({ name, kind, text }, index) => {
    if (name === '' && text === '') {
      return;
    }
    const read = name === '' ? { error: 'An attribute needs a name' } : readValue(kind, text);
    if ('error' in read) {
      errors.set(index, read.error);
    } else {
      values[name] = read.value;
    }
  });
  if (errors.size > 0) {
    return { errors };
  }
  return {
    context: {
      ...(targetingKey === '' ? {} : { targetingKey }),
      ...(ip === '' ? {} : { ip }),
      attributes: values,
    },
  };
}

function readValue(kind: Kind, text: string): { value: unknown } | { error: string } {
  switch (kind) {
    case 'text':
      return { value: text };
    case 'number': {
      const trimmed = text.trim();
      const value = readNumber(trimmed);
      return value === undefined
        ? { error: rounding(trimmed) ?? `${text === '' ? 'Nothing' : text} is no number` }
        : { value };
    }
    case 'yes or no':
      return { value: text === 'yes' };
    case 'list':
      return {
        value: text
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      };
    case 'JSON':
      try {
        return { value: readTyped(text) };
      } catch (error) {
        return { error: error instanceof Rounded ? error.message : 'This is no JSON' };
      }
  }
}
