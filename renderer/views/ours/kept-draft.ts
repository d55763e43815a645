import type { Draft } from './check.ts'

/** What was typed and not saved, kept while one looks at another view; forgotten with the page. */
const drafts = new Map<string, Draft>()

export function keptDraft(caseId: string): Draft | null {
  return drafts.get(caseId) ?? null
}

export function keepDraft(caseId: string, draft: Draft | null): void {
  if (draft === null) drafts.delete(caseId)
  else drafts.set(caseId, draft)
}
