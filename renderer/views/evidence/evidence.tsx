import { lazy } from 'react'
import type { View } from '../../view.ts'

export const evidence: View = {
  id: 'evidence',
  title: 'Evidence',
  key: 'h',
  icon: 'archive',
  about: 'Every object that was seen, what proves it, and what was done to the case',
  show: lazy(() => import('./board.tsx').then((module) => ({ default: module.Board }))),
}
