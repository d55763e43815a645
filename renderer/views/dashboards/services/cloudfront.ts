import type { Dashboard } from '../dashboard.ts'

/** Requests that viewers sent to distributions: who asked, for what, and what was refused. */
export const cloudfront: Dashboard = {
  id: 'cloudfront',
  title: 'CloudFront',
  search: 'format:cloudfront',
  lead: { title: 'Requests', search: '', by: 'outcome' },
  panels: [
    { kind: 'pie', title: 'By method', column: 'action' },
    { kind: 'ranked', title: 'What was asked for', column: 'title' },
    { kind: 'ranked', title: 'Why it was not given', column: 'error_code', search: 'outcome:(denied OR failed)' },
    { kind: 'ranked', title: 'From which addresses', column: 'source_ip' },
    { kind: 'ranked', title: 'With which programs', column: 'user_agent' },
    { kind: 'time', title: 'Distributions over time', column: 'target' },
  ],
}
