/** The mark and what this program is for. */
export function Brand({ version }: { readonly version: string | undefined }) {
  return (
    <header className="brand">
      <svg viewBox="0 0 32 32" width="44" height="44" aria-hidden="true">
        <rect width="32" height="32" rx="7" className="brand-ground" />
        <path d="M7 22.5 12.5 16l4 3.5L25 9.5" className="brand-trail" />
        <circle cx="25" cy="9.5" r="2.6" className="brand-end" />
      </svg>
      <div>
        <h1>
          Coldtrail <span className="brand-version">{version}</span>
        </h1>
        <p className="quiet">Incident response on AWS logs: collect, search, detect and prove, offline.</p>
      </div>
    </header>
  )
}
