import { lazy } from 'react'
import type { View } from '../../view.ts'

export const iam: View = {
  id: 'iam',
  title: 'IAM',
  key: 'a',
  icon: 'people',
  about: 'Who may do what: weak identities and policies, ways to more rights, and what of it was used',
  show: lazy(() => import('./board.tsx').then((module) => ({ default: module.Board }))),
}
