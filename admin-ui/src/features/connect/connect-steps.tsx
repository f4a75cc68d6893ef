import { SegmentedControl, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeBlock } from '../../shared/ui/copied';
import { Panel } from '../../shared/ui/panel';
import classes from './connect-steps.module.css';
import { type Program, programs, snippetsOf } from './snippets';

interface Props {
  environment: string;
  /** Of the artifacts; the server's own. */
  version: string;
  program: Program;
  onProgram(program: Program): void;
  application: string;
  onApplication(application: string): void;
  /** The key that was just made; unknown to everybody else. */
  madeKey: string | undefined;
  /** Where a key is made. */
  keyStep: ReactNode;
}

/** From nothing to a program that asks: what it is, its key, the lines to put into it. */
export function ConnectSteps(props: Props) {
  const { environment, version, program, onProgram, application, onApplication, madeKey, keyStep } = props;
  const kind = programs.find(({ id }) => id === program)?.key ?? 'sdk';
  return (
    <>
      <Panel title="1. Your program">
        <div className={classes.fields}>
          <SegmentedControl
            aria-label="Kind of program"
            value={program}
            data={programs.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(value) => onProgram(value as Program)}
          />
          <TextInput
            label="Its name"
            description="What the fleet calls it"
            value={application}
            maxLength={60}
            onChange={(event) => onApplication(event.currentTarget.value.replace(/[^A-Za-z0-9._-]/g, '-'))}
          />
        </div>
      </Panel>
      <Panel
        title={kind === 'sdk' ? `2. An SDK key of ${environment}` : `2. A client key of ${environment}`}
        lead={
          kind === 'sdk'
            ? 'A secret that opens all rules of this environment. The server shows it once and keeps only its digest.'
            : 'No secret: it gives decisions of flags that are made visible to clients, and nothing else.'
        }
      >
        {keyStep}
      </Panel>
      <Panel title="3. The lines to add">
        <div className={classes.snippets}>
          {snippetsOf({
            program,
            origin: window.location.origin,
            key: madeKey,
            version,
            application: application === '' ? 'my-program' : application,
          }).map(({ label, text }) => (
            <CodeBlock key={label} label={label} text={text} />
          ))}
        </div>
      </Panel>
    </>
  );
}
