import { InvalidArgumentError } from 'commander'
import { type EventColumnName, eventColumnNames } from '../../shared/event.ts'

/** A time as people write it, a date or a date and time with its zone, as ISO 8601 UTC. */
export function timeOption(text: string): string {
  const known = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/i.test(text)
  const time = new Date(text.replace(' ', 'T').toUpperCase())
  if (known && !Number.isNaN(time.getTime())) return time.toISOString()
  throw new InvalidArgumentError('a time is a date, or a date and time with its zone: 2024-01-15T10:00:00Z')
}

/** Names of event columns between commas. */
export function columnsOption(text: string): readonly EventColumnName[] {
  return text.split(',').map((part) => {
    const column = eventColumnNames.find((name) => name === part.trim())
    if (column !== undefined) return column
    throw new InvalidArgumentError(`there is no column '${part.trim()}' among ${eventColumnNames.join(', ')}`)
  })
}

export function portOption(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('a port is a number from 0 (any free one) to 65535')
}

/** A UTC day as YYYY-MM-DD. */
export function dayOption(text: string): string {
  const time = Date.parse(`${text}T00:00:00Z`)
  if (/^\d{4}-\d\d-\d\d$/.test(text) && new Date(time).toISOString().startsWith(text)) return text
  throw new InvalidArgumentError('a day is written 2026-01-31')
}

/** Texts between commas. */
export function listOption(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

export function numberOption(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('this is a whole number')
}
