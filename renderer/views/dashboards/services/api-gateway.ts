import type { Dashboard } from '../dashboard.ts'

/** Requests to APIs, as far as the templates of their stages log them. */
export const apiGateway: Dashboard = {
  id: 'api-gateway',
  title: 'API Gateway',
  search: 'format:api-gateway',
  lead: { title: 'Requests', search: '', by: 'outcome' },
  panels: [
    { kind: 'pie', title: 'By method', column: 'action' },
    { kind: 'ranked', title: 'What was asked for', column: 'title' },
    { kind: 'ranked', title: 'Refused or failed with', column: 'error_code', search: 'outcome:(denied OR failed)' },
    { kind: 'ranked', title: 'By whom', column: 'actor' },
    { kind: 'ranked', title: 'From which addresses', column: 'source_ip' },
    { kind: 'time', title: 'APIs over time', column: 'target' },
  ],
}
