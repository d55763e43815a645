import { apiRoute } from './api-route.ts'
import { Downloads } from './downloads.ts'
import { startHttpServer } from './http-server.ts'
import { noticeRoute } from './notice-stream.ts'
import { watchOwnJobs } from './own-jobs.ts'
import type { Call, OnNotice, Route } from './route.ts'
import { checkToken, createToken } from './session-token.ts'
import { Staging } from './staging.ts'
import { staticRoute } from './static-files.ts'
import { pathsOf, takingStagedFiles, uploadRoute } from './upload-route.ts'

export interface WebOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** Folder of the built page. */
  readonly rendererRoot: string
  readonly call: Call
  readonly onNotice: OnNotice
  readonly staging?: Staging
  readonly downloads?: Downloads
}

/** Browser mode: the page, and the API behind it, for whoever holds the address with its token in the fragment. */
export async function startWebServer(options: WebOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { staging = new Staging(), downloads = new Downloads() } = options
  const jobs = watchOwnJobs(options.call, options.onNotice, ({ input }, job) => {
    for (const batch of staging.batchesOf(pathsOf(input))) void staging.remove(batch)
    if (job.state === 'done' && job.result && 'path' in job.result) {
      downloads.written(job.result.path)
      if (job.result.signed) downloads.written(job.result.signed.path)
    }
  })

  const api = apiRoute(takingStagedFiles(jobs.call, staging))
  const notices = noticeRoute(options.onNotice)
  const upload = uploadRoute(staging)
  const files = staticRoute(options.rendererRoot)
  const token = createToken()
  const withToken =
    (route: Route): Route =>
    async (exchange) => {
      checkToken(exchange, token)
      await route(exchange)
    }

  const { port, close } = await startHttpServer(options.port, (exchange) => {
    const { path } = exchange
    if (path.startsWith('/download/')) return downloads.send(exchange)
    if (path === '/download') return withToken((asked) => downloads.grant(asked))(exchange)
    if (path.startsWith('/api/')) return withToken(api)(exchange)
    if (path.startsWith('/upload/')) return withToken(upload)(exchange)
    if (path === '/notices') return withToken(notices)(exchange)
    return files(exchange)
  })

  return {
    url: `http://127.0.0.1:${port}/#token=${token}`,
    close: async () => {
      jobs.close()
      await close()
      await staging.close()
    },
  }
}
