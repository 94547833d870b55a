/** The engine path of Socket.IO, shared by all our namespaces. */
export const SOCKET_IO_PATH = '/relay/socket.io';
