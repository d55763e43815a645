import type { Dashboard } from '../dashboard.ts'

/** Who came in by VPN, who was turned away, and from where. */
export const clientVpn: Dashboard = {
  id: 'client-vpn',
  title: 'Client VPN',
  search: 'format:client-vpn',
  lead: { title: 'Attempts', search: 'event:connection-attempt', by: 'outcome' },
  panels: [
    { kind: 'pie', title: 'What was logged', column: 'action' },
    { kind: 'ranked', title: 'Who got in', column: 'actor_name', search: 'outcome:success' },
    { kind: 'ranked', title: 'Who was turned away', column: 'actor_name', search: 'outcome:denied' },
    { kind: 'ranked', title: 'From which addresses', column: 'source_ip' },
    { kind: 'ranked', title: 'Why not', column: 'error_code', search: 'outcome:denied' },
    { kind: 'time', title: 'Who got in over time', column: 'actor_name', search: 'outcome:success' },
  ],
}
