import { ActionIcon, Button, Group, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addCaseItems, type CaseView, listCaseItems, removeCaseItems } from '../../../../src/domain/cases/contract.ts'
import { useList } from '../../app/read.ts'
import { Hash } from '../../ui/code.tsx'
import { formatSize } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import classes from '../cases.module.css'
import { Listed } from '../listed.tsx'
import { By } from '../words.tsx'
import pageStyles from './page.module.css'
import { useTallied } from './tally.ts'

/** Evidence of a case besides the originals of its reports. */
export function CaseItems({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  const source = useList(listCaseItems, { params: { id: view.id }, query: {} }, { live: ['case', 'item'] })
  const remove = useTallied(removeCaseItems, addCaseItems)
  return (
    <Section title={t('items.title')} id="items" lead={t('items.lead')}>
      <Listed
        source={source}
        label={t('items.title')}
        none={t('items.none')}
        idOf={(item) => item.id}
        row={(item) => (
          <div className={classes.line}>
            <div>
              <Link to="/evidence/$id" params={{ id: item.id }} className={classes.link}>
                <bdi>{item.name ?? item.mediaType}</bdi>
              </Link>
              <small>
                <Hash value={item.sha256} /> {formatSize(item.size, locale)} · <By who={item.by} /> ·{' '}
                <Time at={item.addedAt} style="relative" />
              </small>
            </div>
            {view.may.close && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('items.remove', { item: item.name ?? item.mediaType })}
                title={t('take-out')}
                onClick={() => void remove(view.id, [item.id], () => t('items.removed'))}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </div>
        )}
      />
      {view.may.close && <AddItem view={view} />}
    </Section>
  )
}

// the address of a page of evidence, or the id alone
const anId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

function AddItem({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const add = useTallied(addCaseItems, removeCaseItems)
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    const [id] = anId.exec(text) ?? []
    setWrong(id === undefined)
    if (id !== undefined && (await add(view.id, [id.toLowerCase()], () => t('items.added')))) setText('')
  }
  return (
    <form onSubmit={(event) => void submit(event)} className={`${pageStyles.adding} t-no-print`}>
      <Group align="end" gap="xs">
        <TextInput
          label={t('items.new')}
          description={t('items.new-hint')}
          dir="ltr"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={wrong ? t('items.no-id') : undefined}
          flex="1 1 16rem"
        />
        <Button type="submit" variant="default" disabled={text.trim() === ''}>
          {t('items.add')}
        </Button>
      </Group>
    </form>
  )
}
