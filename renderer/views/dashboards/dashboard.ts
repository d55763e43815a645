import type { EventColumnName } from '../../../shared/event.ts'

/** What is shown of one service: a file of its own in services/, and a line in services/index.ts. */
export interface Dashboard {
  readonly id: string
  readonly title: string
  /** Which events it is about. */
  readonly search: string
  readonly panels: readonly DashboardPanel[]
}

export interface DashboardPanel {
  /** Shares of the whole, values by rank, or groups over time. */
  readonly kind: 'pie' | 'ranked' | 'time'
  readonly title: string
  readonly column: EventColumnName
  /** What it counts within the dashboard's events. */
  readonly search?: string
}
