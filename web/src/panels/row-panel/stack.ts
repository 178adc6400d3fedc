// A stack trace as its languages print it → frames. What no pattern knows stays a line of text. Pure.
// Formats: V8 ("at f (file:1:2)"), Python ('File "f.py", line 3, in f'), Java ("at a.B.c(D.java:4)"), .NET
// ("at A.B() in f.cs:line 5"), Go ("main.f(…)" and "\tfile.go:6 +0x1d"), Ruby ("f.rb:7:in `g'"), PHP
// ("#0 f.php(8): g()"), Rust ("at ./src/f.rs:9:5").

export interface Frame {
  text: string; // as printed
  function: string; // empty when there is none
  place: string; // file and line
  library: boolean; // not of the application itself
}

export type StackLine = { kind: 'frame'; frame: Frame } | { kind: 'text'; text: string };

/** Lines beyond this are not read. */
export const kMostStackLines = 1000;

const kFormats: [RegExp, (match: string[]) => [name: string, place: string]][] = [
  [/^\s*at (?:async )?(.+?) \((.+?:\d+(?::\d+)?)\)$/, (m) => [m[1]!, m[2]!]],
  [/^\s*at (.+?) in (.+?:line \d+)$/, (m) => [m[1]!, m[2]!]],
  [/^\s*at ([\w$.<>/[\]`]+)\(([^()]*)\)/, (m) => [m[1]!, m[2]!]],
  [/^\s*at (?:async )?((?:\w+:)?[^\s()]+:\d+(?::\d+)?)$/, (m) => ['', m[1]!]],
  [/^\s*File "(.+?)", line (\d+)(?:, in (.+))?$/, (m) => [m[3] ?? '', `${m[1]}:${m[2]}`]],
  [/^#\d+ (.+?)\((\d+)\): (.+)$/, (m) => [m[3]!, `${m[1]}:${m[2]}`]],
  [/^\s*(?:from )?(.+?\.rb:\d+):in [`'](.+?)'$/, (m) => [m[2]!, m[1]!]],
  [/^\t(\S+\.go:\d+)(?: \+0x[\da-f]+)?$/, (m) => ['', m[1]!]],
];

const kLibraries =
  /node_modules|node:|internal\/|site-packages|dist-packages|<frozen |\/lib\/python\d|\/usr\/local\/go\/|\/pkg\/mod\/|\/gems\/|\/vendor\/|\/rustc\/|\.cargo\/registry/;
const kLibraryFunctions =
  /^(java|javax|jdk|sun|com\.sun|kotlin|kotlinx|scala|akka|io\.grpc|io\.netty|org\.(springframework|apache|eclipse|hibernate|jetbrains)|reactor|System|Microsoft|runtime|net\/http)[./]/;

export function parseStack(stack: string): StackLine[] {
  const lines = stack.split('\n', kMostStackLines);
  const result: StackLine[] = [];
  for (const line of lines) {
    if (line.trim() === '') continue;
    const frame = parseFrame(line.trimEnd());
    const before = result.at(-1);
    if (frame && frame.function === '' && frame.place.includes('.go:') && before?.kind === 'text')
      result[result.length - 1] = { kind: 'frame', frame: withGoFunction(frame, before.text) };
    else result.push(frame ? { kind: 'frame', frame } : { kind: 'text', text: line.trimEnd() });
  }
  return result;
}

function parseFrame(text: string): Frame | undefined {
  for (const [pattern, read] of kFormats) {
    const match = pattern.exec(text);
    if (!match) continue;
    const [name, place] = read(match);
    return { text, function: name, place, library: kLibraries.test(place) || kLibraryFunctions.test(name) };
  }
  return undefined;
}

/** Go prints the function on the line before its place. */
function withGoFunction(frame: Frame, line: string): Frame {
  const name = line.replace(/\([^()]*\)$/, '').trim();
  return {
    ...frame,
    text: `${line}\n${frame.text}`,
    function: name,
    library: frame.library || kLibraryFunctions.test(name),
  };
}

export type StackGroup = { kind: 'own'; lines: StackLine[] } | { kind: 'library'; lines: StackLine[] };

/** Frames of libraries in a row make one group, to be folded; a lone one is not worth it. */
export function groupStack(lines: StackLine[]): StackGroup[] {
  const groups: StackGroup[] = [];
  for (const line of lines) {
    const kind = line.kind === 'frame' && line.frame.library ? 'library' : 'own';
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups.map((group) => (group.lines.length < 2 ? { ...group, kind: 'own' } : group));
}
