/** A JSON value; an integer that a number cannot hold exactly is a bigint. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json }

/** Reads JSON without rounding large integers; undefined when the text is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text, exact as (key: string, value: unknown) => unknown) as Json
  } catch {
    return undefined
  }
}

/** An object or list that was logged as text, as policies are: JSON in a string, URL-encoded or not. */
export function nestedJson(text: string): Json | undefined {
  const start = text.trimStart()
  const plain = /^%(7B|5B)/i.test(start) ? decoded(start) : start
  if (plain === undefined || !/^[{[]/.test(plain)) return undefined
  const value = parseJson(plain)
  return typeof value === 'object' && value !== null ? value : undefined
}

/** `source` is the number as written, where the browser tells. */
function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? BigInt(context.source) : value
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** The value as JSON text, two spaces deep; large integers as they were. */
export function jsonText(value: Json, indent = ''): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  const members = Array.isArray(value)
    ? value.map((member: Json) => inner + jsonText(member, inner))
    : Object.entries(value).map(([key, member]) => `${inner}${JSON.stringify(key)}: ${jsonText(member as Json, inner)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return members.length === 0 ? `${open}${close}` : `${open}\n${members.join(',\n')}\n${indent}${close}`
}
