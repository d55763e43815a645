import { escapeXml } from './refusal.ts'
import type { Reply } from './s3.ts'

export type Fields = Readonly<Record<string, unknown>>

/** An answer of the services that speak XML and are asked by forms: IAM, SNS. */
export function xmlAnswer(operation: string, space: string, result: Fields): Reply {
  const meta = '<ResponseMetadata><RequestId>FAKEAWS000000000</RequestId></ResponseMetadata>'
  const body = `<${operation}Response xmlns="${space}"><${operation}Result>${xmlOf(result)}</${operation}Result>${meta}</${operation}Response>`
  return { status: 200, headers: { 'content-type': 'text/xml' }, body }
}

export function xmlOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => `<member>${xmlOf(each)}</member>`).join('')
  if (value instanceof Map)
    return [...value].map(([key, each]) => `<entry><key>${key}</key><value>${xmlOf(each)}</value></entry>`).join('')
  if (typeof value !== 'object' || value === null) return escapeXml(String(value))
  return Object.entries(value)
    .map(([name, each]) => `<${name}>${xmlOf(each)}</${name}>`)
    .join('')
}
