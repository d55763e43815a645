import { created, deleted, text, withText } from './fields.ts'
import { accountIn, type Entity, slotOf } from './slot.ts'
import type { Family, IamEvent, Reader, Write } from './write.ts'

/** Identity providers: who else may say who somebody is. */
export const providers: Family = {
  'iam:CreateSAMLProvider': (event) => {
    const name = text(event.request, 'name')
    const arn =
      text(event.response, 'sAMLProviderArn') ??
      (name === null ? null : `arn:aws:iam::${event.account}:saml-provider/${name}`)
    return arn === null ? 'neither request nor answer names the provider' : [made(arn, event)]
  },
  'iam:UpdateSAMLProvider': ofProvider('sAMLProviderArn', (provider, { time }) => [
    { slot: slotOf(provider, 'metadata'), value: time, was: 'any' },
  ]),
  'iam:DeleteSAMLProvider': ofProvider('sAMLProviderArn', (provider) => [deleted(provider)]),
  'iam:CreateOpenIDConnectProvider': (event) => {
    const url = text(event.request, 'url')
    const arn =
      text(event.response, 'openIDConnectProviderArn') ??
      (url === null ? null : `arn:aws:iam::${event.account}:oidc-provider/${url.replace(/^https?:\/\//, '')}`)
    if (arn === null) return 'neither request nor answer names the provider'
    const provider = entity(arn)
    return [
      made(arn, event),
      ...list(event.request.clientIDList).map(
        (client): Write => ({ slot: slotOf(provider, 'client', client), value: '', was: 'absent' }),
      ),
      ...list(event.request.thumbprintList).map(
        (print): Write => ({ slot: slotOf(provider, 'thumbprint', print), value: '', was: 'absent' }),
      ),
    ]
  },
  'iam:DeleteOpenIDConnectProvider': ofProvider('openIDConnectProviderArn', (provider) => [deleted(provider)]),
  'iam:AddClientIDToOpenIDConnectProvider': ofProvider('openIDConnectProviderArn', (provider, event) =>
    withText(event, 'clientID', (client) => [{ slot: slotOf(provider, 'client', client), value: '', was: 'any' }]),
  ),
  'iam:RemoveClientIDFromOpenIDConnectProvider': ofProvider('openIDConnectProviderArn', (provider, event) =>
    withText(event, 'clientID', (client) => [{ slot: slotOf(provider, 'client', client), value: null, was: 'any' }]),
  ),
  'iam:UpdateOpenIDConnectProviderThumbprint': ofProvider('openIDConnectProviderArn', (provider, { request }) => [
    { slot: slotOf(provider, 'thumbprints'), value: list(request.thumbprintList).sort().join(' '), was: 'any' },
  ]),
}

function entity(arn: string): Entity {
  return { kind: 'provider', account: accountIn(arn), name: arn }
}

function made(arn: string, { time }: IamEvent): Write {
  return created(entity(arn), { arn, at: time })
}

function list(given: unknown): string[] {
  return Array.isArray(given) ? given.map(String) : []
}

function ofProvider(field: string, read: (provider: Entity, event: IamEvent) => ReturnType<Reader>): Reader {
  return (event) => {
    const arn = text(event.request, field)
    return arn === null ? `the request has no ${field}` : read(entity(arn), event)
  }
}
