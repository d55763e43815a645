import type { Dashboard } from '../dashboard.ts'

/** Identities and sign-in: users and keys made, rights given, logins that failed. */
export const iam: Dashboard = {
  id: 'iam',
  title: 'IAM',
  search: 'service:(iam OR signin)',
  lead: { title: 'Changes', search: 'service:iam -read_only:true', by: 'action' },
  panels: [
    { kind: 'pie', title: 'Console sign-ins', column: 'outcome', search: 'event:ConsoleLogin' },
    { kind: 'ranked', title: 'Who signed in, or tried', column: 'actor_name', search: 'event:ConsoleLogin' },
    { kind: 'ranked', title: 'Who changed something', column: 'actor_name', search: 'service:iam -read_only:true' },
    { kind: 'ranked', title: 'Refused without permission', column: 'action', search: 'outcome:denied' },
    { kind: 'ranked', title: 'From which addresses', column: 'source_ip' },
    { kind: 'time', title: 'Sign-ins over time', column: 'outcome', search: 'event:ConsoleLogin' },
  ],
}
