import type { Dashboard } from '../dashboard.ts'

/** Machines, their disks and their networks: who started, stopped and opened what. */
export const ec2: Dashboard = {
  id: 'ec2',
  title: 'EC2',
  search: 'service:ec2',
  lead: { title: 'Changes', search: '-read_only:true', by: 'action' },
  panels: [
    { kind: 'pie', title: 'How it ended', column: 'outcome' },
    { kind: 'ranked', title: 'Who changed something', column: 'actor_name', search: '-read_only:true' },
    { kind: 'ranked', title: 'Refused without permission', column: 'action', search: 'outcome:denied' },
    { kind: 'ranked', title: 'From which addresses', column: 'source_ip' },
    { kind: 'ranked', title: 'In which regions', column: 'region' },
    { kind: 'time', title: 'How calls ended over time', column: 'outcome' },
  ],
}
