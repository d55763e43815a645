import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { EventColumnName } from '../../../shared/event.ts'
import { completions } from '../../../shared/search/complete.ts'
import { quoteValue } from '../../../shared/search/write.ts'
import { api } from '../../api.ts'
import { count, visible } from '../../format.ts'
import { everything } from '../../state/filter.ts'
import { fieldBefore } from './field-before.ts'

/** What may stand at the cursor: names of fields, and behind one the values that the case holds most of. */
export async function searchCompletions(context: CompletionContext): Promise<CompletionResult | null> {
  const text = context.state.doc.toString()
  const { from, to, options } = completions(text, context.pos)
  const asked = fieldBefore(text.slice(0, from))
  if (asked === null && from === context.pos && !context.explicit) return null
  const held = asked === null ? [] : await heldValues(asked, context)
  const known = new Set(held.map((option) => option.displayLabel))
  const rest = options
    .filter(({ label }) => asked !== null || label === label.toLowerCase())
    .filter(({ label }) => !known.has(label))
  const all = [...held, ...rest.map(({ label, detail }) => ({ label, detail }))].map((option, at) => ({
    ...option,
    boost: -at / 10,
  }))
  return all.length === 0 ? null : { from, to, options: all, filter: asked !== null }
}

async function heldValues(column: EventColumnName, context: CompletionContext): Promise<readonly Completion[]> {
  const abort = new AbortController()
  context.addEventListener('abort', () => abort.abort(), { onDocChange: true })
  try {
    const { values } = await api.facet({ filter: everything, column, limit: 200 }, abort.signal)
    return values
      .map(({ value, events }) => ({ value: value === null ? '' : String(value), events }))
      .filter(({ value }) => value !== '')
      .map(({ value, events }) => ({
        label: plain.test(value) ? value : quoteValue(value),
        displayLabel: visible(value),
        detail: count(events),
      }))
  } catch {
    return []
  }
}

/** Means itself without quotes. */
const plain = /^[\p{L}\p{N}_][\p{L}\p{N}_.:/@+-]*$/u
