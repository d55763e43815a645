/** An answer that says no, in the words and with the status that AWS uses. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly details: Readonly<Record<string, string>>

  constructor(
    code: string,
    message: string,
    status = 400,
    more: { readonly headers?: Record<string, string>; readonly details?: Record<string, string> } = {},
  ) {
    super(message)
    this.code = code
    this.status = status
    this.headers = more.headers ?? {}
    this.details = more.details ?? {}
  }
}

/** AccessDenied as each service words it. SQS spells actions in lower case, SNS itself in upper case. */
export function denied(service: string, arn: string, action: string, resource: string): Refusal {
  const named =
    service === 'sqs' ? action.replace(/:.*/, (name) => name.toLowerCase()) : action.replace(/^sns:/, 'SNS:')
  const what = service === 's3' ? `"${resource}"` : resource
  const text = `User: ${arn} is not authorized to perform: ${named} on resource: ${what}`
  if (service === 'sts' || service === 'iam') return new Refusal('AccessDenied', text, 403)
  const why = `${text} because no identity-based policy allows the ${named} action`
  if (service === 's3' || service === 's3-control') return new Refusal('AccessDenied', why, 403)
  if (service === 'sns') return new Refusal('AuthorizationError', why, 403)
  return new Refusal('AccessDeniedException', why, service === 'sqs' || service === 'cloudtrail' ? 400 : 403)
}

/** The body of a refusal in the protocol of the service. */
export function refusalBody(service: string, refusal: Refusal): { readonly type: string; readonly body: string } {
  const id = 'FAKEAWS000000000'
  const message = escapeXml(refusal.message)
  if (service === 's3') {
    const details = Object.entries(refusal.details).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    const inner = `<Code>${refusal.code}</Code><Message>${message}</Message>${details.join('')}<RequestId>${id}</RequestId>`
    return { type: 'application/xml', body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>` }
  }
  if (/^(?:sts|iam|sns|s3-control)$/.test(service)) {
    const inner = `<Error><Type>Sender</Type><Code>${refusal.code}</Code><Message>${message}</Message></Error>`
    const space = 'https://sts.amazonaws.com/doc/2011-06-15/'
    return {
      type: 'text/xml',
      body: `<ErrorResponse xmlns="${space}">${inner}<RequestId>${id}</RequestId></ErrorResponse>`,
    }
  }
  const body = JSON.stringify({ __type: refusal.code, message: refusal.message })
  return { type: 'application/x-amz-json-1.1', body }
}

/** Text inside XML. Control characters become references, as S3 writes them. */
export function escapeXml(text: string): string {
  const names: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a key may hold any character
  return text.replace(/[<>&"']|[\0-\x1f]/g, (one) => names[one] ?? `&#x${one.charCodeAt(0).toString(16)};`)
}
