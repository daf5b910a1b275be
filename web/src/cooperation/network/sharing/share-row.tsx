import { Link } from '@tanstack/react-router'
import type { ShareLine } from '../../../../../src/domain/cooperation/contract.ts'
import { Time } from '../../../ui/time.tsx'
import classes from './sharing.module.css'
import { Recipients, ShareState } from './words.tsx'

/** A share in the list of what is shown of one thing: to whom, and where it stands. */
export function ShareRow({ share }: { readonly share: ShareLine }) {
  return (
    <li>
      <Link to="/shares/$id" params={{ id: share.id }} className={classes.link}>
        <Recipients recipients={share.recipients} />
      </Link>
      <span>
        <ShareState state={share.state} /> <Time at={share.endedAt ?? share.decidedAt ?? share.draftedAt} style="relative" />
      </span>
    </li>
  )
}
