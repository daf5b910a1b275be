import { Button, Menu } from '@mantine/core'
import { IconArrowBackUp, IconChevronDown, IconThumbDown, IconThumbUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Lesson, listReportLessons, revokeLesson, teach, teachableKinds } from '../../../../src/domain/analysis/contract.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { useRead } from '../../app/read.ts'
import { isAtLeast, useSession } from '../../app/session.ts'
import { useTroubleText } from '../../app/trouble.ts'
import { toastTrouble, toastWithUndo } from '../../ui/toast.tsx'
import classes from './verdict.module.css'

const changed = ['report', 'lesson']
const wanted = ['legitimate', 'marketing'] as const
const unwanted = teachableKinds.filter((kind) => kind !== 'legitimate' && kind !== 'marketing' && kind !== 'bounce')

type Props = { readonly report: string; readonly position: number }

/** What the desk says of the message: it stands in the verdict at once, is learned from, and can be taken back. */
export function Teach({ report, position }: Props) {
  const { t } = useTranslation('analysis')
  const session = useSession()
  const trouble = useTroubleText()
  const lessons = useRead(listReportLessons, { params: { id: report } }, { live: ['lesson'] })
  const teaching = useAct(teach, changed)
  const revoke = useQuickAct(revokeLesson, changed)
  if (!isAtLeast(session, 'analyst')) return null
  const mine = lessons.data?.items.find((one) => one.position === position)
  const takeBack = (id: string) => void revoke({ params: { id } }, t('lesson.revoked'))
  const say = async (taught: Lesson['taught'], kind: Lesson['kind']) => {
    const done = await teaching.run({ params: { id: report }, body: { position, taught, kind } })
    if (done === undefined) return
    toastWithUndo(t('lesson.taught'), { label: t('lesson.undo'), run: () => takeBack(done.answer.id) })
  }
  if (teaching.failure !== null) {
    toastTrouble(trouble(teaching.failure))
    teaching.reset()
  }
  return (
    <div className={`${classes.teach} t-no-print`}>
      {mine !== undefined ? (
        <>
          <span>{t(mine.kind === null ? `lesson.said-${mine.taught}` : 'lesson.said-kind', { kind: kindWord(mine.kind) })}</span>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowBackUp size={14} className="t-along" />}
            onClick={() => takeBack(mine.id)}
          >
            {t('lesson.revoke')}
          </Button>
        </>
      ) : (
        <>
          <Button
            variant="default"
            size="compact-sm"
            loading={teaching.running}
            leftSection={<IconThumbDown size={14} />}
            onClick={() => void say('unwanted', null)}
          >
            {t('lesson.unwanted')}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            loading={teaching.running}
            leftSection={<IconThumbUp size={14} />}
            onClick={() => void say('wanted', null)}
          >
            {t('lesson.wanted')}
          </Button>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button variant="default" size="compact-sm" disabled={teaching.running} rightSection={<IconChevronDown size={14} />}>
                {t('lesson.kind')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {unwanted.map((kind) => (
                <Menu.Item key={kind} onClick={() => void say('unwanted', kind)}>
                  {kindWord(kind)}
                </Menu.Item>
              ))}
              <Menu.Divider />
              {wanted.map((kind) => (
                <Menu.Item key={kind} onClick={() => void say('wanted', kind)}>
                  {kindWord(kind)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      )}
    </div>
  )

  function kindWord(kind: Lesson['kind']): string {
    return kind === null ? '' : t(`verdict.kind.${kind}`)
  }
}
