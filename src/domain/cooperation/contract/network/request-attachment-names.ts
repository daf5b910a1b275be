/** bytes of one file that goes with a message */
export const mostAttachmentBytes = 25_000_000
/** files of one message, and such as were put in and not said yet */
export const mostAttachments = 20
