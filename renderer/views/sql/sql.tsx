import { lazy } from 'react'
import type { View } from '../../view.ts'

export const sql: View = {
  id: 'sql',
  title: 'SQL',
  key: 'l',
  icon: 'console',
  about: 'Ask the case in SQL; it can only read',
  // The SQL editor is large and not needed to look at events.
  show: lazy(() => import('./query.tsx').then((module) => ({ default: module.Query }))),
}
