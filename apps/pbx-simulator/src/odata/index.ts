export { applyOptions, contextSuffix, projectRow, type Page } from './apply';
export {
  EdmModel,
  isPrimitive,
  PRIMITIVES,
  type EdmEnum,
  type EdmProperty,
  type EdmStruct,
  type PrimitiveName,
  type StructSource,
} from './edm';
export { badRequest, notFound, ODataError, type ODataErrorDetail } from './odata-error';
export { parseQueryOptions, splitQuery, type QueryOptions } from './query-options';
export {
  parseResourcePath,
  readBoolean,
  readInt,
  readText,
  type PathSegment,
} from './resource-path';
export { formatDuration, parseDate, parseDuration, parseInstant, parseTime } from './temporal';
export type { Row } from './term';
