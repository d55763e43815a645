import type { OssecLine } from '../../../shared/ossec.ts'
import type { Element } from './read-xml.ts'

/** Writes the report of an import, a line for every tag. */
export class Report {
  readonly lines: OssecLine[] = []
  #errors = 0

  get errors(): number {
    return this.#errors
  }

  taken(tag: Place, text: string): void {
    this.#add(tag, 'taken', 'info', text)
  }

  changed(tag: Place, text: string, severity: 'info' | 'warning' = 'info'): void {
    this.#add(tag, 'changed', severity, text)
  }

  /** What has no counterpart here, or does nothing. */
  idle(tag: Place, text: string, severity: 'info' | 'warning' = 'info'): void {
    this.#add(tag, 'not-applicable', severity, text)
  }

  refused(tag: Place, text: string): void {
    this.#errors++
    this.#add(tag, 'refused', 'error', text)
  }

  /** Lines from `from` on belong to this source. */
  of(source: string, from: number): void {
    this.lines.splice(from, Number.POSITIVE_INFINITY, ...this.lines.slice(from).map((line) => ({ ...line, source })))
  }

  /** What the lines from `from` on tell of is not imported after all; warnings stay, for they tell of the file. */
  undo(from: number): void {
    const undone = this.lines.slice(from).map((line): OssecLine => {
      if (line.severity !== 'info') return line
      return { ...line, outcome: 'not-applicable', text: 'its block is not imported: see the refused lines' }
    })
    const isNew = (line: OssecLine, place: number) =>
      !undone
        .slice(0, place)
        .some((before) => before.line === line.line && before.tag === line.tag && before.text === line.text)
    this.lines.splice(from, Number.POSITIVE_INFINITY, ...undone.filter(isNew))
  }

  #add({ line, name }: Place, outcome: OssecLine['outcome'], severity: OssecLine['severity'], text: string): void {
    this.lines.push({ line, tag: name, outcome, severity, text, source: null })
  }
}

export type Place = Pick<Element, 'line' | 'name'>
