import type { Dashboard } from '../dashboard.ts'

/** Findings as they stand: a finding that was reported again counts once. */
export const guardduty: Dashboard = {
  id: 'guardduty',
  title: 'GuardDuty',
  search: 'service:guardduty category:finding latest:true',
  lead: { title: 'Findings', search: '', by: 'severity' },
  panels: [
    { kind: 'pie', title: 'By type', column: 'action' },
    { kind: 'ranked', title: 'In which regions', column: 'region' },
    { kind: 'ranked', title: 'In which accounts', column: 'account' },
    { kind: 'ranked', title: 'On what', column: 'target' },
    { kind: 'ranked', title: 'From which addresses', column: 'source_ip' },
    { kind: 'time', title: 'Types over time', column: 'action' },
  ],
}
