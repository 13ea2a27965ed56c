#!/usr/bin/env python3
"""Changes, removes and adds each file of a package in turn; `planc verify` must tell of it by name: tamper.py PLANC ZIP NEW"""
import subprocess, sys, zipfile

planc, source, target = sys.argv[1:]
with zipfile.ZipFile(source) as zip:
    files = [(entry.filename, zip.read(entry)) for entry in zip.infolist()]


def verify(changed):
    with zipfile.ZipFile(target, "w") as zip:
        for name, data in changed:
            zip.writestr(name, data)
    return subprocess.run([planc, "verify", target], capture_output=True, encoding="utf-8")


def check(what, name, changed, words):
    run = verify(changed)
    # A list of checksums that was changed shows in the files that it names.
    told = words in run.stdout and (name in run.stdout or name == "SHA256SUMS.txt")
    if run.returncode != 1 or not told:
        sys.exit(f"FAILED  {what} {name}: {run.returncode} {run.stdout}{run.stderr}")


if verify(files).returncode != 0:
    sys.exit("FAILED  packed again without a change")
for index, (name, data) in enumerate(files):
    before, after = files[:index], files[index + 1 :]
    middle = len(data) // 2
    check("changed", name, before + [(name, data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])] + after, "")
    check("removed", name, before + after, "ありません")
    check("added", name + ".txt", before + [(name + ".txt", b"x"), (name, data)] + after, "後から加えられています")
print(f"ok      {len(files)} files changed, removed and added in turn: each told of by name")
