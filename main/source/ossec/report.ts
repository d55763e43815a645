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
    for (let at = from; at < this.lines.length; at++) this.lines[at] = { ...(this.lines[at] as OssecLine), source }
  }

  /** What the lines from `from` on tell of is not imported after all; warnings stay, for they tell of the file. */
  undo(from: number): void {
    const said = new Set<string>()
    const undone = this.lines.slice(from).flatMap((line): OssecLine[] => {
      if (line.severity !== 'info') return [line]
      const place = `${line.line} ${line.tag}`
      if (said.has(place)) return []
      said.add(place)
      return [{ ...line, outcome: 'not-applicable', text: 'its block is not imported: see the refused lines' }]
    })
    this.lines.length = from
    for (const line of undone) this.lines.push(line)
  }

  #add({ line, name }: Place, outcome: OssecLine['outcome'], severity: OssecLine['severity'], text: string): void {
    this.lines.push({ line, tag: name, outcome, severity, text, source: null })
  }
}

export type Place = Pick<Element, 'line' | 'name'>
