import { writeJson } from '../../shared/json';
import { list } from '../../shared/words';
import type { FoundAttribute, FoundClause, Step } from './api/evaluate';
import classes from './explanation.module.css';

/** The way to a decision, step by step; the last step decided. */
export function Explanation({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className={classes.steps} aria-label="The steps, in order">
      {steps.map((step, index) => (
        <StepLine
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are told once and stay in order
          key={index}
          step={step}
          decided={index === steps.length - 1}
        />
      ))}
    </ol>
  );
}

function StepLine({ step, decided }: { step: Step; decided: boolean }) {
  const { holds, words, details } = told(step);
  return (
    <li className={classes.step} data-decided={decided}>
      <p className={classes.words}>
        <Verdict holds={holds} /> {words}
        {decided && <strong className={classes.decided}> Decided here.</strong>}
      </p>
      {details.map((detail) => (
        <p key={detail} className={classes.detail}>
          {detail}
        </p>
      ))}
      {(step.clauses ?? []).length > 0 && <Clauses clauses={step.clauses ?? []} />}
      {(step.steps ?? []).length > 0 && <Explanation steps={step.steps ?? []} />}
    </li>
  );
}

function Verdict({ holds }: { holds: boolean }) {
  return (
    <span className={classes.verdict} data-holds={holds}>
      {holds ? 'Yes' : 'No'}
    </span>
  );
}

/** A step in words: what was asked, what came of it. */
function told(step: Step): { holds: boolean; words: string; details: string[] } {
  switch (step.step) {
    case 'noSuchFlag':
      return { holds: false, words: 'There is no flag of this name.', details: [] };
    case 'failure':
      return { holds: false, words: `It could not be decided: ${step.why ?? 'unknown reason'}.`, details: [] };
    case 'notUnderstood':
      return {
        holds: false,
        words: `This version does not understand the flag: ${step.why}.`,
        details: [step.lastGoodForm ? 'The last form that it understood decides.' : 'The off variation is served.'],
      };
    case 'switch':
      return step.enabled
        ? { holds: true, words: 'The flag is enabled.', details: [] }
        : { holds: false, words: 'The flag is disabled: everyone gets the off variation.', details: [] };
    case 'prerequisite':
      return {
        holds: step.met === true,
        words: `Prerequisite ${step.flag}: needs ${list(step.variations ?? [])}, gives ${step.variation ?? 'nothing'}${step.reason ? ` (${step.reason})` : ''}.`,
        details: [],
      };
    case 'targets': {
      const value = step.attribute ? attribute(step.attribute) : '';
      return step.variation == null
        ? { holds: false, words: `Individual targets: ${value} is not named.`, details: [] }
        : { holds: true, words: `Individual targets: ${value} is named for ${step.variation}.`, details: [] };
    }
    case 'rule':
      return {
        holds: step.holds === true,
        words: `Rule ${step.id}: ${step.holds ? 'all its clauses hold' : 'does not hold'}.`,
        details: split(step),
      };
    case 'fallthrough':
      return { holds: true, words: 'Everyone who is left.', details: split(step) };
  }
}

function split({ split: found }: Step): string[] {
  if (!found) {
    return [];
  }
  if (found.bucketKeyMissing) {
    return [`Split by ${found.by}, which is missing: the rest is served.`];
  }
  if (found.bucket === undefined) {
    return [`Split at random: ${found.rest ? 'the rest' : 'a share'} was drawn.`];
  }
  const range = found.range;
  const where =
    found.rest || !range
      ? 'in no range, so the rest is served'
      : `in the range ${range.from} to ${range.to} of ${range.variation}`;
  return [
    `Split by ${found.key ? attribute(found.key) : found.by} with salt ${found.salt}: bucket ${found.bucket} of ${found.buckets}, ${where}.`,
  ];
}

function Clauses({ clauses }: { clauses: readonly FoundClause[] }) {
  return (
    <ul className={classes.clauses}>
      {clauses.map((clause) => (
        <li key={writeJson(clause)} className={classes.clause}>
          <Verdict holds={clause.holds} /> {clauseWords(clause)}
          {clause.segments.map(({ segment, member, by, rules }) => (
            <div key={segment} className={classes.segment}>
              {segment}: {member ? 'in' : 'not in'}
              {
                {
                  EXCLUDED: ', excluded by key',
                  INCLUDED: ', included by key',
                  RULE: ', by a rule',
                  NEITHER: '',
                }[by]
              }
              {rules.map((rule) => (
                <div key={rule.id} className={classes.rule}>
                  rule {rule.id} {rule.holds ? 'holds' : 'does not hold'}
                  <Clauses clauses={rule.clauses} />
                </div>
              ))}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

const FOUND: Readonly<Record<FoundClause['found'], string>> = {
  MATCH: 'matches',
  NO_MATCH: 'does not match',
  MISSING: 'it is missing, so the clause does not hold',
  WRONG_TYPE: 'it has another type, so the clause does not hold',
};

function clauseWords({ op, negate, ignoreCase, found, attributes, values, moreValues, segments }: FoundClause): string {
  const what = attributes.map(attribute).join(', ');
  const against = segments.length > 0 ? '' : ` ${values.map((value) => writeJson(value)).join(', ')}`;
  const more = moreValues > 0 ? ` and ${moreValues} more` : '';
  const not = negate ? 'not ' : '';
  const folded = ignoreCase ? ', whatever the case' : '';
  return `${what}${what === '' ? '' : ' '}${not}${op}${against}${more}${folded}: ${FOUND[found]}.`;
}

/** An attribute with what it is, or why that is not told. */
function attribute({ name, found, private: hidden, value }: FoundAttribute): string {
  if (hidden) {
    return `${name} (private)`;
  }
  return found === 'MISSING'
    ? `${name} (missing)`
    : `${name} ${value === undefined ? '' : `= ${writeJson(value)}`}`.trim();
}
