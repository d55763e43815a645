import type { Dashboard } from '../dashboard.ts'

/** What firewalls let through, stopped and told of. */
export const networkFirewall: Dashboard = {
  id: 'network-firewall',
  title: 'Network Firewall',
  search: 'format:network-firewall',
  lead: { title: 'Events', search: '', by: 'outcome' },
  panels: [
    { kind: 'pie', title: 'Alerts by severity', column: 'severity', search: 'kind:alert' },
    { kind: 'ranked', title: 'Signatures of alerts', column: 'title', search: 'kind:alert' },
    { kind: 'ranked', title: 'What was logged', column: 'kind' },
    { kind: 'ranked', title: 'Where alerts came from', column: 'source_ip', search: 'kind:alert' },
    { kind: 'ranked', title: 'Where they were bound for', column: 'target', search: 'kind:alert' },
    { kind: 'time', title: 'Alerts over time', column: 'severity', search: 'kind:alert' },
  ],
}
