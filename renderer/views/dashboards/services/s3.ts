import type { Dashboard } from '../dashboard.ts'

/** Buckets and objects: read, written, removed, opened to others. */
export const s3: Dashboard = {
  id: 's3',
  title: 'S3',
  search: 'service:s3',
  lead: { title: 'Calls', search: '', by: 'action' },
  panels: [
    { kind: 'pie', title: 'How it ended', column: 'outcome' },
    { kind: 'ranked', title: 'Which buckets and objects', column: 'target' },
    {
      kind: 'ranked',
      title: 'Removed and opened',
      column: 'action',
      search: 'event:(Delete* OR Put*Policy OR Put*Acl)',
    },
    { kind: 'ranked', title: 'By whom', column: 'actor_name' },
    { kind: 'ranked', title: 'From which addresses', column: 'source_ip' },
    { kind: 'time', title: 'How calls ended over time', column: 'outcome' },
  ],
}
