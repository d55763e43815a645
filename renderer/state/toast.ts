import { create } from 'zustand'

/** What was just done, told in a corner for a while wherever one is, with at most two things to do about it. */
export interface Told {
  readonly text: string
  readonly isBad: boolean
  readonly acts: readonly { readonly text: string; run(): void }[]
}

export const useToast = create<{ readonly told: Told | null }>(() => ({ told: null }))

export function tell(text: string, acts: Told['acts'] = []): void {
  useToast.setState({ told: { text, isBad: false, acts } })
}

export function tellProblem(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error)
  useToast.setState({ told: { text, isBad: true, acts: [] } })
}

export function tellNothing(): void {
  useToast.setState({ told: null })
}
