import { type Exchange, Refusal } from './route.ts'

/**
 * Only a browser that was pointed at this very address may ask. A host name of somebody else that resolves to
 * 127.0.0.1 (DNS rebinding) still sends its own name as Host; a page of somebody else sends its own Origin.
 */
export function checkSameSite({ request }: Exchange, port: number): void {
  const host = request.headers.host ?? ''
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {
    throw new Refusal(421, 'refused', `this server is 127.0.0.1:${port}, not '${host.slice(0, 100)}'`)
  }
  const origin = request.headers.origin
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new Refusal(403, 'refused', `pages of '${origin.slice(0, 100)}' may not ask this server`)
  }
}
