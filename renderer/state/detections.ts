import { create } from 'zustand'
import type { DetectionState } from '../../shared/detection.ts'
import type { Level } from '../../shared/rule.ts'

export interface DetectionsState {
  readonly tab: 'found' | 'rules' | 'hidden' | 'lab'
  readonly state: DetectionState
  /** What is asked for; null is all. */
  readonly level: Level | null
  readonly rule: string | null
  readonly tactic: string | null
  readonly principal: string | null
  /** What the list beside the findings counts. */
  readonly by: 'rules' | 'tactics' | 'principals'
  /** The finding whose details are open. */
  readonly open: number | null
  /** What stands in the editor of the rule lab; null: nobody has begun. */
  readonly lab: string | null
}

const fresh: DetectionsState = {
  tab: 'found',
  state: 'open',
  level: null,
  rule: null,
  tactic: null,
  principal: null,
  by: 'rules',
  open: null,
  lab: null,
}

/** Where one is among the detections; kept while other views are shown. */
export const useDetections = create<DetectionsState>(() => fresh)

/** Shows everything in the chosen state again. */
export function forgetNarrowing(): void {
  useDetections.setState({ level: null, rule: null, tactic: null, principal: null })
}

/** For a case just opened. */
export function forgetDetections(): void {
  useDetections.setState(fresh)
}
