import { Button, Group, Radio, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { standingGroups } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import { announce, listAnnouncements, readAnnouncement } from '../../../../../src/domain/cooperation/contract/network/secretariat.ts'
import { useAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { ProofsLink } from '../../../app/proofs-link.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { languageName } from '../../../ui/format.ts'
import { Page, pageClasses, Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { Time } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toast.tsx'
import forms from '../../forms.module.css'
import disclosure from '../disclosure.module.css'
import network from '../network.module.css'

const route = getRouteApi('/shell/network/announcements/$id')
const languages = ['en', 'zh-CN', 'ar', 'fr', 'es', 'ru', 'pt', 'ja', 'ko', 'de'] as const

/** What the office has announced to whoever reads it. */
export function Announcements() {
  const { t } = useTranslation('secretariat')
  return (
    <Answer of={useRead(listAnnouncements, {}, { live: ['announcement'] })}>
      {({ items }) =>
        items.length > 0 && (
          <Section title={t('announcements')} flush>
            <ul className={forms.rows}>
              {items.map((one) => (
                <li key={one.id}>
                  <Link to="/network/announcements/$id" params={{ id: one.id }} className={network.link}>
                    <bdi lang={one.language}>{one.title}</bdi>
                  </Link>
                  <Time at={one.at} style="relative" />
                </li>
              ))}
            </ul>
          </Section>
        )
      }
    </Answer>
  )
}

export function AnnouncementPage() {
  const { t } = useTranslation(['secretariat', 'network'])
  const { id } = route.useParams()
  const back = (
    <Link to="/network" className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('network:country.back')}
    </Link>
  )
  return (
    <Answer of={useRead(readAnnouncement, { params: { id } }, { live: ['announcement'], id })} whole back={back}>
      {({ title, text, language, audience, at }) => (
        <Page
          title={title}
          back={back}
          narrow
          actions={<ProofsLink subject={id} />}
          lead={
            <>
              <Badge>{t(`audience.${audience}`)}</Badge> <Time at={at} />
            </>
          }
        >
          <div lang={language} dir="auto" className={disclosure.long} style={{ maxInlineSize: '70ch' }}>
            {text}
          </div>
        </Page>
      )}
    </Answer>
  )
}

/** Says something to an audience; it cannot be taken back, since everybody is told. */
export function AnnounceForm({ onDone }: { readonly onDone: () => void }) {
  const { t, i18n } = useTranslation('secretariat')
  const { locale } = usePreferences()
  const act = useAct(announce, ['announcement', 'notice'])
  const { required } = useChecks()
  const first = languages.find((one) => one === i18n.language) ?? 'en'
  const form = useFields(
    { title: '', text: '', language: first as string, audience: 'members' },
    { title: required, text: required },
    act.failure,
  )
  const submit = form.onSubmit(async ({ title, text, language, audience }) => {
    const to = standingGroups.find((one) => one === audience) ?? 'members'
    if ((await act.run({ body: { title: title.trim(), text: text.trim(), language, audience: to } })) === undefined) return
    toast(t('announce.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('announce.title')} maxLength={200} dir="auto" required {...form.props('title')} />
        <Textarea
          label={t('announce.text')}
          autosize
          minRows={5}
          maxRows={20}
          maxLength={50_000}
          dir="auto"
          required
          {...form.props('text')}
        />
        <Select
          label={t('announce.language')}
          allowDeselect={false}
          data={languages.map((value) => ({ value, label: languageName(value, locale) }))}
          value={form.values.language}
          onChange={(value) => form.set('language', value ?? form.values.language)}
        />
        <Radio.Group label={t('announce.audience')} value={form.values.audience} onChange={(value) => form.set('audience', value)}>
          <Group mt="xs">
            {standingGroups.map((one) => (
              <Radio key={one} value={one} label={t(`audience.${one}`)} />
            ))}
          </Group>
        </Radio.Group>
        <Text size="sm" c="dimmed">
          {t('announce.consequence')}
        </Text>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('announce.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
