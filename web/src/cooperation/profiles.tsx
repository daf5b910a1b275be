import { Button, Checkbox, Group, Modal, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addProfile, changeProfile, closeProfile, listProfiles, type ProfileView } from '../../../src/domain/cooperation/contract.ts'
import { useAct, useQuickAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { useRead } from '../app/read.ts'
import { Badge } from '../ui/badge.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import classes from './forms.module.css'

const attachmentWays = ['behind', 'none', 'as-is'] as const

/** What is taken off whatever leaves. */
export function Profiles() {
  const { t } = useTranslation('cooperation')
  const result = useRead(listProfiles, {}, { live: ['form'] })
  const [open, setOpen] = useState<ProfileView | 'new'>()
  const may = result.data?.may.change === true
  const close = () => setOpen(undefined)
  return (
    <Page
      title={t('profiles.title')}
      lead={t('profiles.lead')}
      actions={
        may && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
            {t('profiles.add')}
          </Button>
        )
      }
    >
      <Section title={t('profiles.default')}>
        <Text>{t('profiles.default-what')}</Text>
      </Section>
      <Answer of={result}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('profiles.none')} text={t('profiles.none-why')} />
          ) : (
            <ul className={classes.rows}>
              {items.map((one) => (
                <Row key={one.id} profile={one} may={may} onChange={() => setOpen(one)} />
              ))}
            </ul>
          )
        }
      </Answer>
      <Modal
        opened={open !== undefined}
        onClose={close}
        size="lg"
        title={open === 'new' || open === undefined ? t('profiles.add') : open.name}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {open !== undefined && <ProfileForm profile={open === 'new' ? undefined : open} onDone={close} />}
      </Modal>
    </Page>
  )
}

function Row({ profile, may, onChange }: { readonly profile: ProfileView; readonly may: boolean; readonly onChange: () => void }) {
  const { t } = useTranslation('cooperation')
  const confirm = useConfirm()
  const close = useQuickAct(closeProfile, ['form', 'release'])
  const { rules } = profile
  const ask = async () => {
    const sure = await confirm({
      title: t('profiles.close-title', { name: profile.name }),
      consequence: t('profiles.close-consequence'),
      act: t('profiles.close'),
      grave: true,
    })
    if (sure) await close({ params: { id: profile.id } }, t('profiles.closed', { name: profile.name }))
  }
  const off = (['recipients', 'reporter', 'tracking'] as const).filter((one) => !rules[one])
  return (
    <li>
      <div>
        <bdi>{profile.name}</bdi> {profile.standard && <Badge tone="accent">{t('profiles.standard')}</Badge>}
        <div>
          {off.length === 0 ? t('profiles.takes-all') : off.map((one) => t(`profiles.leaves.${one}`)).join(' · ')}
          {' · '}
          {t(`profiles.attachments.${rules.attachments}`)}
          {rules.words.length > 0 && ` · ${t('profiles.words-count', { count: rules.words.length })}`}
          {rules.headers.length > 0 && ` · ${t('profiles.headers-count', { count: rules.headers.length })}`}
        </div>
        <small>
          <Time at={profile.changedAt} style="date" /> {profile.changedBy.name !== null && <bdi>{profile.changedBy.name}</bdi>}
        </small>
      </div>
      {may && (
        <Group gap={4} className="t-no-print">
          <Button variant="subtle" size="compact-sm" onClick={onChange}>
            {t('act.change')}
          </Button>
          <Button variant="subtle" color="red" size="compact-sm" onClick={() => void ask()}>
            {t('profiles.close')}
          </Button>
        </Group>
      )}
    </li>
  )
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

function ProfileForm({ profile, onDone }: { readonly profile: ProfileView | undefined; readonly onDone: () => void }) {
  const { t } = useTranslation('cooperation')
  const add = useAct(addProfile, ['form', 'release'])
  const change = useAct(changeProfile, ['form', 'release'])
  const act = profile === undefined ? add : change
  const rules = profile?.rules
  const form = useFields(
    {
      name: profile?.name ?? '',
      standard: profile?.standard ?? false,
      recipients: rules?.recipients ?? true,
      reporter: rules?.reporter ?? true,
      tracking: rules?.tracking ?? true,
      attachments: rules?.attachments ?? 'behind',
      headers: (rules?.headers ?? []).join('\n'),
      words: (rules?.words ?? []).join('\n'),
    },
    { name: useChecks().required },
    act.failure,
  )
  const submit = form.onSubmit(async (values) => {
    const { name, standard, recipients, reporter, tracking } = values
    const attachments = attachmentWays.find((one) => one === values.attachments) ?? 'behind'
    const lists = { headers: linesOf(values.headers.toLowerCase()), words: linesOf(values.words) }
    const body = { name, standard, rules: { recipients, reporter, tracking, attachments, ...lists } }
    const done = profile === undefined ? await add.run({ body }) : await change.run({ params: { id: profile.id }, body })
    if (done === undefined) return
    toast(t('ui:saved'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('profiles.name')} maxLength={80} data-autofocus {...form.props('name')} />
        <Checkbox label={t('profiles.recipients')} {...form.checked('recipients')} />
        <Checkbox label={t('profiles.reporter')} {...form.checked('reporter')} />
        <Checkbox label={t('profiles.tracking')} {...form.checked('tracking')} />
        {!(form.values.recipients && form.values.reporter && form.values.tracking) && <Text size="sm">{t('profiles.careful')}</Text>}
        <Select
          label={t('profiles.attachments-label')}
          allowDeselect={false}
          data={attachmentWays.map((one) => ({ value: one, label: t(`profiles.attachments.${one}`) }))}
          {...form.props('attachments')}
        />
        <Textarea
          label={t('profiles.words')}
          description={t('profiles.words-hint')}
          autosize
          minRows={2}
          maxRows={8}
          {...form.props('words')}
        />
        <Textarea
          label={t('profiles.headers')}
          description={t('profiles.headers-hint')}
          dir="ltr"
          autosize
          minRows={2}
          maxRows={8}
          {...form.props('headers')}
        />
        <Switch label={t('profiles.standard-label')} {...form.checked('standard')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
