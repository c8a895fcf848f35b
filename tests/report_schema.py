"""Heals a small project and validates the report against docs/report.schema.json.

usage: report_schema.py FIXPOINT SCHEMA
"""
import json, os, pathlib, subprocess, sys, tempfile

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema not found")
    sys.exit(77)

program, schema = sys.argv[1], json.loads(pathlib.Path(sys.argv[2]).read_text())
jsonschema.Draft202012Validator.check_schema(schema)


def report(source, command):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "work").mkdir()
        (folder / "work" / "a.c").write_text(source)
        environment = {**os.environ, "XDG_STATE_HOME": name + "/state"}
        run = subprocess.run([program, "heal", "--json", "--report", name + "/report.json", "--", *command],
                             cwd=folder / "work", env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        from_file = json.loads((folder / "report.json").read_text())
        assert json.loads(run.stdout) == from_file, "stdout and --report differ"
        assert from_file["exit_code"] == run.returncode
        jsonschema.validate(from_file, schema)
        return from_file


healed = report("int main(void) { return 0 }\n", ["gcc", "-c", "a.c"])
assert healed["outcome"] == "healed" and healed["runs"] == 2 and healed["files"][0]["path"] == "a.c", healed
passed = report("int main(void) { return 0; }\n", ["gcc", "-c", "a.c"])
assert passed["outcome"] == "passed" and passed["runs"] == 1 and not passed["problems"], passed
unhealed = report("int main(void) { return 0; }\n", ["sh", "-c", "echo strange >&2; exit 3"])
assert unhealed["outcome"] == "unhealed" and unhealed["exit_code"] == 3, unhealed
print("3 reports are valid")
