import { ChangesPanel } from '../features/changes/changes-panel';
import { ErrorRate } from '../features/changes/error-rate';
import { HealthMark, HealthPanel } from '../features/fleet/health-panel';
import { PageHead } from '../shared/ui/page-head';
import classes from './now-page.module.css';

/** What somebody who was woken wants to know: what changed, whether it hurts, who is lost; and the way back. */
export function NowPage() {
  return (
    <>
      <PageHead title="Now" environmental aside={<HealthMark />} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <ErrorRate />
          <ChangesPanel />
        </div>
        <div className={classes.side}>
          <HealthPanel />
        </div>
      </div>
    </>
  );
}
