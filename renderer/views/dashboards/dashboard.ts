import type { FacetName } from '../../../shared/event.ts'

/** What is shown of one service: a file of its own in services/, and a line in services/index.ts. */
export interface Dashboard {
  readonly id: string
  readonly title: string
  /** Which events it is about. */
  readonly search: string
  /** The pair that it begins with: shares of the whole, and stacked groups over time, by whatever the person chooses. */
  readonly lead: DashboardLead
  readonly panels: readonly DashboardPanel[]
}

export interface DashboardLead {
  /** What is counted, and which events that are; hits of rules are counted of all. */
  readonly title: string
  readonly search: string
  /** What it is counted by at first. */
  readonly by: FacetName
}

export interface DashboardPanel {
  /** Shares of the whole, values by rank, or groups over time. */
  readonly kind: 'pie' | 'ranked' | 'time'
  readonly title: string
  readonly column: FacetName
  /** What it counts within the dashboard's events. */
  readonly search?: string
}
