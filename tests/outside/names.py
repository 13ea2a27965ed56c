#!/usr/bin/env python3
"""Checks the names in a zip file by Windows' rules: names.py ZIP"""
import re, sys, unicodedata, zipfile

RESERVED = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?$", re.I)
seen, wrong = {}, []
for entry in zipfile.ZipFile(sys.argv[1]).infolist():
    name = entry.filename
    if not name.isascii() and not entry.flag_bits & 0x800:
        wrong.append((name, "no UTF-8 flag"))
    if entry.extra or entry.comment:
        wrong.append((name, "extra fields"))
    if len(name.encode("utf-16-le")) // 2 > 200:
        wrong.append((name, "too long"))
    if unicodedata.normalize("NFC", name) != name:
        wrong.append((name, "not NFC"))
    for part in name.split("/"):
        if part in ("", ".", "..") or part[-1] in " ." or RESERVED.match(part) or re.search(r'[\x00-\x1f<>:"\\|?*]', part):
            wrong.append((name, "not for Windows"))
    key = unicodedata.normalize("NFC", name.casefold())
    if key in seen:
        wrong.append((name, f"collides with {seen[key]}"))
    seen[key] = name
for name, reason in wrong:
    print(f"FAILED  {name}: {reason}")
sys.exit(bool(wrong))
