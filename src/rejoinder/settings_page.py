"""docs/settings.md, made from the settings themselves."""

from __future__ import annotations

from rejoinder import settings


def document() -> str:
    """The whole page."""
    lines = [
        "# Settings",
        "",
        "A flag wins over an environment variable, a variable over the file, the file over the",
        f"default. The file is `{settings.FILE_NAME}` in the current folder, or the one that",
        "`--config` or `REJOINDER_CONFIG` names; its keys stand at the top level. Lists are arrays",
        "in the file and separated by commas in a variable; a flag for a list may be given several",
        "times.",
        "Sizes: `512MiB`, `2GiB`, `2GB`, or bytes. Times: `500ms`, `30s`, `2m`, or seconds.",
        "A value that cannot be used stops the start with its name, its source and the rule.",
        "",
        "| flag | variable | key | default | what it does |",
        "|---|---|---|---|---|",
    ]
    for entry in settings.entries():
        flag = "`MODEL ...`" if entry.field == "models" else f"`{entry.flag}`"
        default = settings.shown_default(entry)
        choices = f" One of {', '.join(f'`{c}`' for c in entry.choices)}." if entry.choices else ""
        lines.append(
            f"| {flag} | `{entry.variable}` | `{entry.name}` | "
            f"{f'`{default}`' if default else ''} | {entry.help}{choices} |"
        )
    return "\n".join(lines) + "\n"
