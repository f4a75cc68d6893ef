import { Alert, Button } from '@mantine/core';
import { isDoubtful, Problem, Unreachable } from '../http';

interface Props {
  /** What was tried: "The flags could not be read". */
  what: string;
  /** Of an act, what to say instead when no answer came: "It is not known whether it was saved". */
  unsure?: string;
  error: Error;
  onRetry?: () => void;
}

/** What went wrong, in the server's own words where it gave some, and a way on. */
export function Failure({ what, unsure, error, onRetry }: Props) {
  const doubtful = unsure !== undefined && isDoubtful(error);
  return (
    <Alert color="red" variant="light" role="alert" title={doubtful ? unsure : what}>
      {doubtful ? 'The server did not answer: look before you try again.' : wordsOf(error)}
      {onRetry && (
        <Button mt="sm" size="xs" variant="default" onClick={onRetry} display="block">
          Try again
        </Button>
      )}
    </Alert>
  );
}

function wordsOf(error: Error): string {
  if (error instanceof Problem) {
    return [error.message, ...error.errors.map((one) => one.detail).filter((detail) => detail !== error.message)].join(
      ' ',
    );
  }
  if (error instanceof Unreachable) {
    return 'The server did not answer. Running programs go on with what they have.';
  }
  return error.message;
}
