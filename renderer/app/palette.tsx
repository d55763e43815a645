import type { IconName } from '@blueprintjs/core'
import { Menu, MenuItem } from '@blueprintjs/core'
import { Omnibar } from '@blueprintjs/select'
import { useMemo } from 'react'
import { type EventColumnName, eventColumns } from '../../shared/event.ts'
import { namedFields } from '../../shared/search/fields.ts'
import { Kbd } from '../parts/shortcuts/kbd.tsx'
import { useCase } from '../state/case.ts'
import { draftSearch } from '../state/draft.ts'
import { useFilter } from '../state/filter.ts'
import { go } from '../state/place.ts'
import { usePrefs } from '../state/prefs.ts'
import { views } from '../views/index.ts'
import { closeCase } from './top-bar.tsx'

interface Entry {
  readonly title: string
  readonly about: string
  /** What it is also found by. */
  readonly names?: string
  readonly icon: IconName
  readonly keys?: string
  run(): void
}

/** Everything by name: views, actions, and every field to search by. */
export function Palette({ onClose, onSheet }: { readonly onClose: () => void; readonly onSheet: () => void }) {
  const entries = useMemo(() => [...viewEntries(), ...actionEntries(onSheet), ...fieldEntries()], [onSheet])
  return (
    <Omnibar<Entry>
      isOpen
      onClose={onClose}
      items={entries}
      inputProps={{ placeholder: 'View, action or field…', 'aria-label': 'Command palette' }}
      resetOnSelect
      itemListPredicate={(query, items) => matching(query, items)}
      itemRenderer={(entry, { handleClick, handleFocus, modifiers, ref }) =>
        modifiers.matchesPredicate ? (
          <MenuItem
            key={`${entry.title} ${entry.about}`}
            ref={ref}
            icon={entry.icon}
            active={modifiers.active}
            text={
              <span className="palette-entry">
                <span>{entry.title}</span>
                <span className="quiet cut">{entry.about}</span>
              </span>
            }
            labelElement={entry.keys === undefined ? undefined : <Kbd keys={entry.keys} />}
            onClick={handleClick}
            {...(handleFocus === undefined ? {} : { onFocus: handleFocus })}
            roleStructure="listoption"
          />
        ) : null
      }
      // The kit's own list is empty until something is written; here everything can be found by looking, too.
      itemListRenderer={({ filteredItems, itemsParentRef, menuProps, renderItem }) => (
        <Menu id={menuProps?.id ?? 'found'} role="listbox" aria-label="Found" ulRef={itemsParentRef}>
          {filteredItems.length === 0 ? nothing : filteredItems.map((entry, at) => renderItem(entry, at))}
        </Menu>
      )}
      onItemSelect={(entry) => {
        onClose()
        entry.run()
      }}
    />
  )
}

const nothing = <MenuItem disabled text="Nothing has that name" roleStructure="listoption" />

/** Every word of the query somewhere in the entry; those whose title begins with it first. */
function matching(query: string, entries: readonly Entry[]): Entry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const starts = (entry: Entry) => (entry.title.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1)
  return entries
    .filter((entry) =>
      words.every((word) => `${entry.title} ${entry.names ?? entry.about}`.toLowerCase().includes(word)),
    )
    .sort((a, b) => (words.length === 0 ? 0 : starts(a) - starts(b)))
    .slice(0, 60)
}

function viewEntries(): readonly Entry[] {
  return views.map((view) => ({
    title: view.title,
    about: view.about,
    icon: view.icon,
    keys: `g ${view.key}`,
    run: () => go(view.id),
  }))
}

function actionEntries(onSheet: () => void): readonly Entry[] {
  const { utc, set } = usePrefs.getState()
  const readOnly = useCase.getState().info?.readOnly ?? true
  const actions: readonly (Entry & { readonly off?: boolean })[] = [
    {
      title: 'Import logs',
      about: 'files, folders or archives',
      icon: 'import',
      off: readOnly,
      run: () => go('import'),
    },
    {
      title: 'Clear the filter',
      about: 'show every event',
      icon: 'filter-remove',
      run: () => useFilter.getState().clear(),
    },
    {
      title: utc ? 'Show local times' : 'Show times in UTC',
      about: 'for every view',
      icon: 'time',
      keys: 'mod+shift+u',
      run: () => set({ utc: !utc }),
    },
    { title: 'Dark', about: 'theme', icon: 'moon', run: () => set({ theme: 'dark' }) },
    { title: 'Light', about: 'theme', icon: 'flash', run: () => set({ theme: 'light' }) },
    {
      title: 'Theme of the system',
      about: 'dark or light as the system is',
      icon: 'desktop',
      run: () => set({ theme: 'system' }),
    },
    { title: 'Keyboard shortcuts', about: 'all of them', icon: 'key-command', keys: '?', run: onSheet },
    { title: 'Close case', about: 'back to the list of cases', icon: 'log-out', run: () => void closeCase() },
  ]
  return actions.filter((action) => action.off !== true)
}

function fieldEntries(): readonly Entry[] {
  return namedFields
    .filter(({ name }) => name === name.toLowerCase())
    .map(({ name, meaning }) => ({
      title: `${name}:`,
      about: meaning,
      names: name in eventColumns ? eventColumns[name as EventColumnName].title : meaning,
      icon: 'search',
      run: () => {
        go('timeline')
        draftSearch(`${name}:`)
      },
    }))
}
