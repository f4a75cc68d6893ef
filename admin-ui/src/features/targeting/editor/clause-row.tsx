import { ActionIcon, Checkbox, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { readNumber, rounding, writeJson } from '../../../shared/json';
import { countries, countryCode, countryName } from '../model/countries';
import type { ClauseDraft, Value } from '../model/draft';
import { OPERATORS, operator } from '../model/operators';
import type { Op } from '../model/types';
import classes from './clause-row.module.css';
import { FaultText } from './fault-text';
import { useFaults } from './faults';
import { type Suggestion, TagInput } from './tag-input';
import { ValueRows } from './value-rows';

interface Props {
  /** "Condition 2 of rule de": names the fields. */
  name: string;
  pointer: string;
  clause: ClauseDraft;
  segments: readonly string[];
  /** The id of a list of attributes to choose from. */
  attributeListId: string;
  onChange(clause: ClauseDraft): void;
  /** Absent: it is the only one. */
  onRemove?: (() => void) | undefined;
  disabled: boolean;
}

const CHOICES = OPERATORS.flatMap(({ op, label, not }) => [
  { value: op, label },
  { value: `!${op}`, label: not },
]);

/** One condition: which attribute, how it is compared, and with what. Every operator has its own input for values. */
export function ClauseRow({ name, pointer, clause, segments, attributeListId, onChange, onRemove, disabled }: Props) {
  const faults = useFaults();
  const { takesAttribute, takesIgnoreCase, kind } = operator(clause.op);

  const choose = (choice: string) => {
    const negate = choice.startsWith('!');
    const next = operator((negate ? choice.slice(1) : choice) as Op);
    // Values go along where they can mean the same; what the new operator has no use for goes.
    const { attribute, ignoreCase, ...others } = clause;
    onChange({
      ...others,
      op: next.op,
      values: next.kind === kind || (isText(next.kind) && isText(kind)) ? clause.values : [],
      ...(next.takesAttribute ? { attribute: attribute ?? '' } : {}),
      ...(next.takesIgnoreCase && ignoreCase ? { ignoreCase } : {}),
      negate,
    });
  };

  return (
    <div className={classes.clause}>
      <div className={classes.row}>
        {takesAttribute && (
          <div className={classes.attribute}>
            <TextInput
              aria-label={`Attribute of ${name}`}
              list={attributeListId}
              autoComplete="off"
              spellCheck={false}
              placeholder="attribute"
              value={clause.attribute ?? ''}
              error={faults.at(`${pointer}/attribute`) !== undefined}
              disabled={disabled}
              onChange={(event) => onChange({ ...clause, attribute: event.currentTarget.value })}
            />
            <FaultText pointer={`${pointer}/attribute`} />
          </div>
        )}
        <NativeSelect
          className={classes.operator ?? ''}
          aria-label={`Operator of ${name}`}
          data={CHOICES}
          value={clause.negate ? `!${clause.op}` : clause.op}
          disabled={disabled}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        <Values
          clause={clause}
          name={name}
          pointer={pointer}
          segments={segments}
          onChange={onChange}
          disabled={disabled}
        />
        {onRemove && (
          <ActionIcon
            className={classes.remove ?? ''}
            variant="subtle"
            color="gray"
            aria-label={`Remove ${name}`}
            disabled={disabled}
            onClick={onRemove}
          >
            ×
          </ActionIcon>
        )}
      </div>
      {takesIgnoreCase && clause.attribute !== 'geo.country' && (
        <Checkbox
          size="xs"
          label="in any case (A = a)"
          checked={clause.ignoreCase === true}
          disabled={disabled}
          onChange={(event) => onChange({ ...clause, ignoreCase: event.currentTarget.checked })}
        />
      )}
      {clause.negate && takesAttribute && clause.op !== 'exists' && (
        <p className={classes.hint}>Does not hold for users without {clause.attribute || 'the attribute'}.</p>
      )}
      <FaultText pointer={pointer} />
    </div>
  );
}

function isText(kind: string): boolean {
  return kind === 'any' || kind === 'text' || kind === 'pattern';
}

type ValuesProps = Pick<Props, 'clause' | 'name' | 'pointer' | 'segments' | 'onChange' | 'disabled'>;

function Values({ clause, name, pointer, segments, onChange, disabled }: ValuesProps) {
  const { kind } = operator(clause.op);
  const shared = {
    label: `Values of ${name}`,
    pointer: `${pointer}/values`,
    values: clause.values,
    disabled,
    onChange: (values: readonly Value[]) => onChange({ ...clause, values }),
  };
  switch (kind) {
    case 'none':
      return <FaultText pointer={shared.pointer} />;
    case 'number':
    case 'time':
    case 'circle':
      return <ValueRows kind={kind} {...shared} />;
    case 'any':
      return clause.attribute === 'geo.country' ? (
        <TagInput<Value>
          {...shared}
          placeholder="Germany, FR …"
          read={countryCode}
          show={(value) => `${countryName(String(value))} (${String(value)})`}
          suggestions={COUNTRIES()}
        />
      ) : (
        <AnyValues {...shared} />
      );
    case 'segment':
      return (
        <TagInput<Value>
          {...shared}
          placeholder={segments.length === 0 ? 'no segments here yet' : 'segments'}
          read={(text) => text}
          show={String}
          suggestions={segments.map((segment) => ({ value: segment, label: segment }))}
        />
      );
    default:
      return (
        <TagInput<Value>
          {...shared}
          placeholder={PLACEHOLDERS[kind]}
          read={(text) => text}
          show={String}
          lines={kind === 'pattern'}
        />
      );
  }
}

const PLACEHOLDERS = {
  text: 'texts, any of which will do',
  pattern: '^beta-\\d+$',
  version: '2.4.0',
  network: '10.0.0.0/8',
} as const;

function COUNTRIES(): readonly Suggestion[] {
  return countries().map(({ code, name }) => ({ value: code, label: name }));
}

type Typed = 'text' | 'number' | 'truth';

/** Texts, numbers, true and false: 8 is not "8", so the person says which is meant. */
function AnyValues(props: Omit<Parameters<typeof TagInput<Value>>[0], 'read' | 'show' | 'placeholder'>) {
  const [first] = props.values;
  const [chosen, setChosen] = useState<Typed>();
  const typed: Typed =
    chosen ??
    (typeof first === 'number' || typeof first === 'bigint' ? 'number' : typeof first === 'boolean' ? 'truth' : 'text');
  const mixed = new Set(props.values.map((value) => typeof value)).size > 1;
  return (
    <div className={classes.any}>
      <TagInput<Value>
        {...props}
        placeholder={{ text: 'texts, any of which will do', number: 'numbers', truth: 'true or false' }[typed]}
        read={(text) => readAs(typed, text)}
        {...(typed === 'number' ? { refuse: rounding } : {})}
        show={(value) =>
          typeof value !== 'string' ? writeJson(value) : mixed || typed !== 'text' ? `"${value}"` : value
        }
        {...(typed === 'truth' ? { suggestions: TRUTH } : {})}
      />
      <SegmentedControl
        size="xs"
        aria-label={`Type of ${props.label}`}
        value={typed}
        onChange={(value) => setChosen(value as Typed)}
        disabled={props.disabled ?? false}
        data={[
          { value: 'text', label: 'Text' },
          { value: 'number', label: 'Number' },
          { value: 'truth', label: 'True/false' },
        ]}
      />
    </div>
  );
}

const TRUTH: readonly Suggestion[] = [
  { value: 'true', label: 'true' },
  { value: 'false', label: 'false' },
];

function readAs(typed: Typed, text: string): Value {
  if (typed === 'truth' && (text === 'true' || text === 'false')) {
    return text === 'true';
  }
  return typed === 'number' ? (readNumber(text) ?? text) : text;
}
