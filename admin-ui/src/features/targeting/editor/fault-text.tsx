import classes from './editor.module.css';
import { useFaults } from './faults';

interface Props {
  pointer: string;
  id?: string;
}

/** What is wrong at a place, under the field that can mend it. */
export function FaultText({ pointer, id }: Props) {
  const fault = useFaults().at(pointer);
  return fault === undefined ? null : (
    <p className={classes.fault} id={id} role="alert">
      {fault}
    </p>
  );
}
