/** What the fields of the map mean. */
export function Legend({ shows }: { readonly shows: readonly ('there' | 'new' | 'bad')[] }) {
  return (
    <ul className="acquire-legend">
      {shows.map((tone) => (
        <li key={tone}>
          <span className={`heat-cell heat-${tone} heat-level-3`} /> {words[tone]}
        </li>
      ))}
      <li>
        <span className="heat-cell heat-none heat-level-0" /> nothing
      </li>
      <li className="quiet">the stronger, the more objects</li>
    </ul>
  )
}

const words = { there: 'in the case', new: 'new', bad: 'something failed' } as const
