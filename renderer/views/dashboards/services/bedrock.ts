import type { Dashboard } from '../dashboard.ts'

/** What models were asked, from the logs of invocations: CloudTrail has the same calls once more, and is not counted. */
export const bedrock: Dashboard = {
  id: 'bedrock',
  title: 'Bedrock',
  search: 'format:bedrock-invocation',
  lead: { title: 'Calls', search: '', by: 'outcome' },
  panels: [
    { kind: 'pie', title: 'By model', column: 'target' },
    { kind: 'ranked', title: 'By whom', column: 'actor' },
    { kind: 'ranked', title: 'Refused or failed with', column: 'error_code', search: 'outcome:(denied OR failed)' },
    { kind: 'ranked', title: 'By which operations', column: 'action' },
    { kind: 'ranked', title: 'In which regions', column: 'region' },
    { kind: 'time', title: 'Models over time', column: 'target' },
  ],
}
