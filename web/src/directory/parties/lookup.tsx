import { Button, NumberInput, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lookUp } from '../../../../src/domain/directory/contract.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { Defanged } from '../../ui/code.tsx'
import { Country } from '../../ui/country.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import type { LookupSearch } from '../search.ts'
import classes from './answers.module.css'
import { Answers } from './answers.tsx'

const route = getRouteApi('/shell/lookup')

/** Takes anything that somebody pasted, and says who answers for it. */
export function Lookup() {
  const { t } = useTranslation('directory')
  const search = route.useSearch()
  return (
    <Page title={t('lookup.title')} lead={t('lookup.lead')} narrow>
      <Ask key={`${search.value} ${search.port} ${search.at}`} search={search} />
      {search.value === undefined ? (
        <Empty title={t('lookup.empty')} text={t('lookup.empty-text')} />
      ) : (
        <Found search={{ ...search, value: search.value }} />
      )}
    </Page>
  )
}

function Ask({ search }: { readonly search: LookupSearch }) {
  const { t } = useTranslation('directory')
  const navigate = useNavigate()
  const [value, setValue] = useState(search.value ?? '')
  const [port, setPort] = useState<number | string>(search.port ?? '')
  const [at, setAt] = useState(search.at === undefined ? '' : search.at.slice(0, 16))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const moment = at === '' ? undefined : new Date(`${at}Z`)
    if (value.trim() === '') return
    void navigate({
      to: '/lookup',
      search: {
        value: value.trim(),
        ...(port === '' ? {} : { port: String(port) }),
        ...(moment === undefined || Number.isNaN(moment.getTime()) ? {} : { at: moment.toISOString() }),
      },
    })
  }
  return (
    <form onSubmit={submit}>
      <div className={classes.ask}>
        <TextInput
          label={t('lookup.value')}
          description={t('lookup.value-hint')}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          maxLength={8_192}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <Button type="submit" leftSection={<IconSearch size={16} />}>
          {t('lookup.ask')}
        </Button>
      </div>
      <div className={classes.more}>
        <NumberInput label={t('lookup.port')} value={port} onChange={setPort} min={0} max={65_535} hideControls maw="8rem" />
        <TextInput label={t('lookup.at')} type="datetime-local" value={at} onChange={(event) => setAt(event.currentTarget.value)} />
      </div>
    </form>
  )
}

function Found({ search }: { readonly search: LookupSearch & { readonly value: string } }) {
  const { t } = useTranslation('directory')
  const { value, port, at } = search
  const query = { value, ...(port === undefined ? {} : { port: Number(port) }), ...(at === undefined ? {} : { at }) }
  const state = useRead(lookUp, { query }, { live: ['party', 'import'] })
  return (
    <Answer of={state}>
      {(found) => (
        <>
          <Section title={t('lookup.thing')}>
            <Facts
              facts={[
                { name: t(`lookup.kind.${found.thing.kind}`), value: <Defanged text={found.thing.value} /> },
                found.thing.port !== null && { name: t('lookup.port'), value: String(found.thing.port) },
                found.thing.at !== null && { name: t('lookup.at'), value: <Time at={found.thing.at} zone="UTC" /> },
                found.thing.address !== null &&
                  found.thing.address !== found.thing.value && {
                    name: t('lookup.address'),
                    value: <bdi dir="ltr">{found.thing.address}</bdi>,
                  },
                found.thing.country !== null && { name: t('field.country'), value: <Country code={found.thing.country} /> },
                found.thing.asn !== null && { name: t('lookup.asn'), value: `AS${found.thing.asn}` },
              ]}
            />
          </Section>
          <Section title={t('lookup.answers')} lead={t('lookup.order')}>
            <Answers found={found} />
          </Section>
        </>
      )}
    </Answer>
  )
}
