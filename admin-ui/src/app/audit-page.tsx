import { AuditLog } from '../features/audit/audit-log';
import { ChainMark } from '../features/audit/chain-mark';
import { FilterBar } from '../features/audit/filter-bar';
import { PageHead } from '../shared/ui/page-head';

/** Who did what, when and why, and how to have back what was there. */
export function AuditPage() {
  return (
    <>
      <PageHead title="Audit" />
      <ChainMark />
      <FilterBar />
      <AuditLog />
    </>
  );
}
