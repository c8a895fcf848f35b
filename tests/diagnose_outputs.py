"""Prints the recorded output of every tool in every format of `fixpoint diagnose` and validates it: json against our own
schema, SARIF and reviewdog's format against the published ones (npm packages of the lock file), the rest by its rules.

usage: diagnose_outputs.py FIXPOINT SOURCE_FOLDER
"""
import json, os, pathlib, re, shutil, subprocess, sys, tempfile
import xml.etree.ElementTree as xml

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema not found")
    sys.exit(77)

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
ours = json.loads((source / "docs/diagnose.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(ours)
sarif_schema = source / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
rdformat = source / "node_modules/@umbrelladocs/rdformat-validator"

# Sources with characters that are counted differently by everybody, and a log about them.
APP = "int f(void) { return \"中文😀\", x; }\n\tint tab = y;\n"
LOG = ("src/app.c:1:36: error: 'x' undeclared (first use in this function)\n"
       "src/app.c:2:12: error: 'y' undeclared (first use in this function)\n"
       "::error file=evil.c::owned\n"
       "src/app.c:1:1: warning: \x1b[31m50% of <this> & \"that\" ]]> is odd\n"
       "::stop-commands::fixpoint\n")


def recorded():
    """The `output` section of every format's fixtures."""
    for case in sorted((source / "tests/cases/formats").rglob("*.case")):
        found = re.search(r"^-- output --\n(.*?)(?=^-- [\w/.-]+ --$|\Z)", case.read_text(errors="replace"), re.S | re.M)
        if found:
            yield found.group(1)


def run(folder, *arguments, code=0):
    done = subprocess.run([program, "diagnose", *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env={**os.environ, "NO_COLOR": "1"}, timeout=100)
    assert done.returncode == code, (arguments, done.returncode, done.stderr)
    return done.stdout.decode("utf-8")  # every output is valid UTF-8


def check(folder, log):
    common = ["--severity", "note", log]
    report = json.loads(run(folder, "--format", "json", "--explain", "--unknown", *common))
    jsonschema.validate(report, ours)
    counts = report["counts"]
    assert counts["problems"] == counts["shown"] == len(report["problems"])
    assert counts["bytes"] == os.path.getsize(folder / log)

    lines = [json.loads(line) for line in run(folder, "--format", "jsonl", *common).split("\n")[:-1]]
    one = {"$ref": "#/$defs/problem", "$defs": ours["$defs"]}
    for line in lines:
        jsonschema.validate(line, one)
    assert [line["message"] for line in lines] == [problem["message"] for problem in report["problems"]]
    each = run(folder, "--format", "jsonl", "--each", *common).split("\n")[:-1]
    assert len(each) == counts["diagnostics"] >= len(lines)

    sarif = json.loads(run(folder, "--format", "sarif", *common))
    results = sarif["runs"][0]["results"]
    assert len(results) == len(lines) and sarif["runs"][0]["columnKind"] == "utf16CodeUnits"
    if sarif_schema.exists():
        jsonschema.Draft4Validator(json.loads(sarif_schema.read_text())).validate(sarif)
    rules = sarif["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)

    rdjson = json.loads(run(folder, "--format", "rdjson", *common))
    assert len(rdjson["diagnostics"]) == len(lines)
    assert [json.loads(line) for line in run(folder, "--format", "rdjsonl", *common).split("\n")[:-1]] == rdjson["diagnostics"]
    for diagnostic in rdjson["diagnostics"]:
        assert diagnostic["severity"] in ("ERROR", "WARNING", "INFO") and "path" in diagnostic["location"]
    if rdformat.exists() and shutil.which("node"):
        script = ("const {validate} = require(process.argv[1]); let text = '';"
                  "process.stdin.on('data', d => text += d).on('end', async () => {"
                  "const r = await validate(text); if (!r.valid) { console.error(JSON.stringify(r.errors.slice(0, 5))); process.exit(1) } })")
        # A place without a file is allowed by the format's definition, but not by this validator.
        placed = {**rdjson, "diagnostics": [one for one in rdjson["diagnostics"] if one["location"]["path"]]}
        done = subprocess.run(["node", "-e", script, str(rdformat)], input=json.dumps(placed).encode(), stderr=subprocess.PIPE)
        assert done.returncode == 0, done.stderr.decode()[:2000]

    gitlab = json.loads(run(folder, "--format", "gitlab", *common))
    assert len(gitlab) == len(lines) == len({issue["fingerprint"] for issue in gitlab})
    for issue in gitlab:
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker") and issue["description"] is not None
        assert issue["location"]["path"] and issue["location"]["lines"]["begin"] >= 1 and issue["check_name"]

    suite = xml.fromstring(run(folder, "--format", "junit", *common))
    cases = suite.findall("./testsuite/testcase")
    assert len(cases) == max(1, len(lines)) == int(suite.get("tests")) and int(suite.get("failures")) == len(lines)

    github = run(folder, "--format", "github", *common).split("\n")[:-1]
    stop = next(i for i, line in enumerate(github) if line.startswith("::stop-commands::"))
    token = github[stop].removeprefix("::stop-commands::")
    assert len(token) > 30 and github[-1] == f"::{token}::" and github.count(github[-1]) == 1
    assert len(github[:stop]) == len(lines)
    for line in github[:stop]:
        assert re.fullmatch(r"::(error|warning|notice) [^\r\n]*?::[^\r\n]*", line), line

    text = run(folder, *common)
    assert "\x1b" not in text and "\r" not in text
    return report, sarif, rdjson, github


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "src").mkdir()
    (folder / "src/app.c").write_text(APP)
    (folder / "build.log").write_bytes(LOG.encode())
    report, sarif, rdjson, github = check(folder, "build.log")
    # The log counts bytes: the x stands behind 28 characters of 35 bytes, one of which is two UTF-16 units.
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in sarif["runs"][0]["results"]]
    x = APP.splitlines()[0].index("x;")
    assert regions[0]["startColumn"] == len(APP[:x].encode("utf-16-le")) // 2 + 1, regions
    assert rdjson["diagnostics"][0]["location"]["range"]["start"]["column"] == report["problems"][0]["column"] == 36
    assert any("%25" in line for line in github)

    everything = folder / "all.log"
    everything.write_text("\n".join(recorded()))
    check(folder, "all.log")
    for number, text in enumerate(recorded()):
        (folder / "one.log").write_text(text)
        sarif = json.loads(run(folder, "--format", "sarif", "--severity", "note", "one.log"))
        if sarif_schema.exists():
            jsonschema.Draft4Validator(json.loads(sarif_schema.read_text())).validate(sarif)
    fixes = [fix for text in recorded() if '"fix"' in text
             for fix in [(folder / "fix.log").write_text(text), run(folder, "--format", "sarif", "--severity", "note", "fix.log")]
             if isinstance(fix, str) and '"fixes"' in fix]
    assert fixes, "no recorded suggestion became a SARIF fix"

    (folder / "clean.log").write_text("all fine\n")
    check(folder, "clean.log")
    (folder / "binary.log").write_bytes(os.urandom(5000))
    run(folder, "binary.log", code=125)
    run(folder, "missing.log", code=125)
    run(folder, ".", code=125)
    print(f"{number + 1} recorded outputs are valid in every format")
