import type { FieldError } from '../../../shared/http';
import type { ClauseDraft, Draft, ServeDraft } from './draft';
import { operator, valueFault } from './operators';
import { sumFault } from './split';

/** What is wrong with a draft, at the pointer where the server would say it. */
export interface Fault extends FieldError {
  /** Whether something has yet to be filled in, rather than being wrong. */
  missing: boolean;
}

const KEY = /^[A-Za-z0-9._-]{1,100}$/;
const RESERVED = new Set(['target', 'fallthrough']);

/** What this page can see by itself. Empty: the server may be asked. */
export function faultsOf(draft: Draft): readonly Fault[] {
  const ids = draft.rules.map((rule) => rule.id);
  return [
    ...draft.rules.flatMap(({ id, when, serve }, index) => {
      const at = `/rules/${index}`;
      return [
        ...idFaults(id, ids.indexOf(id) < index, `${at}/id`),
        ...(when.length === 0 ? [missing(`${at}/when`, 'Add at least one condition')] : []),
        ...when.flatMap((clause, i) => clauseFaults(clause, `${at}/when/${i}`)),
        ...serveFaults(serve, `${at}/serve`),
      ];
    }),
    ...serveFaults(draft.fallthrough, '/fallthrough'),
    ...draft.prerequisites.flatMap(({ flag, variations }, index) => [
      ...(flag === '' ? [missing(`/prerequisites/${index}/flag`, 'Choose a flag')] : []),
      ...(flag !== '' && variations.length === 0
        ? [missing(`/prerequisites/${index}/variations`, 'Choose at least one variation')]
        : []),
    ]),
  ];
}

function idFaults(id: string, isTaken: boolean, pointer: string): Fault[] {
  if (id === '') {
    return [missing(pointer, 'Give the rule a name')];
  }
  if (!KEY.test(id)) {
    return [wrong(pointer, 'Expected letters, digits, dots, underscores and hyphens, at most 100')];
  }
  if (RESERVED.has(id)) {
    return [wrong(pointer, `"${id}" names another place; choose another name`)];
  }
  return isTaken ? [wrong(pointer, `Another rule is named "${id}"`)] : [];
}

function clauseFaults({ attribute, op, values }: ClauseDraft, at: string): Fault[] {
  const { kind, takesAttribute } = operator(op);
  return [
    ...(takesAttribute && !attribute ? [missing(`${at}/attribute`, 'Which attribute?')] : []),
    ...(kind !== 'none' && values.length === 0 ? [missing(`${at}/values`, 'Add at least one value')] : []),
    ...values.flatMap((value, i) => {
      const fault = valueFault(kind, value);
      return fault === undefined ? [] : [wrong(`${at}/values/${i}`, fault)];
    }),
  ];
}

function serveFaults(serve: ServeDraft, at: string): Fault[] {
  if ('variation' in serve) {
    return [];
  }
  const fault = sumFault(serve.split);
  return [
    ...(serve.split.by === '' ? [missing(`${at}/split/by`, 'Which attribute decides?')] : []),
    ...(fault === undefined ? [] : [wrong(`${at}/split/percent`, fault)]),
  ];
}

function missing(pointer: string, detail: string): Fault {
  return { pointer, detail, missing: true };
}

function wrong(pointer: string, detail: string): Fault {
  return { pointer, detail, missing: false };
}
