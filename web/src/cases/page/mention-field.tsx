import { Combobox, Textarea, useCombobox } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Calling, called, callingAt, meant } from '../mention.ts'
import { usePeople } from '../people.tsx'

type Props = {
  readonly label: string
  readonly description: string
  readonly value: string
  readonly onChange: (text: string) => void
  readonly onSend: () => void
}

/** A text in which `@` offers the people of the organisation. */
export function MentionField({ label, description, value, onChange, onSend }: Props) {
  const { t } = useTranslation('cases')
  const people = usePeople()
  const field = useRef<HTMLTextAreaElement>(null)
  const [calling, setCalling] = useState<Calling>()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const offered = calling === undefined ? [] : meant(people, calling.typed)
  const look = (area: HTMLTextAreaElement) => {
    const found = callingAt(area.value, area.selectionStart)
    setCalling(found)
    if (found === undefined) return combobox.closeDropdown()
    combobox.openDropdown()
    combobox.updateSelectedOptionIndex()
  }
  const take = (id: string) => {
    const person = offered.find((one) => one.id === id)
    if (person === undefined || calling === undefined) return
    const done = called(value, calling, person.name)
    onChange(done.text)
    setCalling(undefined)
    combobox.closeDropdown()
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(done.caret, done.caret)
    })
  }
  const open = combobox.dropdownOpened && offered.length > 0
  return (
    <Combobox store={combobox} onOptionSubmit={take} position="bottom-start" withinPortal>
      <Combobox.EventsTarget autoComplete="off" withKeyboardNavigation={open} withAriaAttributes={open}>
        <Combobox.DropdownTarget>
          <Textarea
            ref={field}
            label={label}
            description={description}
            dir="auto"
            autosize
            minRows={3}
            maxRows={14}
            maxLength={20_000}
            value={value}
            onChange={(event) => {
              onChange(event.currentTarget.value)
              look(event.currentTarget)
            }}
            onClick={(event) => look(event.currentTarget)}
            onBlur={() => combobox.closeDropdown()}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSend()
            }}
          />
        </Combobox.DropdownTarget>
      </Combobox.EventsTarget>
      <Combobox.Dropdown hidden={!open}>
        <Combobox.Options aria-label={t('notes.people')}>
          {offered.map((one, index) => (
            <Combobox.Option key={one.id} value={one.id} selected={index === 0}>
              <bdi>{one.name}</bdi>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
