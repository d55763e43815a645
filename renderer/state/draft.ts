import { create } from 'zustand'

/** Text to put into the search box for the person to finish, such as `source_ip:`; the box that takes it clears it. */
export const useDraft = create<{ readonly text: string | null }>(() => ({ text: null }))

export function draftSearch(text: string): void {
  useDraft.setState({ text })
}
