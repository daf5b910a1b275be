import { Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type LetterView,
  letterKinds,
  letterLanguages,
  listLetters,
  previewLetter,
  resetLetter,
  setLetter,
} from '../../../src/domain/cooperation/contract.ts'
import { useAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { call } from '../app/api.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { useRead } from '../app/read.ts'
import { Badge } from '../ui/badge.tsx'
import { Mono } from '../ui/code.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { Filters, Page, Section } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import classes from './forms.module.css'
import { FirstTerms } from './release/first-terms.tsx'

const languageNames = { en: 'English', 'zh-CN': '中文', ar: 'العربية' } as const

/** What letters say, by kind and language, with an example beside it. */
export function Letters() {
  const { t, i18n } = useTranslation('cooperation')
  const result = useRead(listLetters, {}, { live: ['form'] })
  const [kind, setKind] = useState<LetterView['kind']>('notify')
  const own = letterLanguages.find((one) => one === i18n.language) ?? 'en'
  const [language, setLanguage] = useState<LetterView['language']>(own)
  return (
    <Page title={t('letters.title')} lead={t('letters.lead')}>
      <Filters label={t('approvals.filter')}>
        <Select
          aria-label={t('column.kind')}
          allowDeselect={false}
          value={kind}
          onChange={(value) => setKind(letterKinds.find((one) => one === value) ?? kind)}
          data={letterKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        />
        <Select
          aria-label={t('letters.language')}
          allowDeselect={false}
          value={language}
          onChange={(value) => setLanguage(letterLanguages.find((one) => one === value) ?? language)}
          data={letterLanguages.map((one) => ({ value: one, label: languageNames[one] }))}
        />
      </Filters>
      <Answer of={result}>
        {({ items, places, may }) => {
          const letter = items.find((one) => one.kind === kind && one.language === language)
          return letter === undefined ? null : (
            <Edit key={`${kind} ${language} ${letter.changedAt}`} letter={letter} places={places} may={may.change} />
          )
        }}
      </Answer>
    </Page>
  )
}

type EditProps = { readonly letter: LetterView; readonly places: readonly string[]; readonly may: boolean }

function Edit({ letter, places, may }: EditProps) {
  const { t } = useTranslation('cooperation')
  const confirm = useConfirm()
  const { kind, language } = letter
  const act = useAct(setLetter, ['form', 'release'])
  const reset = useAct(resetLetter, ['form', 'release'])
  const required = useChecks().required
  const form = useFields({ title: letter.title, body: letter.body }, { title: required, body: required }, act.failure)
  const submit = form.onSubmit(async (body) => {
    if ((await act.run({ params: { kind, language }, body })) !== undefined) toast(t('ui:saved'))
  })
  const back = async () => {
    const sure = await confirm({ title: t('letters.reset-title'), consequence: t('letters.reset-consequence'), act: t('letters.reset') })
    if (sure && (await reset.run({ params: { kind, language } })) !== undefined) toast(t('letters.was-reset'))
  }
  return (
    <Stack gap="lg">
      <Section
        title={t('letters.words')}
        actions={letter.own ? <Badge tone="accent">{t('letters.own')}</Badge> : <Badge>{t('letters.ships')}</Badge>}
      >
        <form onSubmit={submit} noValidate>
          <Stack gap="sm">
            <FormNote failure={act.failure ?? reset.failure} />
            <TextInput label={t('column.title')} maxLength={200} dir="auto" readOnly={!may} {...form.props('title')} />
            <Textarea
              label={t('field.text')}
              autosize
              minRows={10}
              maxRows={30}
              maxLength={10_000}
              dir="auto"
              readOnly={!may}
              {...form.props('body')}
            />
            <Text size="sm" c="dimmed">
              {t('letters.places')} <Mono>{places.map((one) => `{{${one}}}`).join(' ')}</Mono>
            </Text>
            {may && (
              <Group justify="space-between">
                <Button variant="subtle" disabled={!letter.own} loading={reset.running} onClick={() => void back()}>
                  {t('letters.reset')}
                </Button>
                <Button type="submit" loading={act.running}>
                  {t('ui:save')}
                </Button>
              </Group>
            )}
          </Stack>
        </form>
      </Section>
      <FirstTerms kind={kind} />
      <Example kind={kind} language={language} title={form.values.title} body={form.values.body} />
    </Stack>
  )
}

type ExampleProps = Pick<LetterView, 'kind' | 'language' | 'title' | 'body'>

function Example(letter: ExampleProps) {
  const { t } = useTranslation('cooperation')
  const [settled] = useDebouncedValue(letter, 400)
  const ready = settled.title.trim() !== '' && settled.body.trim() !== ''
  const shown = useQuery({
    queryKey: ['letter-preview', settled.kind, settled.language, settled.title, settled.body],
    queryFn: ({ signal }) => call(previewLetter, { body: settled }, { signal }),
    enabled: ready,
    placeholderData: (before) => before,
  })
  return (
    <Section title={t('letters.example')}>
      <Answer of={shown}>
        {({ title, text, unknown }) => (
          <Stack gap="sm">
            {unknown.length > 0 && <Text c="red">{t('letters.unknown', { names: unknown.join(', ') })}</Text>}
            <Text fw={600} dir="auto">
              {title}
            </Text>
            <p className={classes.paper} dir="auto">
              {text}
            </p>
          </Stack>
        )}
      </Answer>
    </Section>
  )
}
