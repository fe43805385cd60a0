const levels: Record<number, string> = { 10: 'TRACE', 20: 'DEBUG', 30: 'INFO', 40: 'WARN', 50: 'ERROR', 60: 'FATAL' };
const shownApart = new Set(['level', 'time', 'service', 'msg', 'pid', 'hostname', 'stack', 'v']);
const nameWidth = 10;

const clock = (time: unknown): string => {
  const date = typeof time === 'string' || typeof time === 'number' ? new Date(time) : new Date();
  return Number.isNaN(date.getTime()) ? '--:--:--' : date.toTimeString().slice(0, 8);
};

function renderValue(value: unknown): string {
  if (typeof value === 'string') return /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(value);
  if (typeof value === 'object' && value !== null && 'message' in value) return JSON.stringify(value.message);
  return JSON.stringify(value);
}

/** One line for people of one line of a service's output: time, level, service, message, then fields. What is no JSON stays as it is. */
export function renderLogLine(service: string, line: string): string {
  const name = service.padEnd(nameWidth);
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    // Not a structured line.
  }
  if (typeof entry !== 'object' || entry === null) return `${clock(undefined)} ${'-'.padEnd(5)} ${name} ${line}`;
  const { level, time, msg, ...rest } = entry as Record<string, unknown>;
  const fields = Object.entries(rest)
    .filter(([key]) => !shownApart.has(key))
    .map(([key, value]) => `${key}=${renderValue(value)}`);
  const levelName = (typeof level === 'number' ? levels[level] : undefined) ?? '-';
  return [clock(time), levelName.padEnd(5), name, typeof msg === 'string' ? msg : '', ...fields].join(' ').trimEnd();
}

/** The start's own lines, in the same shape as those of the services. */
export function ownLogLine(message: string, format: 'text' | 'json'): string {
  if (format === 'text') return renderLogLine('local', JSON.stringify({ level: 30, msg: message }));
  return JSON.stringify({ level: 30, time: new Date().toISOString(), service: 'local', msg: message });
}
