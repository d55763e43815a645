import { lazy } from 'react'
import type { View } from '../../view.ts'

export const evidence: View = {
  id: 'evidence',
  title: 'Evidence',
  key: 'h',
  icon: 'archive',
  about: 'The ledger: every object that was seen, its state, hash and reason',
  show: lazy(() => import('./ledger.tsx').then((module) => ({ default: module.Evidence }))),
}
