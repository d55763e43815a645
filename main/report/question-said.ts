import type { FigureQuestion } from '../../shared/report/document.ts'

/** A question that is no SQL, in a sentence. */
export function questionSaid(question: Exclude<FigureQuestion, { readonly kind: 'sql' }>): string {
  return question.kind === 'iam'
    ? `Coldtrail's checks of identities, judged as of ${question.at}.`
    : `The question names what is hidden here; the case keeps it as ${question.name}.`
}
