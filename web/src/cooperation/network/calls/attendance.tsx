import { Checkbox, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keepCallAttendance, listMembers } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../../app/act.ts'
import { useEvery } from '../../../app/read.ts'
import classes from './calls.module.css'
import { Frame, type ItemFormProps } from './item-forms.tsx'
import { callKinds } from './words.tsx'

// more than a screen holds are looked for
const many = 24

/** Who was present at an item: agencies, of industry who may see it, guests. Whoever was at the item before is ticked already. */
export function Attendance({ call, item, onDone }: ItemFormProps) {
  const { t } = useTranslation('calls')
  const act = useAct(keepCallAttendance, callKinds)
  const { items: agencies, whole } = useEvery(listMembers, { query: { kind: ['agency'], limit: 200 } })
  const industry = call.inside?.audience.items.find((one) => one.item === item.id)?.members ?? []
  const guests = call.inside?.guests ?? []
  const at = call.items.findIndex(({ id }) => id === item.id)
  const last = item.attendance.length > 0 ? item.attendance : (call.items[at - 1]?.attendance ?? [])
  const [words, look] = useState('')
  const [present, setPresent] = useState<ReadonlySet<string>>(() => new Set(last.flatMap(({ member, guest }) => member ?? guest ?? [])))
  const submit = async (event: { preventDefault(): void }) => {
    event.preventDefault()
    // whoever was there and may no longer come stays written down
    const gone = item.attendance.flatMap(({ member }) => (member !== null && present.has(member) ? [member] : []))
    const members = [...new Set([...[...agencies, ...industry].map(({ id }) => id).filter((id) => present.has(id)), ...gone])]
    const body = { members, guests: guests.map(({ id }) => id).filter((id) => present.has(id)) }
    if ((await act.run({ params: { id: item.id }, body })) !== undefined) onDone()
  }
  const all = [...agencies, ...industry, ...guests]
  const shown = all.filter(({ name }) => name.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase()))
  const toggle = (id: string, on: boolean) => {
    const next = new Set(present)
    if (on) next.add(id)
    else next.delete(id)
    setPresent(next)
  }
  return (
    <Frame act={act} submit={(event) => void submit(event)} label={t('form.save')} ready={whole}>
      <Text size="sm" c="dimmed">
        {t('attendance.what')}
      </Text>
      {all.length > many && (
        <TextInput
          type="search"
          label={t('attendance.find')}
          value={words}
          onChange={(event) => look(event.currentTarget.value)}
          description={t('attendance.count', { count: present.size })}
        />
      )}
      <div className={classes.checks}>
        {shown.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={<bdi>{name}</bdi>}
            checked={present.has(id)}
            onChange={(event) => toggle(id, event.currentTarget.checked)}
          />
        ))}
      </div>
    </Frame>
  )
}
