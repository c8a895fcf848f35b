// Asks the project's own TypeScript for its code fixes: node -e "$(cat codefix.js)" -- [-p CONFIG] FILE...
// Prints one JSON line per error: {tool, code, message, file, line, column, endLine, endColumn, fixes: [{fixName,
// description, edits: [{file, line, column, endLine, endColumn, newText}]}]}. Lines and columns are 1-based UTF-16.
// Fixes that only silence the compiler, create files or leave "not implemented" behind are left out.
'use strict';
const path = require('path');
const cwd = process.cwd();
let args = process.argv.slice(1);
if (args[0] === '--') args = args.slice(1);
let config;
if (args[0] === '-p') {
  config = path.resolve(cwd, args[1]);
  args = args.slice(2);
}
const files = args.map((file) => path.resolve(cwd, file));
let ts;
try {
  ts = require(require.resolve('typescript', { paths: [cwd, ...files.map(path.dirname)] }));
} catch {
  process.exit(0);
}
config ??= files[0] && ts.findConfigFile(path.dirname(files[0]), ts.sys.fileExists);
let options = {};
let roots = files;
if (config && ts.sys.fileExists(config)) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const parsed = ts.getParsedCommandLineOfConfigFile(config, {}, host);
  if (parsed) {
    options = parsed.options;
    roots = [...new Set([...parsed.fileNames, ...files])];
  }
} else if (roots.some((file) => /\.[cm]?jsx?$/.test(file))) {
  options = { allowJs: true, checkJs: true };
}
const snapshots = new Map();
const host = {
  getScriptFileNames: () => roots,
  getScriptVersion: () => '1',
  getScriptSnapshot: (name) => {
    if (!snapshots.has(name)) {
      const text = ts.sys.readFile(name);
      snapshots.set(name, text === undefined ? undefined : ts.ScriptSnapshot.fromString(text));
    }
    return snapshots.get(name);
  },
  getCurrentDirectory: () => cwd,
  getCompilationSettings: () => options,
  getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
  readDirectory: ts.sys.readDirectory,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
  useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
};
const service = ts.createLanguageService(host, ts.createDocumentRegistry());
const program = service.getProgram();
const format = ts.getDefaultFormatCodeSettings('\n');
const preferences = { includeCompletionsForModuleExports: true, importModuleSpecifierEnding: 'auto' };
const useless = /^(disableJsDiagnostics|installTypesPackage|fixUnusedIdentifier|addConvertToUnknown.*|fixEnableExperimentalDecorators|fixEnableJsxFlag|fixModuleAndTargetOptions)$/;
const suppresses = /@ts-(ignore|expect-error|nocheck)|\bas (any|unknown)\b|not implemented/i;

const range = (name, start, length) => {
  const source = program.getSourceFile(name);
  if (!source) return undefined;
  const begin = source.getLineAndCharacterOfPosition(start);
  const end = source.getLineAndCharacterOfPosition(start + length);
  return {
    file: path.relative(cwd, name),
    line: begin.line + 1,
    column: begin.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
};

let left = 60;
for (const name of [...new Set([...files, ...roots])]) {
  if (left <= 0) break;
  if (!program.getSourceFile(name)) continue;
  for (const error of [...service.getSyntacticDiagnostics(name), ...service.getSemanticDiagnostics(name)]) {
    if (error.category !== ts.DiagnosticCategory.Error || error.start === undefined || left-- <= 0) continue;
    let found = [];
    try {
      found = service.getCodeFixesAtPosition(name, error.start, error.start + error.length, [error.code], format, preferences);
    } catch {
      continue; // a fixer of the compiler's that fails on this code
    }
    const fixes = [];
    for (const fix of found) {
      if (useless.test(fix.fixName) || fix.commands?.length) continue;
      const edits = [];
      let usable = true;
      for (const change of fix.changes) {
        if (change.isNewFile || change.fileName.includes('node_modules')) usable = false;
        for (const edit of usable ? change.textChanges : []) {
          if (suppresses.test(edit.newText)) usable = false;
          const where = range(change.fileName, edit.span.start, edit.span.length);
          if (!where) usable = false;
          edits.push({ ...where, newText: edit.newText });
        }
      }
      if (usable && edits.length) fixes.push({ fixName: fix.fixName, description: fix.description, edits });
    }
    const message = ts.flattenDiagnosticMessageText(error.messageText, '\n').split('\n')[0];
    console.log(
      JSON.stringify({ tool: 'ts_codefix', code: 'TS' + error.code, message, ...range(name, error.start, error.length), fixes }),
    );
  }
}
