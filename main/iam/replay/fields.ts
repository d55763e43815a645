import { isObject } from '../policy/document.ts'
import { type Entity, type EntityKind, slotOf } from './slot.ts'
import type { IamEvent, Reader, Write } from './write.ts'

type Fields = Readonly<Record<string, unknown>>

export function text(given: Fields, name: string): string | null {
  const value = given[name]
  return typeof value === 'string' && value !== '' ? value : null
}

export function child(given: Fields, name: string): Fields {
  const value = given[name]
  return isObject(value) ? value : {}
}

export function children(given: Fields, name: string): readonly Fields[] {
  const value = given[name]
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** A policy document as one text for one meaning, whatever its spacing and encoding; what is no JSON stays as it is. */
export function documentText(given: unknown): string | null {
  if (isObject(given)) return JSON.stringify(given)
  if (typeof given !== 'string' || given === '') return null
  for (const read of [(all: string) => all, decodeURIComponent]) {
    try {
      return JSON.stringify(JSON.parse(read(given)))
    } catch {}
  }
  return given
}

/** A reader that needs one name of the request: of a user, role or group. */
export function named(
  kind: EntityKind,
  field: string,
  read: (entity: Entity, event: IamEvent) => readonly Write[] | string,
): Reader {
  return (event) => {
    const name = text(event.request, field)
    if (name === null) return `the request does not say which ${kind}: it has no ${field}`
    return read({ kind, account: event.account, name }, event)
  }
}

/** The user that a call is about: itself when the request names none. */
export function ofUser(read: (user: Entity, event: IamEvent) => readonly Write[] | string): Reader {
  return (event) => {
    const name = text(event.request, 'userName') ?? event.caller
    if (name === null) return 'the request names no user, and the caller is none'
    return read({ kind: 'user', account: event.account, name }, event)
  }
}

/** Reads a text of the request and hands it on, or says that it is missing. */
export function withText(
  event: IamEvent,
  field: string,
  read: (value: string) => readonly Write[] | string,
): readonly Write[] | string {
  const value = text(event.request, field)
  return value === null ? `the request has no ${field}` : read(value)
}

export function tagsIn(entity: Entity, given: Fields): readonly Write[] {
  return children(given, 'tags').flatMap((tag) => {
    const key = text(tag, 'key') ?? text(tag, 'Key')
    const value = tag.value ?? tag.Value
    return key === null
      ? []
      : [{ slot: slotOf(entity, 'tag', key), value: typeof value === 'string' ? value : '', was: 'any' as const }]
  })
}

/** An entity that was not there before, with what the log knows of it. */
export function created(entity: Entity, about: Readonly<Record<string, string | null>>): Write {
  return { slot: slotOf(entity), value: JSON.stringify(about), was: 'absent' }
}

export function deleted(entity: Entity): Write {
  return { slot: slotOf(entity), value: null, was: 'present' }
}
