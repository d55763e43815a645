import { lazy } from 'react'
import type { View } from '../../view.ts'

export const ours: View = {
  id: 'ours',
  title: 'Ours',
  key: 'u',
  icon: 'home',
  about: 'Accounts, networks and people that belong here, and the incident window',
  show: lazy(() => import('./ours-editor.tsx').then((module) => ({ default: module.Ours }))),
}
