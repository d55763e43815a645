import { type FacetName, ruleFacets } from '../../../shared/event.ts'
import type { Dashboard, DashboardPanel } from './dashboard.ts'

/** What the leading pair can be counted by. */
export const leadChoices: readonly { readonly value: FacetName; readonly label: string }[] = [
  { value: 'action', label: 'event' },
  { value: 'rule', label: 'rule' },
  { value: 'group', label: 'rule group' },
  { value: 'tactic', label: 'tactic of rules' },
  { value: 'level', label: 'level of rules' },
  { value: 'actor_name', label: 'user' },
  { value: 'role', label: 'role' },
  { value: 'account', label: 'account' },
  { value: 'region', label: 'region' },
  { value: 'source_ip', label: 'address' },
  { value: 'outcome', label: 'outcome' },
  { value: 'severity', label: 'severity' },
]

/** The pie and the stacked groups that a dashboard begins with, by what was chosen. */
export function leadPanels({ lead }: Dashboard, chosen: FacetName | null): readonly DashboardPanel[] {
  const column = chosen ?? lead.by
  const ofRules = (ruleFacets as readonly string[]).includes(column)
  const name = leadChoices.find(({ value }) => value === column)?.label ?? column
  const what = ofRules ? 'Hits of rules' : lead.title
  const search = ofRules ? '' : lead.search
  return [
    { kind: 'pie', title: `${what} by ${name}`, column, search },
    { kind: 'time', title: `${what} by ${name} over time`, column, search },
  ]
}
