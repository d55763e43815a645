import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Offer } from './source/source.ts'

/** Offers that are read back at once: some hundred bytes each, and an organization may have millions of a month. */
const mostAtOnce = 50_000

/**
 * What a listing offers, on disk until it is fetched: a bucket may hold more than fits in memory, and its folders come
 * in the order of accounts and regions. It is given back in the order of days, so that rows lie together in time.
 */
export class Spool {
  readonly #folder: string
  readonly #atOnce: number
  readonly #counts = new Map<string, number>()
  #waiting = new Map<string, string[]>()
  #lines = 0

  private constructor(folder: string, atOnce: number) {
    this.#folder = folder
    this.#atOnce = atOnce
  }

  static async open(tmp: string, atOnce = mostAtOnce): Promise<Spool> {
    return new Spool(await mkdtemp(join(tmp, 'plan-')), atOnce)
  }

  async add(offer: Offer): Promise<void> {
    const said = (offer.place.firstDay ?? offer.modifiedAt ?? '').slice(0, 10)
    const day = /^\d{4}-\d\d-\d\d$/.test(said) ? said : '0000-00-00'
    const count = this.#counts.get(day) ?? 0
    this.#counts.set(day, count + 1)
    const name = `${day} ${String(Math.floor(count / this.#atOnce)).padStart(6, '0')}`
    const lines = this.#waiting.get(name) ?? []
    this.#waiting.set(name, lines)
    lines.push(JSON.stringify({ ...offer, inline: offer.inline && Buffer.from(offer.inline).toString('base64') }))
    if (++this.#lines >= 5000) await this.#write()
  }

  /** All offers, day by day, and within it, as far as it is read at once, in the order of delivery. */
  async *offers(): AsyncGenerator<Offer> {
    await this.#write()
    for (const part of (await readdir(this.#folder)).sort()) {
      const text = await readFile(join(this.#folder, part), 'utf8')
      const offers = text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Offer & { inline: string | null })
      const order = offers.map((offer) => ({ offer, key: deliveredAt(offer) }))
      order.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      for (const { offer } of order)
        yield {
          ...offer,
          inline: offer.inline === null ? null : Buffer.from(offer.inline as unknown as string, 'base64'),
        }
    }
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #write(): Promise<void> {
    const all = this.#waiting
    this.#waiting = new Map()
    this.#lines = 0
    for (const [part, lines] of all) await appendFile(join(this.#folder, part), `${lines.join('\n')}\n`)
  }
}

/** The day of the folder, then the time in the name where there is one, then when it was written. */
function deliveredAt({ uri, place, modifiedAt }: Offer): string {
  const named = /(?<=_)\d{8}T\d{4}(?:\d\d)?Z/.exec(uri)?.[0] ?? ''
  return `${place.firstDay ?? ''} ${named} ${modifiedAt ?? ''} ${uri}`
}
