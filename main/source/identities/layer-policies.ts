import {
  GetLayerVersionPolicyCommand,
  LambdaClient,
  ListLayersCommand,
  ListLayerVersionsCommand,
} from '@aws-sdk/client-lambda'
import { all, attempt, fileOf, inRegions, type Step, saved } from './step.ts'

/** Policies of the account's layers: each version has one of its own, old ones too. */
export const layerPolicies: Step = {
  sid: 'ReadLayerPolicies',
  what: 'policies of layers',
  actions: ['lambda:GetLayerVersionPolicy', 'lambda:ListLayerVersions', 'lambda:ListLayers'],
  run(asking) {
    const { clients, signal } = asking
    const abort = { abortSignal: signal }
    return inRegions(asking, 'ListLayers', 'the layers', async function* (region) {
      const client = clients.of(LambdaClient, region)
      const layers = await all(async (Marker) => {
        const page = await client.send(new ListLayersCommand({ Marker }), abort)
        return { items: page.Layers, next: page.NextMarker }
      })
      for (const { LayerArn: LayerName } of layers) {
        const versions = await all(async (Marker) => {
          const page = await client.send(new ListLayerVersionsCommand({ LayerName, Marker }), abort)
          return { items: page.LayerVersions, next: page.NextMarker }
        })
        for (const { LayerVersionArn, Version: VersionNumber } of versions) {
          if (LayerVersionArn === undefined) continue
          const file = (Policy: string | null) =>
            saved(`layer-policy/${fileOf(LayerVersionArn)}`, { ResourceArn: LayerVersionArn, Policy }, region)
          yield attempt(
            asking,
            'GetLayerVersionPolicy',
            `the layer ${LayerVersionArn}`,
            async () => {
              const input = { LayerName, VersionNumber }
              const { Policy = null } = await client.send(new GetLayerVersionPolicyCommand(input), abort)
              return file(Policy)
            },
            { names: ['ResourceNotFoundException'], saved: file(null) },
          )
        }
      }
    })
  },
}
