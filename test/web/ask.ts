import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: unknown
}

/** Sends exactly what it is told, unlike fetch: any Host, and a path that nobody tidies up. */
export function ask(
  url: string,
  path: string,
  options: RequestOptions & { body?: string | Buffer } = {},
): Promise<Answer> {
  const { body, ...rest } = options
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, agent: false, ...rest }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        const isJson = text !== '' && response.headers['content-type']?.startsWith('application/json')
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: isJson ? JSON.parse(text) : null,
        })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

export const tokenOf = (url: string): string => new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? ''

/** The headers of a call that the server's own page would send. */
export const asPage = (url: string): Record<string, string> => ({
  authorization: `Bearer ${tokenOf(url)}`,
  'content-type': 'application/json',
})
