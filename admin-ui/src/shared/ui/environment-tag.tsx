import { isProduction } from '../place';
import classes from './environment-tag.module.css';

/** The name of an environment, production in its own colour. */
export function EnvironmentTag({ environment, project }: { environment: string; project?: string }) {
  return (
    <span className={classes.tag} data-environment={isProduction(environment) ? 'production' : 'other'}>
      {project === undefined ? environment : `${project} / ${environment}`}
    </span>
  );
}
