import type { Schema } from '../../shared/http';

export type FlagType = Schema<'FlagType'>;

/** A variation while somebody writes it: its value as it was typed. */
export interface VariationDraft {
  /** Names the line on this page only. */
  id: number;
  name: string;
  text: string;
}

const INTEGER = /^-?\d+$/;

/** The value that a text stands for in a flag of this type; a fault in words if it stands for none. */
export function readValue(type: FlagType, text: string): { value: unknown } | { fault: string } {
  const trimmed = text.trim();
  switch (type) {
    case 'string':
      return { value: text };
    case 'boolean':
      return trimmed === 'true' || trimmed === 'false'
        ? { value: trimmed === 'true' }
        : { fault: 'Expected true or false' };
    case 'integer':
      return INTEGER.test(trimmed) && Number.isSafeInteger(Number(trimmed))
        ? { value: Number(trimmed) }
        : { fault: 'Expected a whole number' };
    case 'double':
      return trimmed !== '' && Number.isFinite(Number(trimmed))
        ? { value: Number(trimmed) }
        : { fault: 'Expected a number' };
    case 'json':
      try {
        return { value: JSON.parse(trimmed) as unknown };
      } catch {
        return { fault: 'Expected JSON' };
      }
  }
}

/** The value as somebody would type it. */
export function textOf(type: FlagType, value: unknown): string {
  return type === 'string' ? String(value) : JSON.stringify(value);
}

/** The object that REST takes, or what is wrong with each line, by its id. */
export function readVariations(
  type: FlagType,
  drafts: readonly VariationDraft[],
): { variations: Record<string, unknown> } | { faults: Readonly<Record<number, string>> } {
  const variations: Record<string, unknown> = {};
  const faults: Record<number, string> = {};
  for (const { id, name, text } of drafts) {
    const read = readValue(type, text);
    if (name === '') {
      faults[id] = 'Expected a name';
    } else if (Object.hasOwn(variations, name)) {
      faults[id] = `There is "${name}" already`;
    } else if ('fault' in read) {
      faults[id] = read.fault;
    } else {
      variations[name] = read.value;
    }
  }
  return Object.keys(faults).length > 0 ? { faults } : { variations };
}
