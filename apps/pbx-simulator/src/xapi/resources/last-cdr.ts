import { isoTime, type Resource } from '../context';

/** A cheap check for new calls: one item once there has been a call. */
export const lastCdr: Resource = {
  name: 'LastCdrAndChatMessageTimestamp',
  type: 'LastCdrAndChatMessageTimestamp',
  byKey: false,
  list: ({ pbx }) => {
    let last = 0;
    for (const section of pbx.sections()) last = Math.max(last, section.startedAt);
    return last === 0 ? [] : [{ LastCdrStartedAt: isoTime(last), LastChatMessageTimeSent: null }];
  },
};
