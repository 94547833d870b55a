import type { StructSource } from '../../odata';

export const reportTypes = {
  ActiveCall: {
    key: 'Id',
    'string?': 'Callee Caller Status',
    'instant?': 'EstablishedAt LastChangeStatus ServerNow',
    int32: 'Id',
  },
  CallLogData: {
    'string?': `
      ActionDnCallerId ActionDnDisplayName actionDnDn CallHistoryId CallType DestinationCallerId
      DestinationDisplayName DestinationDn Direction MainCallHistoryId Reason RecordingUrl
      SourceCallerId SourceDisplayName SourceDn Status Summary Transcription
    `,
    'int32?': `
      ActionDnType ActionType DestinationType DstRecId Indent SegmentId SentimentScore SourceType
      SrcRecId SubrowDescNumber
    `,
    'boolean?': 'Answered QualityReport',
    'decimal?': 'CallCost',
    int32: 'CallId',
    string: 'CdrId',
    'XReportRecording[]': 'Recordings',
    'duration?': 'RingingDuration TalkingDuration',
    'instant?': 'StartTime',
  },
  XReportRecording: {
    key: 'Id',
    int32: 'Id',
    'int32?': 'SentimentScore',
    'string?': 'Summary Transcription',
  },
  QualityReport: {
    'double?': 'MOS',
    'int32?': 'OverallScore Summary',
    'QualityParty?': 'Party1 Party2',
    'string?': 'Reason',
    'boolean?': 'Transcoding',
  },
  QualityParty: {
    'string?': 'AddressStr Codec Location Number TunAddressStr UserAgent',
    'int32?': 'Burst Duration GlobalPort LocalPort RxPackets TxBursts TxPackets',
    'boolean?': 'Inbound',
    'double?': 'MOSFromPBX MOSToPBX RTT RxJitter RxLost TxJitter TxLost',
  },
  CallHistoryView: {
    'boolean?': 'CallAnswered',
    duration: 'CallTime',
    'string?': `
      DstCallerNumber DstDisplayName DstDn DstExtendedDisplayName SrcCallerNumber SrcDisplayName
      SrcDn SrcExtendedDisplayName
    `,
    int32: `
      DstDnType DstId DstParticipantId SegmentActionId SegmentId SegmentType SrcDnType SrcId
      SrcParticipantId
    `,
    boolean: 'DstExternal DstInternal SrcExternal SrcInternal',
    'int32?': 'DstRecId SrcRecId',
    instant: 'SegmentEndTime SegmentStartTime',
  },
  LastCdrAndChatMessageTimestamp: {
    instant: 'LastCdrStartedAt',
    'instant?': 'LastChatMessageTimeSent',
  },
  EventLog: {
    key: 'Id',
    'int32?': 'EventId',
    'string?': 'Group GroupName Message Source',
    int32: 'Id',
    'string[]': 'Params',
    'instant?': 'TimeGenerated',
    'EventLogType?': 'Type',
  },
  Recording: {
    key: 'Id',
    'string?': `
      ArchivedUrl FromCallerNumber FromCrmContact FromDidNumber FromDisplayName FromDn
      RecordingUrl Summary ToCallerNumber ToCrmContact ToDidNumber ToDisplayName ToDn
      Transcription
    `,
    'RecordingCallType?': 'CallType',
    'boolean?': 'CanBeTranscribed IsArchived IsTranscribed',
    'instant?': 'EndTime StartTime',
    'int32?': `
      FromDnType FromIdParticipant RefParticipantId SentimentScore ToDnType ToIdParticipant
      TranscriptionResult
    `,
    int32: 'Id',
  },
  RecordingRepositorySettings: {
    'int32?': 'AutoDeleteRecordingDays RecordingDiskSpace RecordingsQuota',
    'boolean?': 'AutoDeleteRecordingEnabled IsRecordingArchiveEnabled',
    'string?': 'RecordingPath',
    'int64?': 'RecordingUsedSpace',
  },
} satisfies Readonly<Record<string, StructSource>>;
