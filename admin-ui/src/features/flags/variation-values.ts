import type { Schema } from '../../shared/http';
import { Rounded, readTyped, roundingOfDouble, writeJson } from '../../shared/json';

export type FlagType = Schema<'FlagType'>;

/** A variation while somebody writes it: its value as it was typed. */
export interface VariationDraft {
  /** Names the line on this page only. */
  id: number;
  name: string;
  text: string;
}

const INTEGER = /^-?\d+$/;
const LARGEST = Number.MAX_SAFE_INTEGER;

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
      if (!INTEGER.test(trimmed)) {
        return { fault: 'Expected a whole number' };
      }
      return Number.isSafeInteger(Number(trimmed))
        ? { value: Number(trimmed) }
        : { fault: `Expected at most ${LARGEST} either way, was ${trimmed}: make it a flag of type string` };
    case 'double': {
      const fault = roundingOfDouble(trimmed);
      return fault === undefined && trimmed !== '' && Number.isFinite(Number(trimmed))
        ? { value: Number(trimmed) }
        : { fault: fault ?? 'Expected a number' };
    }
    case 'json':
      try {
        return { value: readTyped(trimmed) };
      } catch (error) {
        return { fault: error instanceof Rounded ? error.message : 'Expected JSON' };
      }
  }
}

/** The value as somebody would type it. */
export function textOf(type: FlagType, value: unknown): string {
  return type === 'string' ? String(value) : writeJson(value);
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
