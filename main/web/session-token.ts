import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Exchange, Refusal } from './route.ts'

/** The secret of one run of the server. It travels in the fragment of the address, which browsers send to nobody. */
export function createToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Refuses a request without `Authorization: Bearer <token>`; the comparison takes the same time for every wrong one. */
export function checkToken({ request }: Exchange, token: string): void {
  const given = /^Bearer ([\w-]+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  if (timingSafeEqual(digest(given), digest(token))) return
  const message = 'this page does not hold the token of the running server: open the address that it printed'
  throw new Refusal(401, 'refused', message, { 'www-authenticate': 'Bearer' })
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
