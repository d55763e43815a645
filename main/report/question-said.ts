import type { FigureQuestion } from '../../shared/report/document.ts'

/** A question that is no SQL, in a sentence. */
export function questionSaid(question: Exclude<FigureQuestion, { readonly kind: 'sql' }>): string {
  if (question.kind === 'kept') return `The question names what is hidden here; the case keeps it as ${question.name}.`
  const which = question.only === undefined ? "Coldtrail's checks" : "One result of Coldtrail's checks"
  return `${which} of identities, judged as of ${question.at}${question.by === undefined ? '' : ', a row for each weakness'}.`
}
