// A PostgreSQL or a simulator takes its seconds to start on a busy machine; what hangs is found all
// the same.
jest.setTimeout(30_000);
