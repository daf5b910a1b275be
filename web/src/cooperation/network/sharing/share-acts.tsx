import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconLock, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CopyContent } from '../../../../../src/domain/cooperation/contract/network/copied.ts'
import { decideShare, liftShare, recallShare, refuseShare, type ShareWhole } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { FormNote } from '../../../app/form.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { countryName } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { toast } from '../../../ui/toast.tsx'
import { ShareDialog } from './share-dialog.tsx'
import classes from './sharing.module.css'
import type { Thing } from './thing.ts'

const live = ['share', 'shared-copy']
type Props = { readonly share: ShareWhole }

/** What stands between a draft and its recipients, and what is unusual about it; nothing where all is as usual. */
export function Guards({ share: { state, guards, grows, audience, routes } }: Props) {
  const { t } = useTranslation('sharing')
  const { locale } = usePreferences()
  if (state !== 'draft') return null
  const { ceiling, secondPerson, newcomers } = guards
  const doubts = [
    ...routes.filter(({ kind }) => kind === 'each').map(({ country }) => t('guard.each', { country: countryName(country, locale) })),
    ...(grows ? [t('guard.grows')] : []),
    ...(audience.length === 0 ? [t('guard.nobody')] : []),
    ...(newcomers.length > 0 ? [t('guard.newcomers', { names: newcomers })] : []),
  ]
  return (
    <Stack gap="xs">
      {(ceiling !== null || secondPerson) && (
        <Alert color="red" variant="light" icon={<IconLock size={18} />}>
          {ceiling !== null && <Text>{t(`guard.ceiling-${ceiling}`)}</Text>}
          {secondPerson && <Text>{t('guard.second-person')}</Text>}
        </Alert>
      )}
      {doubts.length > 0 && (
        <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} />}>
          <Text fw={600}>{t('guard.title')}</Text>
          <ul className={classes.list}>
            {doubts.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Alert>
      )}
    </Stack>
  )
}

/** What may be decided. Approving names the hash and the revision that are on the page. */
export function ShareActs({ share }: Props) {
  const { t } = useTranslation('sharing')
  const confirm = useConfirm()
  const approve = useAct(decideShare, live)
  const refuse = useQuickAct(refuseShare, live)
  const recall = useQuickAct(recallShare, live)
  const [meant, setMeant] = useState(false)
  const [changing, setChanging] = useState(false)
  const { id, sha256, revision, may, guards, audience } = share
  const unusual = guards.newcomers.length > 0
  const go = async () => {
    if ((await approve.run({ params: { id }, body: { sha256, revision, unusual: unusual && meant } })) !== undefined)
      toast(t('done.shared'))
  }
  const decline = async () => {
    const sure = await confirm({ title: t('act.decline'), consequence: t('act.decline-means'), act: t('act.decline') })
    if (sure) await refuse({ params: { id } }, t('done.declined'))
  }
  const callBack = async () => {
    const sure = await confirm({
      title: t('act.recall'),
      consequence: t('act.recall-means', { count: audience.length }),
      act: t('act.recall'),
      grave: true,
    })
    if (sure) await recall({ params: { id } }, t('done.recalled'))
  }
  const lift = useQuickAct(liftShare, live)
  const takeMarks = async () => {
    const sure = await confirm({ title: t('secret.lift'), consequence: t('secret.lift-share-means'), act: t('secret.lift'), grave: true })
    if (sure) await lift({ params: { id } }, t('secret.lifted'))
  }
  if (!(may.decide || may.change || may.refuse || may.recall)) return null
  return (
    <Stack gap="sm" className="t-no-print">
      <FormNote failure={approve.failure} />
      {may.decide && unusual && (
        <Checkbox
          label={t('guard.meant', { names: guards.newcomers })}
          checked={meant}
          onChange={(event) => setMeant(event.currentTarget.checked)}
        />
      )}
      <Group gap="xs">
        {may.decide && (
          <Button leftSection={<IconCheck size={16} />} loading={approve.running} disabled={unusual && !meant} onClick={() => void go()}>
            {t('act.approve')}
          </Button>
        )}
        {may.change && share.draft !== null && (
          <Button variant="default" onClick={() => setChanging(true)}>
            {t('act.change')}
          </Button>
        )}
        {may.refuse && (
          <Button variant="default" leftSection={<IconX size={16} />} onClick={() => void decline()}>
            {t('act.decline')}
          </Button>
        )}
        {may.lift && (
          <Button variant="default" leftSection={<IconLock size={16} />} onClick={() => void takeMarks()}>
            {t('secret.lift')}
          </Button>
        )}
        {may.recall && (
          <Button color="red" variant="outline" onClick={() => void callBack()}>
            {t('act.recall')}
          </Button>
        )}
      </Group>
      <ShareDialog thing={changing ? thingOf(share) : undefined} share={share} onClose={() => setChanging(false)} />
    </Stack>
  )
}

function thingOf({ draft, bytes }: ShareWhole): Thing | undefined {
  const object = draft?.object
  if (object === undefined) return undefined
  const body = bytes === null ? undefined : (JSON.parse(bytes) as CopyContent).body
  if (object.kind === 'evidence')
    return { kind: 'evidence', id: object.id, message: body?.kind === 'evidence' && body.mediaType.startsWith('message/') }
  if (object.kind === 'finding')
    return { kind: 'finding', id: object.id, codes: body?.kind === 'finding' ? [...new Set(body.findings.map(({ code }) => code))] : [] }
  return 'id' in object ? { kind: object.kind, id: object.id } : { kind: object.kind }
}
