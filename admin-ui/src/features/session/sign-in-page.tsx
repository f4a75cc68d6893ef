import { Logo } from '../../shared/ui/logo';
import { PasswordForm } from './password-form';
import classes from './sign-in-page.module.css';
import { RefusedLink, WaysIn } from './sign-in-ways';

/** Lets people in by name and password, and tells of other ways. */
export function SignInPage({ refusal }: { refusal: string | undefined }) {
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <h1 className={classes.title}>
          <Logo /> Sign in to Sluice
        </h1>
        <RefusedLink refusal={refusal} />
        <PasswordForm />
        <WaysIn />
      </div>
    </main>
  );
}
